"""Update frequencies: the national platform's words in and out, ISO 8601 and the EU frequency authority beside them.

What cannot be read is answered by a `Question`: the officer decides, the portal does not guess (data/README.md).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["every", "continuous", "irregular", "never"]
Unit = Literal["minute", "hour", "day", "week", "month", "year"]

EU_AUTHORITY = "http://publications.europa.eu/resource/authority/frequency/"

_WORDS: dict[Unit, str] = {"minute": "分", "hour": "時", "day": "日", "week": "週", "month": "月", "year": "年"}
_ISO: dict[Unit, str] = {
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}W",
    "month": "P{}M",
    "year": "P{}Y",
}
_EU: dict[tuple[int, Unit], str] = {
    (1, "minute"): "1MIN", (5, "minute"): "5MIN", (10, "minute"): "10MIN", (15, "minute"): "15MIN",
    (30, "minute"): "30MIN", (1, "hour"): "HOURLY", (2, "hour"): "BIHOURLY", (3, "hour"): "TRIHOURLY",
    (12, "hour"): "12HRS", (1, "day"): "DAILY", (1, "week"): "WEEKLY", (2, "week"): "BIWEEKLY", (1, "month"): "MONTHLY",
    (2, "month"): "BIMONTHLY", (3, "month"): "QUARTERLY", (4, "month"): "ANNUAL_3", (6, "month"): "ANNUAL_2",
    (1, "year"): "ANNUAL", (2, "year"): "BIENNIAL", (3, "year"): "TRIENNIAL", (4, "year"): "QUADRENNIAL",
    (5, "year"): "QUINQUENNIAL", (10, "year"): "DECENNIAL", (20, "year"): "BIDECENNIAL", (30, "year"): "TRIDECENNIAL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frequency:
    """dct:accrualPeriodicity. `n` and `unit` speak of kind "every" alone: every n units."""

    kind: Kind
    n: int = 1
    unit: Unit = "month"

    @property
    def is_asked(self) -> bool:
        """Whether it makes obligations: irregular and never do not."""
        return self.kind in {"every", "continuous"}

    @property
    def months(self) -> int | None:
        """The length of a period in months; None under a month, and where there is none."""
        if self.kind != "every" or self.unit not in {"month", "year"}:
            return None
        return self.n * (12 if self.unit == "year" else 1)

    @property
    def days(self) -> int:
        """Under a month: how many days old the data may be at the due date; at least one."""
        if self.kind != "every":
            return 1
        return {"day": self.n, "week": 7 * self.n}.get(self.unit, 1)

    @property
    def platform(self) -> str:
        """The national platform's wording."""
        words = {"irregular": "不定期更新", "never": "不更新", "continuous": "即時"}
        return words.get(self.kind) or f"每{self.n}{_WORDS[self.unit]}"

    @property
    def iso8601(self) -> str | None:
        """A duration such as P3M; None where there is no rhythm."""
        return _ISO[self.unit].format(self.n) if self.kind == "every" else None

    @property
    def eu_code(self) -> str:
        """The code in the EU's authority table; OTHER where it has none of this length."""
        codes = {"irregular": "IRREG", "never": "NEVER", "continuous": "UPDATE_CONT"}
        return codes.get(self.kind) or _EU.get((self.n, self.unit), "OTHER")

    @property
    def eu_uri(self) -> str:
        return EU_AUTHORITY + self.eu_code


@dataclass(frozen=True, slots=True)
class Question:
    """What could not be read, in a sentence (an English msgid), and the frequencies it may have meant."""

    text: str
    message: str
    choices: tuple[Frequency, ...] = ()


IRREGULAR, NEVER, CONTINUOUS = Frequency("irregular"), Frequency("never"), Frequency("continuous")

_FIXED = {
    "即時": CONTINUOUS, "即時更新": CONTINUOUS,
    "不定期": IRREGULAR, "不定期更新": IRREGULAR, "不定時": IRREGULAR, "不定時更新": IRREGULAR, "異動時更新": IRREGULAR,
    "不更新": NEVER, "不需更新": NEVER, "無": NEVER,
    "每季": Frequency("every", 3, "month"), "季": Frequency("every", 3, "month"),
    "每半年": Frequency("every", 6, "month"), "半年": Frequency("every", 6, "month"),
}  # fmt: skip
_UNITS: dict[str, Unit] = {
    "分": "minute", "分鐘": "minute", "時": "hour", "小時": "hour", "日": "day", "天": "day",
    "週": "week", "周": "week", "星期": "week", "月": "month", "個月": "month", "年": "year",
}  # fmt: skip
_UNIT = "分鐘|分|小時|時|日|天|週|周|星期|個月|月|年"
_NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", start=1)} | {"兩": 2}
_EVERY = re.compile(rf"^每?([0-9]+|[一二兩三四五六七八九十])?({_UNIT})(?:更新)?$")
_TIMES = re.compile(rf"^每({_UNIT})(?:更新)?([0-9]+|[一二兩三四五六七八九十])次$")
_SUBDIVIDED: dict[Unit, tuple[int, Unit]] = {"year": (12, "month"), "day": (24, "hour"), "hour": (60, "minute")}


@lru_cache(1000)
def parse(text: str) -> Frequency | Question:
    """Read the platform's wording in every form met in real lists.

    >>> parse("每3月").iso8601, parse("每年2次").eu_code, parse("不定期更新").platform
    ('P3M', 'ANNUAL_2', '不定期更新')
    """
    clean = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not clean:
        return Question(text, "No frequency is given: choose one.")
    if fixed := _FIXED.get(clean):
        return fixed
    if every := _EVERY.match(clean):
        return _every(text, _number(every[1]), _UNITS[every[2]])
    if times := _TIMES.match(clean):
        return _times(text, _UNITS[times[1]], _number(times[2]))
    return Question(text, "This frequency can be read in several ways: choose one.", _choices(clean))


def _number(text: str | None) -> int:
    if text is None:
        return 1
    return int(text) if text.isdecimal() else _NUMERALS[text]


def _every(text: str, n: int, unit: Unit) -> Frequency | Question:
    if not 1 <= n <= 999:
        return Question(text, "The number of this frequency cannot be meant: choose one.")
    frequency = Frequency("every", n, unit)
    if unit in {"day", "week"} and frequency.days > 31:
        months = max(round(frequency.days / 30), 1)
        return Question(
            text,
            "Periods of more than a month end with a calendar month: choose one.",
            (Frequency("every", months, "month"),),
        )
    return frequency


def _times(text: str, unit: Unit, times: int) -> Frequency | Question:
    """每年N次 is every 12/N months, likewise of a day and an hour; where N does not divide, the officer is asked."""
    if times == 1:
        return _every(text, 1, unit)
    whole, part = _SUBDIVIDED.get(unit, (0, unit))
    if times < 1 or whole == 0 or whole % times:
        return Question(text, "So many times do not divide evenly into calendar periods: choose one.")
    return Frequency("every", whole // times, part)


def _choices(clean: str) -> tuple[Frequency, ...]:
    """每月、年: each part that can be read by itself."""
    parts = [part for part in re.split("[、,;/或及]", clean.removeprefix("每")) if part]
    read = [parse(part) for part in parts] if len(parts) > 1 else []
    return tuple(part for part in read if isinstance(part, Frequency))
