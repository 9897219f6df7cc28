"""The annual review laid out: what its page, its ODT and its PDF all say."""

from collections.abc import Iterator
from datetime import UTC, date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.annual import figures, proposals
from reports.annual.data import AnnualData
from reports.annual.proposals import Put
from reports.packet.letterhead import Letterhead
from reports.packet.paper import Column, Paper, Paragraph, Section, Table
from reports.packet.sections import codes
from reports.packet.words import show_date, show_period, show_time


def lay_out(data: AnnualData, language: str, put: Put | None, letterhead: Letterhead | None = None) -> Paper:
    """In one language; a year that was not put before a meeting is marked as a draft."""
    with translation.override(language):
        sections = (
            figures.agency(data, language),
            figures.units(data, language),
            proposals.commendations(data, put, language),
            proposals.explanations(data, put, language),
            _restated(data, language),
            _annex(data, language),
        )
        return Paper(
            language=language,
            title=_("Annual open data review, %(year)s") % {"year": show_period(str(data.year), language)},
            agency=data.agency.of(language),
            subject=_("Papers for the open data advisory group"),
            facts=tuple(_facts(data, language, put)),
            sections=sections,
            written=data.as_of.astimezone(UTC),
            watermark="" if put else _("DRAFT"),
            letterhead=letterhead,
        )


def _facts(data: AnnualData, language: str, put: Put | None) -> Iterator[tuple[str, str]]:
    yield _("Meeting"), put.meeting if put else _("not put before a meeting yet")
    if put:
        yield _("Time"), show_time(put.held_at, language)
    yield _("As of"), show_time(data.as_of, language)
    yield _("State"), _("frozen at that moment") if put else _("draft")
    yield _("Head of the chain of facts"), data.head
    if data.demonstration:
        yield _("Remark"), _("Demonstration data: every figure is invented.")


def _restated(data: AnnualData, language: str) -> Section:
    note = Paragraph(
        _("Figures that a closing recorded or a sealed packet printed, and that later facts tell otherwise.")
    )
    table = Table(
        _("Restated figures"),
        (
            Column(_("Period"), width=2),
            Column(_("Indicator"), width=3),
            Column(pgettext("packet", "Unit"), width=3),
            Column(_("Said before"), width=4),
            Column(_("As known now"), width=2),
            Column(_("Facts that moved it"), width=3),
        ),
        tuple(
            (
                show_period(one.period, language),
                codes.kpi(one.kpi),
                codes.name(one.unit, language) or _("Whole agency"),
                f"{one.printed.numerator}/{one.printed.denominator} "
                + (_("(sealed packet)") if one.sealed else _("(closing)")),
                f"{one.now.numerator}/{one.now.denominator}",
                "、".join(str(position) for position in one.facts) or _("time alone"),
            )
            for one in data.restated
        ),
    )
    return Section(5, _("Restated figures of the year"), (note, table), wide=True)


def _annex(data: AnnualData, language: str) -> Section:
    source = Table(
        _("Source of the figures"),
        (Column(_("What"), width=3), Column(_("Value"), width=7)),
        (
            (_("As of"), show_time(data.as_of, language)),
            (_("Facts up to position"), str(data.position)),
            (_("Head of the chain of facts"), data.head),
        ),
    )
    targets = Table(
        _("Targets in force at the year's end"),
        (Column(_("Indicator"), width=3), Column(_("Target"), width=2), Column(_("Since"), width=4)),
        tuple(
            (
                codes.kpi(one.kpi),
                codes.target(one.share),
                show_date(one.since, language) if one.since else _("the strategy itself"),
            )
            for one in data.targets
        ),
    )
    return Section(6, _("Annexes"), (source, targets))


def _since(day: date | None, language: str) -> str:
    return show_date(day, language) if day else _("the strategy itself")
