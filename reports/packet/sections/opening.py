"""壹 agenda and page of figures, 貳 former resolutions, 參 what is open."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.packet.data import Count, DatasetEvent, PacketData
from reports.packet.paper import Column, Paragraph, Section, Table, Value
from reports.packet.sections import codes


def agenda(data: PacketData, language: str, headings: Iterable[str]) -> Section:
    figures = Table(
        _("Figures of the quarter"),
        (
            Column(_("Indicator"), width=4),
            Column(_("Target"), width=2),
            Column(_("This quarter"), "percent"),
            Column(_("Year to date"), "percent"),
            Column(_("Change (points)"), "points", 3),
            Column(_("Result"), width=2),
        ),
        tuple(codes.figure_row(one) for one in data.cover.figures),
    )
    items = Table(
        _("Agenda"),
        (Column(_("No."), "integer", 1), Column(_("Item"), width=9)),
        tuple(enumerate(headings, 1)),
    )
    return Section(1, _("Cover, agenda and figures"), (figures, items))


def resolutions(data: PacketData, language: str) -> Section:
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (one.number, one.text, codes.name(one.owner, language), one.due, one.progress, str(codes.ADVICE[one.advice]))
        for one in data.resolutions
    )
    columns = (
        Column(_("No."), width=2),
        Column(_("Resolution"), width=6),
        Column(_("Responsible unit"), width=3),
        Column(_("Due date"), "date", 3),
        Column(_("What was done"), width=6),
        Column(_("Advice"), width=2),
    )
    table = Table(_("Resolutions and what was done"), columns, rows)
    note = Paragraph(_("A resolution that is not taken off the list by the group is carried over to the next meeting."))
    return Section(2, _("What became of the former meeting's resolutions"), (note, table), wide=True)


def open_state(data: PacketData, language: str) -> Section:
    state = data.open_state
    decisions = [(codes.standing(one.key), one.count) for one in state.by_decision]
    changes = tuple(
        (
            codes.dataset(one.dataset, language),
            codes.name(one.unit, language),
            codes.openness(one.before),
            codes.openness(one.after),
            one.on,
            one.reason,
        )
        for one in state.changes
    )
    change_columns = (
        Column(_("Dataset"), width=5),
        Column(pgettext("packet", "Unit"), width=3),
        Column(_("Before"), width=2),
        Column(_("After"), width=2),
        Column(_("Date"), "date", 3),
        Column(_("Reason"), width=5),
    )
    blocks = (
        _counts(_("By decision"), _("Openness decision"), decisions),
        _events(_("New in this quarter"), state.new, language),
        _events(_("Withdrawn in this quarter"), state.withdrawn, language),
        _counts(_("By format"), _("Format"), _named(state.by_format)),
        _counts(_("By quality badge"), _("Badge"), _named(state.by_badge)),
        _counts(
            _("By service category"), _("Category"), [(codes.theme(one.key), one.count) for one in state.by_category]
        ),
        Table(_("Changes of decision in this quarter"), change_columns, changes),
    )
    return Section(3, _("What is open"), blocks)


def _named(counts: tuple[Count, ...]) -> list[tuple[str, int]]:
    return [(one.key or _("not given"), one.count) for one in counts]


def _counts(caption: str, title: str, rows: list[tuple[str, int]]) -> Table:
    """Counts with their sum. Datasets of several formats count under each: such a table has no sum line of its own."""
    return Table(caption, (Column(title, width=6), Column(_("Datasets"), "integer", 2)), tuple(rows))


def _events(caption: str, events: tuple[DatasetEvent, ...], language: str) -> Table:
    columns = (
        Column(_("Dataset"), width=6),
        Column(pgettext("packet", "Unit"), width=3),
        Column(_("Date"), "date", 3),
        Column(_("Reason"), width=4),
    )
    rows = tuple(
        (codes.dataset(one.dataset, language), codes.name(one.unit, language), one.on, one.reason) for one in events
    )
    return Table(caption, columns, rows)
