"""The real office calendars of data/calendar, for tests of rules."""

import csv
from functools import cache
from pathlib import Path

from datasets.calendars import calendar_from
from datasets.rules.workdays import Calendar

FOLDER = Path(__file__).parent.parent / "data" / "calendar"


@cache
def office() -> Calendar:
    """The published years; the library's Taiwan calendar for the others."""
    return calendar_from({year: _days(year) for year in (2023, 2024, 2025, 2026)})


def _days(year: int) -> dict[str, list[object]]:
    with (FOLDER / f"office-calendar-{year}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row and row[0].isdecimal()]
    return {f"{d[:4]}-{d[4:6]}-{d[6:]}": [off == "2", note] for d, _weekday, off, note in rows}
