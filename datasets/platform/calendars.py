"""行政機關辦公日曆 as published: 西元日期,星期,是否放假,備註; 0 work, 2 off; a Saturday with 0 is worked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import BinaryIO

from datasets.platform.cells import parse_date
from datasets.platform.notices import Notice
from datasets.platform.reading import read_rows
from datasets.platform.rows import Columns, Row

COLUMNS = Columns(
    {"西元日期": "day", "日期": "day", "星期": "weekday", "是否放假": "off", "備註": "note"}, required=("day", "off")
)
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Day:
    off: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole years of a file, and remarks. A year with an error in it is not among them."""

    years: Mapping[int, Mapping[date, Day]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    @property
    def usable(self) -> bool:
        return bool(self.years) and not any(notice.severity == "error" for notice in self.notices)


def read_calendar(source: BinaryIO) -> Reading:
    """All days of one or more years. Any row in doubt is an error: a wrong holiday moves deadlines."""
    days: dict[date, Day] = {}
    rows: dict[date, int] = {}
    notices: list[Notice] = []
    for row in read_rows(source, COLUMNS):
        if isinstance(row, Notice):
            notices.append(row)
            continue
        found, errors = _day(row, rows)
        notices.extend((*row.notices, *errors))
        if found and not errors:
            days[found], rows[found] = Day(row["off"] == "2", row["note"]), row.number
    years = _by_year(days)
    notices.extend(_gaps(years))
    if not days and not notices:
        notices.append(Notice("no_days", severity="error"))
    return Reading(years, tuple(notices))


def _day(row: Row, rows: Mapping[date, int]) -> tuple[date | None, list[Notice]]:
    """The row's date, and what is wrong with the row."""
    day = parse_date(row["day"])
    if day is None:
        return None, [_error("bad_date", row, "西元日期", value=row["day"][:40])]
    errors = []
    if day in rows:
        errors.append(_error("day_twice", row, "西元日期", date=day.isoformat(), first=rows[day]))
    if row["off"] not in {"0", "2"}:
        errors.append(_error("bad_flag", row, "是否放假", value=row["off"][:40]))
    right = WEEKDAYS[day.weekday()]
    if row["weekday"] and row["weekday"].removeprefix("星期").removeprefix("週") != right:
        errors.append(_error("bad_weekday", row, "星期", value=row["weekday"][:10], date=day.isoformat(), right=right))
    return day, errors


def _by_year(days: Mapping[date, Day]) -> dict[int, dict[date, Day]]:
    years: dict[int, dict[date, Day]] = {}
    for day in sorted(days):
        years.setdefault(day.year, {})[day] = days[day]
    return years


def _gaps(years: Mapping[int, Mapping[date, Day]]) -> Iterable[Notice]:
    for year, days in years.items():
        whole = (date(year, 12, 31) - date(year, 1, 1)).days + 1
        missing = [d for n in range(whole) if (d := date(year, 1, 1) + timedelta(n)) not in days]
        if missing:
            values = {"year": year, "count": len(missing), "first": missing[0].isoformat()}
            yield Notice("days_missing", values=values, severity="error")


def _error(code: str, row: Row, column: str, **values: object) -> Notice:
    return Notice(code, row.number, column, values, "error")
