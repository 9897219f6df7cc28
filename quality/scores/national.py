"""The national quality guideline of 2023: seven indicators, and the badge that they earn.

A dataset passes an indicator only if every distribution does; one failing distribution fails it; what is unknown
neither passes nor fails. The official thresholds of the badges are not public in what the project holds, so the table
is an argument, and an office edits it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from quality.scores.facts import DatasetFacts

INDICATORS = ("link", "download", "structured", "encoding", "fields", "timely", "feedback")
"""In the guideline's order, 1 to 7."""
PLATFORM = {
    "linkable": "link",
    "downloadable": "download",
    "structure": "structured",
    "encoding_match": "encoding",
    "desc_match": "fields",
}
"""The platform's quality API, whose values are "1" and "0"; its `csv` has no counterpart here."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge and the indicators (1-7) that it needs; better ones stand later in the table."""

    code: str
    needs: frozenset[int]


BADGES = (
    Badge("bronze", frozenset({1, 2})),
    Badge("silver", frozenset({1, 2, 3})),
    Badge("gold", frozenset({1, 2, 3, 4, 5})),
    Badge("platinum", frozenset({1, 2, 3, 4, 5, 6})),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `failing` and `unknown`: positions of the distributions that keep it from passing."""

    number: int
    code: str
    passed: bool | None
    failing: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """The badge earned (None: not even the first), and what stands between it and the next."""

    indicators: tuple[Indicator, ...]
    badge: Badge | None
    next_badge: Badge | None
    to_mend: tuple[Indicator, ...]


def indicators(facts: DatasetFacts) -> tuple[Indicator, ...]:
    """All seven."""
    of_files = [
        [file.link_works for file in facts.files],
        [file.downloads for file in facts.files],
        [file.structured for file in facts.files],
        [file.encoding_matches for file in facts.files],
        [file.fields_present for file in facts.files],
    ]
    found = [_of_files(number, values) for number, values in enumerate(of_files, 1)]
    return (*found, Indicator(6, "timely", facts.timely), Indicator(7, "feedback", facts.feedback_in_time))


def _of_files(number: int, values: Sequence[bool | None]) -> Indicator:
    failing = tuple(i for i, value in enumerate(values) if value is False)
    unknown = tuple(i for i, value in enumerate(values) if value is None)
    passed = False if failing else None if unknown or not values else True
    return Indicator(number, INDICATORS[number - 1], passed, failing, unknown)


def grade(facts: DatasetFacts, table: Sequence[Badge] = BADGES) -> Grade:
    """The best badge whose indicators all pass, and the next better one with what it still asks."""
    found = indicators(facts)
    passed = {indicator.number for indicator in found if indicator.passed}
    earned = [index for index, badge in enumerate(table) if badge.needs <= passed]
    best = earned[-1] if earned else -1
    after = table[best + 1] if best + 1 < len(table) else None
    missing = tuple(i for i in found if after and i.number in after.needs and not i.passed)
    return Grade(found, table[best] if earned else None, after, missing)


def differences(own: Iterable[Indicator], platform: Mapping[str, bool]) -> list[tuple[Indicator, bool]]:
    """Indicators on which the platform's own result (by our codes) differs; unknown is no difference."""
    return [
        (indicator, platform[indicator.code])
        for indicator in own
        if indicator.code in platform
        and indicator.passed is not None
        and indicator.passed is not platform[indicator.code]
    ]


def from_platform(row: Mapping[str, object]) -> dict[str, bool]:
    """A row of the platform's quality API by our codes; blank values are left out."""
    return {code: str(row[key]) == "1" for key, code in PLATFORM.items() if str(row.get(key, "")) in ("0", "1")}
