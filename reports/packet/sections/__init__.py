"""The packet's sixteen sections in the order of the meeting, laid out in one language (`lay_out`)."""

from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext as _

from reports.packet.canonical import canonical
from reports.packet.data import PacketData
from reports.packet.paper import Paper, Section
from reports.packet.public import SCHEMA as PUBLIC
from reports.packet.sections import closing, discussion, opening, performance, public
from reports.packet.words import show_quarter, show_time


@dataclass(frozen=True, slots=True)
class Seal:
    """Under which a packet is written: who asked, who confirmed; of a corrigendum its number and its reason.

    The public edition names nobody.
    """

    asked_by: str = ""
    confirmed_by: str = ""
    number: int = 0
    reason: str = ""


def lay_out(data: PacketData, language: str, *, seal: Seal | None = None, digest: str = "") -> Paper:
    """The packet as sections and tables; without a seal every page is marked. It is no part of the data hashed.

    `digest`: the record's SHA-256, where the caller has it already.
    """
    with translation.override(language):
        digest = digest or sha256(canonical(data)).hexdigest()
        sections = _sections(data, language, digest)
        headings = [_("Cover, agenda and figures"), *(one.heading for one in sections)]
        agency = data.agency.of(language)
        return Paper(
            language=language,
            title=_("Quarterly open data review, %(quarter)s") % {"quarter": show_quarter(data.quarter, language)},
            agency=agency,
            subject=_("Papers for the open data advisory group"),
            facts=_facts(data, language, digest, seal),
            sections=(opening.agenda(data, language, headings), *sections),
            written=data.as_of.astimezone(UTC),
            watermark="" if seal else _("DRAFT"),
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


def _facts(data: PacketData, language: str, digest: str, seal: Seal | None) -> tuple[tuple[str, str], ...]:
    meeting = data.cover.meeting
    planned = _("not planned yet")
    facts = [
        (_("Meeting"), meeting.title if meeting else planned),
        (_("Time"), show_time(meeting.held_at, language) if meeting else planned),
        (_("Place"), meeting.place if meeting else planned),
        *([] if meeting and not meeting.chair else [(_("Chair"), meeting.chair if meeting else planned)]),
        (_("As of"), show_time(data.as_of, language)),
        (_("State"), _sealed(seal) if seal else _("draft")),
        ("SHA-256", digest),
        (_("Head of the chain of facts"), data.annex.head),
    ]
    if data.schema == PUBLIC:
        facts.append((_("Edition"), _("public: without what units and officers wrote for the group")))
    if seal and seal.reason:
        facts.append((_("Corrigendum"), seal.reason))
    if data.demonstration:
        facts.append((_("Remark"), _("Demonstration data: every figure is invented.")))
    return tuple(facts)


def _sealed(seal: Seal) -> str:
    """Sealed, corrigendum no. 1; asked for by ..., confirmed by ..."""
    state = _("sealed, corrigendum no. %(number)s") % {"number": seal.number} if seal.number else _("sealed")
    if not seal.asked_by:
        return state
    names = {"state": state, "asked": seal.asked_by, "confirmed": seal.confirmed_by}
    return _("%(state)s; asked for by %(asked)s, confirmed by %(confirmed)s") % names
