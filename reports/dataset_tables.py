"""A dataset's page as tables, for whoever takes it along; what concerns persons is not among them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from datasets.dues import Due
from datasets.fields import shown_day
from datasets.models import Dataset, UsageSource
from datasets.rules.days import taipei_day
from datasets.tables import Column, Table, Value
from datasets.templatetags.dates import spoken_month
from datasets.templatetags.due import STATES, claimed, period
from datasets.templatetags.terms import frequency, grounds, theme
from datasets.usage import MonthRow
from reports.files import FileRow
from reports.history import Entry
from reports.templatetags.files import LINKS, verdict


def dataset_tables(
    row: Dataset, files: Sequence[FileRow], owed: Sequence[Due], months: Sequence[MonthRow], told: Sequence[Entry]
) -> list[Table]:
    return [_facts(row), _files(files), _updates(owed), _uses(months), _history(told)]


def _facts(row: Any) -> Table:
    """`row` bears what `past.known_then` or `catalogue.with_decision` adds. What is empty is left out."""
    said = (
        (_("Identifier"), row.identifier),
        (_("Title"), str(row)),
        (_("Unit"), str(row.unit)),
        (_("Decision"), str(row.get_openness_display())),
        (_("State"), str(row.get_lifecycle_display())),
        (_("Ground for not opening"), grounds(row.grounds)),
        (_("Review by"), shown_day(row.review_by) if row.review_by else ""),
        (_("Service category"), theme(row.theme) if row.theme else ""),
        (_("Update frequency"), frequency(row.frequency)),
        (_("Licence"), row.license),
        (_("Published"), _day(row.issued)),
        (_("Description changed"), _day(row.metadata_modified)),
        (_("Quality badge"), row.platform_badge),
        (_("Description"), row.description),
    )
    rows = tuple((name, text) for name, text in said if text)
    return Table(_("At a glance"), (Column(_("What"), width=3), Column(_("Value"), width=8)), rows)


def _files(files: Sequence[FileRow]) -> Table:
    columns = (
        Column(_("File"), width=4), Column(_("Format")), Column(_("Size in bytes"), "integer"),
        Column(_("Rows"), "integer"), Column(_("Link")), Column(_("Machine readable"), "yesno"),
        Column(_("What the last check saw"), width=6),
    )  # fmt: skip
    return Table(_("Files"), columns, tuple(map(_file, files)))


def _file(one: FileRow) -> tuple[Value, ...]:
    seen = one.observation
    found = (seen.bytes, seen.rows) if seen else (None, None)
    said = (str(LINKS[one.link_state][1]), seen.machine_readable if seen else None, strip_tags(verdict(one)))
    return (str(one.distribution), one.distribution.format, *found, *said)


def _updates(owed: Sequence[Due]) -> Table:
    columns = (
        Column(_("Period"), width=3), Column(_("Due"), "date"), Column(_("Deadline"), "date"),
        Column(_("Data updated on")), Column(_("State")),
    )  # fmt: skip
    rows = tuple(
        (period(one.row), one.row.due, one.outcome.deadline, claimed(one.standing) if one.standing else "",
         str(STATES[one.outcome.state][1]))
        for one in owed
    )  # fmt: skip
    return Table(_("Updates"), columns, rows)


def _uses(months: Sequence[MonthRow]) -> Table:
    columns = (
        Column(_("Month")), Column(_("Source"), width=3), Column(_("Views"), "decimal"),
        Column(_("Downloads"), "decimal"),
    )  # fmt: skip
    rows = tuple(
        (spoken_month(one.month), str(UsageSource(one.source).label), one.uses.views, one.uses.downloads)
        for one in months
    )
    return Table(_("Use"), columns, rows)


def _history(told: Sequence[Entry]) -> Table:
    columns = (Column(_("Recorded"), "datetime"), Column(_("What"), width=5), Column(_("Remark"), width=5))
    return Table(_("History"), columns, tuple((one.recorded_at, one.title, one.text) for one in told))


def _day(moment: datetime | None) -> str:
    return shown_day(taipei_day(moment)) if moment else ""
