"""What was reached: the agency's year and each unit's, quarter by quarter, against the targets in force then."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.annual.data import AnnualData, Cell, Line
from reports.packet.paper import Column, Paragraph, Section, Table
from reports.packet.sections import codes
from reports.packet.words import show_percent, show_period


def _columns(first: Column, data: AnnualData, language: str) -> tuple[Column, ...]:
    """A column a quarter that has ended, then the year."""
    quarters = (Column(show_period(code, language), width=3) for code, _closed in data.quarters)
    return first, *quarters, Column(_("Year") if len(data.quarters) == 4 else _("Year to date"), width=3)


def _cells(line: Line) -> Iterator[str]:
    yield from (_cell(one) for one in (*line.quarters, line.year))


def _cell(one: Cell) -> str:
    """A rate with its numbers, the target in force then, and what came of it: a line each."""
    if one.ratio.value is None:
        return _("no items")
    numbers = f"{show_percent(one.ratio.value)} ({one.ratio.numerator}/{one.ratio.denominator})"
    target = _("target %(target)s") % {"target": codes.target(one.target)}
    return f"{numbers}\n{target}\n{codes.met(one.met)}"


def _kpi(kpi: str) -> str:
    """A packet tells of reviews a quarter later, when they are decided."""
    beside = _("(items of the quarter before)")
    return f"{codes.kpi(kpi)}\n{beside}" if kpi == "reviews_done" else codes.kpi(kpi)


def agency(data: AnnualData, language: str) -> Section:
    table = Table(
        _("The agency's year"),
        _columns(Column(_("Indicator"), width=3), data, language),
        tuple((_kpi(one.kpi), *_cells(one)) for one in data.lines),
    )
    states = (
        _("%(quarter)s: closed") % {"quarter": show_period(code, language)}
        if closed
        else _("%(quarter)s: not closed, does not count yet") % {"quarter": show_period(code, language)}
        for code, closed in data.quarters
    )
    note = _("Each figure stands against the target that was in force on its period's last day.")
    return Section(1, _("Targets and how far they were met"), (Paragraph("\n".join((*states, note))), table), wide=True)


def units(data: AnnualData, language: str) -> Section:
    tables = (
        Table(
            codes.kpi(line.kpi),
            _columns(Column(pgettext("packet", "Unit"), width=3), data, language),
            tuple(
                (codes.name(one.unit, language), *_cells(own))
                for one in data.units
                for own in one.lines
                if own.kpi == line.kpi
            ),
        )
        for line in data.lines
    )
    note = Paragraph(
        _("A unit's figure is of its own rows and those of the units below it. Units without items are left out.")
    )
    return Section(2, _("Each unit's year"), (note, *tables), wide=True)
