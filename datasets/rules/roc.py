"""Dates as people here write them: 民國 (ROC) or ISO, full or half width; ROC year 115 is 2026.

A year of up to three digits is a ROC year, one of four digits is a common one, and nothing is guessed beyond that.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from datasets.rules.days import TAIPEI
from datasets.rules.refusal import Refusal

ROC_OFFSET = 1911
FIRST, LAST = 1912, 2200
"""Years that are believed: from the first of the Republic on; beyond the second it is a slip of the keyboard."""

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_ERA = re.compile(r"^(?:中華民國|民國|民|ROC|R\.O\.C\.)", re.IGNORECASE)
_PARTED = re.compile(r"^(\d{1,4}|元)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")
_SOLID = re.compile(r"^(\d{2,4})(\d{2})(\d{2})$")
_TIME = re.compile(
    r"[T\s]*(上午|下午)?\s*(\d{1,2})[:時](\d{2})(?:[:分](\d{2})(?:\.(\d+))?)?[分秒]?\s*(Z|[+ -]\d{2}:?\d{2})?$"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What was written: a Taipei date, or a date and a time. `at` takes a bare date as 00:00 in Taipei."""

    at: datetime
    date_only: bool

    @property
    def day(self) -> date:
        return self.at.astimezone(TAIPEI).date()


def parse(text: str) -> Stamp:
    """Read `115/04/07`, `1150407`, `民國115年4月7日`, `2026-04-07`, `2026/4/7`, each with an optional time.

    Raises Refusal with code `empty`, `unreadable`, `no_such_day`, `no_such_time` or `year_out_of_range`.
    """
    clean = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).strip()
    if not clean:
        raise Refusal("empty", "Write a date, such as 115/04/07 or 2026-04-07.")
    if found := _TIME.search(clean):
        day = _day(clean[: found.start()].strip(), text)
        return Stamp(_moment(day, found, text), date_only=False)
    return Stamp(datetime.combine(_day(clean, text), time.min, TAIPEI), date_only=True)


def parse_day(text: str) -> date:
    """Like `parse`, for places where a time has no meaning; a time is ignored."""
    return parse(text).day


def format_long(day: date) -> str:
    """115年4月7日, as official papers write it; a year before the Republic stays in ISO."""
    return f"{day.year - ROC_OFFSET}年{day.month}月{day.day}日" if day.year > ROC_OFFSET else day.isoformat()


def format_short(day: date) -> str:
    """115/04/07, as tables write it."""
    roc = day.year - ROC_OFFSET
    return f"{roc}/{day.month:02}/{day.day:02}" if roc > 0 else day.isoformat()


def _day(clean: str, text: str) -> date:
    bare = _ERA.sub("", clean).strip()
    found = _PARTED.match(bare) or _SOLID.match(bare)
    if found is None:
        raise Refusal("unreadable", "“%(text)s” is no date: write 115/04/07 or 2026-04-07.", {"text": text.strip()})
    year = _year(found[1], era=bare != clean, text=text)
    try:
        return date(year, int(found[2]), int(found[3]))
    except ValueError:
        raise Refusal("no_such_day", "“%(text)s” is a day that does not exist.", {"text": text.strip()}) from None


def _year(digits: str, *, era: bool, text: str) -> int:
    number = 1 if digits == "元" else int(digits)
    year = number if len(digits) == 4 and not era else number + ROC_OFFSET
    if FIRST <= year <= LAST:
        return year
    raise Refusal(
        "year_out_of_range",
        "The year of “%(text)s” cannot be meant: write the ROC year (115) or the common one (2026).",
        {"text": text.strip()},
    )


def _moment(day: date, found: re.Match[str], text: str) -> datetime:
    half, fraction, zone = found[1], found[5] or "", found[6]
    hour = int(found[2]) % 12 + (12 if half == "下午" else 0) if half else int(found[2])
    try:
        clock = time(hour, int(found[3]), int(found[4] or 0), int(fraction[:6].ljust(6, "0")))
    except ValueError:
        raise Refusal(
            "no_such_time", "The time in “%(text)s” does not exist: write 14:30.", {"text": text.strip()}
        ) from None
    return datetime.combine(day, clock, _zone(zone) if zone else TAIPEI).astimezone(TAIPEI)


def _zone(text: str) -> tzinfo:
    """In an address a plus that nobody escaped reads as a space."""
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=min(hours, 23), minutes=min(minutes, 59))
    return timezone(-offset if text[0] == "-" else offset)
