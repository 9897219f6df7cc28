"""The periods that figures are asked for: 2026-03, 2026Q3, 2026; or 115年3月, 115Q3, 115年."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from datasets.rules.days import end_of, taipei_day
from datasets.rules.periods import Period, months_from
from datasets.rules.refusal import Refusal
from datasets.rules.roc import FIRST, LAST, ROC_OFFSET

Kind = Literal["month", "quarter", "year"]

_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "year": 12}
_FORMS: dict[Kind, re.Pattern[str]] = {
    "month": re.compile(r"^(?:民國)?(\d{2,4})[-/年]?(\d{1,2})月?$"),
    "quarter": re.compile(r"^(?:民國)?(\d{2,4})年?-?(?:[Qq]|第)([1-4一二三四])季?$"),
    "year": re.compile(r"^(?:民國)?(\d{2,4})年?()$"),
}


@dataclass(frozen=True, slots=True, order=True)
class ReportPeriod:
    """A calendar month, quarter or year of Taipei; `number` is the month or quarter in it, 1 for a year."""

    year: int
    kind: Kind
    number: int = 1

    @property
    def days(self) -> Period:
        length = _MONTHS[self.kind]
        return months_from(date(self.year, (self.number - 1) * length + 1, 1), length)

    @property
    def start(self) -> date:
        return self.days.start

    @property
    def end(self) -> date:
        return self.days.end

    @property
    def last_moment(self) -> datetime:
        return end_of(self.end)

    @property
    def code(self) -> str:
        """2026-03, 2026Q3 or 2026: what `parse_period` reads back."""
        return {
            "month": f"{self.year}-{self.number:02}",
            "quarter": f"{self.year}Q{self.number}",
            "year": str(self.year),
        }[self.kind]

    def __str__(self) -> str:
        return self.code

    def __contains__(self, day: date) -> bool:
        return day in self.days

    def months(self) -> Iterator["ReportPeriod"]:
        length = _MONTHS[self.kind]
        first = (self.number - 1) * length + 1
        return (ReportPeriod(self.year, "month", n) for n in range(first, first + length))

    def quarters(self) -> Iterator["ReportPeriod"]:
        """The quarters that lie wholly inside; none in a month."""
        numbers = {"month": range(0), "quarter": range(self.number, self.number + 1), "year": range(1, 5)}[self.kind]
        return (ReportPeriod(self.year, "quarter", n) for n in numbers)

    def before(self) -> "ReportPeriod":
        return period_of(self.start - timedelta(days=1), self.kind)

    def after(self) -> "ReportPeriod":
        return period_of(self.end + timedelta(days=1), self.kind)

    def moment(self, as_of: datetime) -> datetime:
        """The period's end, or as-of if earlier."""
        return min(self.last_moment, as_of)


def period_of(day: date, kind: Kind) -> ReportPeriod:
    return ReportPeriod(day.year, kind, (day.month - 1) // _MONTHS[kind] + 1)


def latest_periods(last: ReportPeriod, count: int) -> list[ReportPeriod]:
    """`count` periods of the same kind, the oldest first, ending with `last`."""
    periods = [last]
    while len(periods) < count:
        periods.append(periods[-1].before())
    return periods[::-1]


def reported(kpi: str, quarter: ReportPeriod) -> ReportPeriod:
    """The quarter that a packet tells of: reviews are of the quarter before, whose items its packet had fixed."""
    return quarter.before() if kpi == "reviews_done" else quarter


def parse_period(text: str) -> ReportPeriod:
    """Read a period in ISO or ROC years; Refusal `bad_period` otherwise."""
    clean = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    for kind in ("quarter", "year", "month"):
        found = _FORMS[kind].match(clean)
        year = (int(found[1]) + (ROC_OFFSET if len(found[1]) < 4 else 0)) if found else 0
        number = _number(found[2]) if found else 0
        if FIRST <= year <= LAST and 1 <= number <= 12 // _MONTHS[kind]:
            return ReportPeriod(year, kind, number)
    raise Refusal("bad_period", "“%(text)s” is no period: write 2026-03, 2026Q3 or 2026.", {"text": text.strip()[:40]})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else "一二三四".find(text) + 1 if text else 1


def is_closed(period: ReportPeriod, deadlines: Iterable[date], as_of: datetime) -> bool:
    """A period closes when it has ended and every deadline of its rows has passed."""
    return taipei_day(as_of) > max([period.end, *deadlines])
