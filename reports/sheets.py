"""The dashboard's and a figure's tables with typed cells, for spreadsheets."""

from collections.abc import Iterable, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from datasets.punctuation import notes
from reports.dashboards import UnitLine
from reports.kpis.figure import Told
from reports.models import Kpi
from reports.outlook import Outlook
from reports.packet.paper import Column, Table, Value
from reports.rows import Line
from reports.words import spoken_period


def figures_table(agency: Sequence[Told], lines: Iterable[UnitLine], whose: str) -> Table:
    """One row a figure: of what was asked first, then of every unit."""
    named = [("", whose, figure) for figure in agency]
    named += [(line.code, line.name, tile.figure) for line in lines for tile in line.tiles]
    columns = (
        Column(_("Unit code")), Column(_("Unit"), width=4), Column(_("Indicator"), width=3),
        Column(_("Numerator"), "integer"), Column(_("Denominator"), "integer"), Column(_("Rate"), "percent"),
        Column(_("Target"), "percent"), Column(_("Target met"), "yesno"), Column(_("Pending"), "integer"),
        Column(_("Not counted"), "integer"),
    )  # fmt: skip
    return Table(_("Units against the targets"), columns, tuple(_figure(*one) for one in named))


def _figure(code: str, name: str, figure: Told) -> tuple[Value, ...]:
    return (
        code, name, str(capfirst(Kpi(figure.kpi).label)), figure.numerator, figure.denominator, figure.ratio.value,
        figure.target, figure.met, figure.pending, figure.aside,
    )  # fmt: skip


def outlook_table(outlooks: Iterable[Outlook]) -> Table:
    columns = (
        Column(_("Indicator"), width=3), Column(_("Target"), "percent"), Column(_("Reached"), "integer"),
        Column(_("Known"), "integer"), Column(_("Waiting"), "integer"), Column(_("Ahead"), "integer"),
        Column(_("At worst"), "percent"), Column(_("As so far"), "percent"), Column(_("At best"), "percent"),
        Column(_("Needed"), "integer"), Column(_("Outlook"), width=8),
    )  # fmt: skip
    return Table(_("What the year can still become"), columns, tuple(_outlook(one) for one in outlooks))


def _outlook(one: Outlook) -> tuple[Value, ...]:
    told = one.forecast
    if told is None:
        ratio = one.figure.ratio
        numbers: tuple[Value, ...] = (ratio.numerator, ratio.denominator, "", "", "", "", "", "")
    else:
        bounds = (told.worst.value, told.likely, told.best.value)
        numbers = (told.known.numerator, told.known.denominator, told.pending, told.ahead, *bounds, told.needed)
    return (one.label, one.figure.target, *numbers, one.sentence)


def heat_table(title: str, figures: Sequence[Told], rows: Iterable[tuple[str, Sequence[Told]]]) -> Table:
    """Unit × period, the shares as numbers."""
    columns = (Column(_("Unit"), width=4), *(Column(spoken_period(one.period), "percent") for one in figures))
    return Table(title, columns, tuple((name, *(figure.ratio.value for figure in own)) for name, own in rows))


def rows_table(title: str, lines: Iterable[Line]) -> Table:
    columns = (
        Column(_("List"), width=3), Column(_("Subject"), width=8), Column(_("Identifier")), Column(_("Unit"), width=3),
        Column(_("Date"), "date"), Column(_("Deadline"), "date"), Column(_("State"), width=3),
        Column(_("Remarks"), width=6),
    )  # fmt: skip
    return Table(
        title,
        columns,
        tuple(map(_row, lines)),
    )


def _row(one: Line) -> tuple[Value, ...]:
    words = (str(one.word), notes(one.remarks))
    return (one.group, one.subject, one.identifier, one.unit, one.day, one.deadline, *words)
