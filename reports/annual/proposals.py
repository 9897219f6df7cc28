"""What is asked of the meeting: who is commended, with the arithmetic, and who must explain itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.annual.data import AnnualData, Cell, UnitYear
from reports.packet.paper import Block, Column, Paragraph, Section, Table
from reports.packet.sections import codes
from reports.packet.words import show_percent, show_period


@dataclass(frozen=True, slots=True)
class Put:
    """Before which meeting the year was put, and what was decided: (rule, unit's key, decision, reason, due)."""

    meeting: str
    held_at: datetime
    decided: tuple[tuple[str, str, str, str, date | None], ...]


def commendations(data: AnnualData, put: Put | None, language: str) -> Section:
    rule = Paragraph(
        _("Commended: every target met in all closed quarters of the year, with items of its own.")
        + "\n"
        + _("Quarters that count: %(quarters)s.") % {"quarters": _closed(data, language)}
    )
    proposals = Table(
        _("Units proposed for commendation"),
        (
            Column(pgettext("packet", "Unit"), width=4),
            Column(_("Reckoning"), width=5),
            Column(pgettext("review", "Decision"), width=3),
            Column(_("Reason"), width=4),
        ),
        tuple(
            (codes.name(one.unit, language), _reckoning(one), *_decision(put, "commendation", one.key)[:2])
            for one in data.commended
        ),
    )
    return Section(
        3, _("Proposals for commendation"), (rule, proposals, _arithmetic(data, language), _others(data, language))
    )


def _closed(data: AnnualData, language: str) -> str:
    return "、".join(show_period(code, language) for code, closed in data.quarters if closed) or _("none")


def _counted(data: AnnualData, unit: UnitYear) -> Iterator[tuple[str, str, Cell]]:
    """Quarter, KPI and figure of what counts: closed quarters, with items."""
    for place, (code, closed) in enumerate(data.quarters):
        for line in unit.lines:
            if closed and line.quarters[place].ratio.denominator:
                yield code, line.kpi, line.quarters[place]


def _reckoning(unit: UnitYear) -> str:
    figures = [cell for line in unit.lines for cell in line.quarters if cell.ratio.denominator]
    met = sum(cell.met is True for cell in figures)
    return _("%(met)s of %(all)s figures met their target, none that counts missed it") % {
        "met": met,
        "all": len(figures),
    }


def _arithmetic(data: AnnualData, language: str) -> Table:
    """Every figure behind a proposal, with the integers that decide."""
    return Table(
        _("The arithmetic of each proposal"),
        (
            Column(pgettext("packet", "Unit"), width=4),
            Column(_("Quarter"), width=3),
            Column(_("Indicator"), width=3),
            Column(_("Numerator"), "integer", 2),
            Column(_("Denominator"), "integer", 2),
            Column(_("Rate"), "percent", 2),
            Column(_("Target"), width=2),
            Column(_("Result"), width=2),
        ),
        tuple(
            (codes.name(unit.unit, language), show_period(code, language), codes.kpi(kpi),
             one.ratio.numerator, one.ratio.denominator, one.ratio.value, codes.target(one.target), codes.met(one.met))
            for unit in data.commended
            for code, kpi, one in _counted(data, unit)
        ),
    )  # fmt: skip


def _others(data: AnnualData, language: str) -> Table:
    """Why the rest is not proposed."""
    return Table(
        _("Units not proposed, and why"),
        (Column(pgettext("packet", "Unit"), width=4), Column(_("Below a target in closed quarters"), width=8)),
        tuple(
            (codes.name(one.unit, language), _missed(one.missed, language)) for one in data.units if not one.commended
        ),
    )


def _missed(missed: Sequence[tuple[str, str]], language: str) -> str:
    if not missed:
        return _("no closed quarter with items yet")
    return "\n".join(f"{show_period(code, language)} {codes.kpi(kpi)}" for code, kpi in missed)


def explanations(data: AnnualData, put: Put | None, language: str) -> Section:
    told = Table(
        _("Units below a target"),
        (
            Column(pgettext("packet", "Unit"), width=3),
            Column(_("Quarter"), width=3),
            Column(_("Indicator"), width=2),
            Column(_("Rate"), width=3),
            Column(_("Target"), width=2),
            Column(_("The unit's explanation"), width=8),
            Column(_("Handed in"), "date", 3),
        ),
        tuple(
            (codes.name(one.unit, language), show_period(one.quarter, language), codes.kpi(one.kpi),
             f"{show_percent(one.ratio.value or Fraction(0))} ({one.ratio.numerator}/{one.ratio.denominator})",
             codes.target(one.target), one.text or _("not handed in yet"), one.written)
            for one in data.explanations
        ),
    )  # fmt: skip
    blocks: list[Block] = [told]
    if put:
        blocks.append(_settled(data, put, language))
    return Section(4, _("Explanations of units below a target"), tuple(blocks), wide=True)


def _settled(data: AnnualData, put: Put, language: str) -> Table:
    units = {one.key: one.unit for one in data.explanations}
    return Table(
        _("Decisions on the explanations"),
        (
            Column(pgettext("packet", "Unit"), width=4),
            Column(pgettext("review", "Decision"), width=4),
            Column(_("Reason"), width=5),
            Column(_("Due date"), "date", 3),
        ),
        tuple((codes.name(unit, language), *_decision(put, "explanation", key)) for key, unit in units.items()),
    )


def _decision(put: Put | None, rule: str, key: str) -> tuple[str, str, date | None]:
    """Decision, reason and due date; what awaits a decision says so."""
    rows: Iterable[tuple[str, str, str, str, date | None]] = put.decided if put else ()
    found = next((row for row in rows if row[:2] == (rule, key)), None)
    return (found[2], found[3], found[4]) if found else (_("awaits a decision"), "", None)
