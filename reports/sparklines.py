"""A trend the size of a word, beside a number: the line, its target, its last point. For shares; a gap stays a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT, EDGE = 120, 32, 4
LEAST_SPAN = Fraction(1, 10)
"""Less than ten points between lowest and highest would draw noise as a cliff."""


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`runs`: unbroken stretches as points of a polyline; `last`: where the last value stands; `target`: its height."""

    title: str
    runs: Sequence[str]
    last: tuple[str, str] | None
    target: str | None


def sparkline(title: str, values: Sequence[Fraction | None], target: Fraction | None = None) -> Sparkline:
    """In a box of 120 by 32. `title` says the trend in words: a picture alone tells nobody who cannot see it."""
    known = [value for value in (*values, target) if value is not None]
    high = max(known, default=Fraction(1))
    low = max(Fraction(0), min(min(known, default=Fraction(0)), high - LEAST_SPAN))
    spots = [None if v is None else (_across(i, len(values)), _down(v, low, high)) for i, v in enumerate(values)]
    last = next((spot for spot in reversed(spots) if spot), None)
    return Sparkline(title, _runs(spots), last, None if target is None else _down(target, low, high))


def _across(place: int, number: int) -> str:
    return f"{EDGE + place * (WIDTH - 2 * EDGE) / max(number - 1, 1):.1f}"


def _down(value: Fraction, low: Fraction, high: Fraction) -> str:
    share = (high - value) / (high - low) if high > low else Fraction(1, 2)
    return f"{EDGE + float(share) * (HEIGHT - 2 * EDGE):.1f}"


def _runs(spots: Sequence[tuple[str, str] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for spot in spots:
        if spot is None:
            runs.append([])
        else:
            runs[-1].append(",".join(spot))
    return [" ".join(run) for run in runs if len(run) > 1]
