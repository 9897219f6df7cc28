"""The packet's sixteen sections in the order of the meeting, laid out in one language (`lay_out`)."""

from datetime import UTC
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext as _

from reports.packet.canonical import canonical
from reports.packet.data import PacketData
from reports.packet.paper import Paper, Section
from reports.packet.sections import closing, discussion, opening, performance, public
from reports.packet.words import show_quarter, show_time


def lay_out(data: PacketData, language: str, *, draft: bool = True) -> Paper:
    """The packet as sections and tables. `draft` marks every page; it is no part of the data that is hashed."""
    with translation.override(language):
        digest = sha256(canonical(data)).hexdigest()
        sections = _sections(data, language, digest)
        headings = [_("Cover, agenda and figures"), *(one.heading for one in sections)]
        agency = data.agency.of(language)
        return Paper(
            language=language,
            title=_("Quarterly open data review, %(quarter)s") % {"quarter": show_quarter(data.quarter, language)},
            agency=agency,
            subject=_("Papers for the open data advisory group"),
            facts=_facts(data, language, digest, draft),
            sections=(opening.agenda(data, language, headings), *sections),
            written=data.as_of.astimezone(UTC),
            watermark=_("DRAFT") if draft else "",
        )


def _sections(data: PacketData, language: str, digest: str) -> tuple[Section, ...]:
    """貳 to 拾陸."""
    return (
        opening.resolutions(data, language),
        opening.open_state(data, language),
        performance.targets(data, language),
        performance.updates(data, language),
        performance.quality(data, language),
        public.opinions(data, language),
        public.usage(data, language),
        discussion.least_used(data, language),
        discussion.closed(data, language),
        discussion.systems(data, language),
        discussion.explanations(data, language),
        discussion.commendations(data, language),
        closing.outreach(data, language),
        closing.motions(data, language),
        closing.annex(data, language, digest),
    )


def _facts(data: PacketData, language: str, digest: str, draft: bool) -> tuple[tuple[str, str], ...]:
    meeting = data.cover.meeting
    planned = _("not planned yet")
    facts = [
        (_("Meeting"), meeting.title if meeting else planned),
        (_("Time"), show_time(meeting.held_at, language) if meeting else planned),
        (_("Place"), meeting.place if meeting else planned),
        (_("Chair"), meeting.chair if meeting else planned),
        (_("As of"), show_time(data.as_of, language)),
        (_("State"), _("draft") if draft else _("sealed")),
        ("SHA-256", digest),
    ]
    if data.demonstration:
        facts.append((_("Remark"), _("Demonstration data: every figure is invented.")))
    return tuple(facts)
