"""Meetings and what they resolved as tables, for whoever takes a page along."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from datasets.rules.days import taipei_day
from datasets.tables import Column, Table, Value
from reports.facts.meetings import is_late, is_released
from reports.meetings.agenda import Item
from reports.meetings.record import Record, Seat
from reports.models import Attendance, Meeting, Resolution


def meetings_table(rows: Iterable[Meeting]) -> Table:
    columns = (
        Column(_("Quarter")), Column(_("Meeting"), width=4), Column(_("Time"), "datetime", width=3),
        Column(_("Place"), width=4), Column(_("Chair"), width=3), Column(_("cancelled"), "yesno"),
    )  # fmt: skip
    told = tuple((one.quarter, one.title, one.held_at, one.place, one.chair, one.cancelled) for one in rows)
    return Table(_("Meetings"), columns, told)


def resolutions_table(rows: Iterable[Resolution], as_of: datetime) -> Table:
    """Of rows that came through `with_progress`, as they stand at as-of."""
    columns = (
        Column(_("No.")), Column(_("Resolution"), width=8), Column(_("Responsible unit"), width=3),
        Column(_("Due date"), "date"), Column(_("What was done"), width=6), Column(_("State")),
    )  # fmt: skip
    return Table(_("Resolutions"), columns, tuple(_resolution(row, as_of) for row in rows))


def _resolution(row: Resolution, as_of: datetime) -> tuple[Value, ...]:
    last = next(iter(row.progress.all()), None)
    _state, word = standing(row, as_of)
    return (row.number, row.text, str(row.owner or ""), row.due_on, last.text if last else "", word)


def standing(row: Resolution, as_of: datetime) -> tuple[str, str]:
    """(state of a badge, its words): off the list, on it, or on it with the due date over."""
    if is_released(row):
        return "good", _("off the list")
    return (
        ("warn", _("on the list, past the due date")) if is_late(row, taipei_day(as_of)) else ("info", _("on the list"))
    )


def meeting_tables(
    record: Record, items: Sequence[Item], resolutions: Iterable[Resolution], as_of: datetime
) -> list[Table]:
    """What the page of one meeting shows."""
    agenda = tuple((str(one.title), one.explanation) for one in items)
    return [
        meetings_table([record.meeting]),
        _members(record.seats),
        Table(_("Agenda"), (Column(_("Item"), width=5), Column(_("Remark"), width=5)), agenda),
        resolutions_table(resolutions, as_of),
    ]


def _members(seats: Iterable[Seat]) -> Table:
    columns = (
        Column(_("Full name"), width=4), Column(_("Invited"), "datetime"), Column(_("Answer")),
        Column(_("At the meeting")),
    )  # fmt: skip
    rows = tuple(
        (str(one.member), one.told.recorded_at if one.told else None, _said(one.answer), _said(one.seen))
        for one in seats
    )
    return Table(_("Members"), columns, rows)


def _said(fact: Attendance | None) -> str:
    return str(fact.get_kind_display()) if fact else ""
