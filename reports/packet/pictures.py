"""The trend of a KPI as a self-contained SVG for paper: a line by month against its target, with the values.

A month without items breaks the line; it is never drawn as zero.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import pairwise
from math import hypot

from reports.packet.paper import Picture
from reports.packet.words import show_percent

WIDTH, HEIGHT = 720, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 84, 26, 36
_HIGH = 14
"""What a value's box takes from top to bottom; a digit is 7 wide."""
_INK, _GRID, _LINE, _TARGET = "#1b1b1b", "#d0d4d9", "#1a4480", "#b50909"


def trend_picture(caption: str, alt: str, points: Sequence[tuple[str, Fraction | None]], target: Fraction) -> Picture:
    """`points`: month as shown, and share or None. The scale begins at a ten per cent step below the lowest value."""
    shares = [float(share) for _, share in points if share is not None] + [float(target)]
    low, high = int(min(shares) * 10 - 0.5) / 10, max(1.0, *shares)
    low = max(0.0, min(low, high - 0.2))

    def y(share: float) -> float:
        return _TOP + (high - share) / (high - low) * (HEIGHT - _TOP - _BOTTOM)

    def x(place: int) -> float:
        return _LEFT + 24 + place * (WIDTH - _LEFT - _RIGHT - 48) / max(1, len(points) - 1)

    marks = [*_scale(low, high, y), *_target(target, y)]
    step = -(-len(points) // 6)  # more labels than six would run into each other
    marks += [_text(x(place), HEIGHT - 12, month) for place, (month, _) in enumerate(points) if place % step == 0]
    drawn = [(x(place), y(float(share)), share) for place, (_, share) in enumerate(points) if share is not None]
    marks += [
        f'<polyline points="{" ".join(run)}" fill="none" stroke="{_LINE}" stroke-width="2.5"/>'
        for run in _runs(
            [None if share is None else f"{x(i):.1f},{y(float(share)):.1f}" for i, (_, share) in enumerate(points)]
        )
    ]
    lines = [_Line(one[:2], other[:2]) for one, other in pairwise(drawn)]
    lines.append(_Line((_LEFT, y(float(target))), (WIDTH - _RIGHT, y(float(target)))))
    for across, down, share in drawn:
        marks.append(f'<circle cx="{across:.1f}" cy="{down:.1f}" r="4" fill="{_LINE}"/>')
        marks.append(_value(across, down, show_percent(share), lines))
    return Picture(caption, _svg(marks, alt), alt)


@dataclass(frozen=True, slots=True)
class _Line:
    one: tuple[float, float]
    other: tuple[float, float]

    def crosses(self, left: float, top: float, wide: float) -> bool:
        """Whether it runs through a value's box; the line is looked at every two pixels."""
        (x, y), (to_x, to_y) = self.one, self.other
        steps = max(1, int(hypot(to_x - x, to_y - y) / 2))
        along = ((x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(steps + 1))
        return any(left <= across <= left + wide and top <= down <= top + _HIGH for across, down in along)


def _value(x: float, y: float, words: str, lines: Sequence[_Line]) -> str:
    """A point's value where the fewest lines run through it: above, below, or beside it."""
    wide = 7.0 * len(words)
    beside = wide / 2 + 8

    def crossed(place: tuple[float, float]) -> int:
        return sum(line.crosses(place[0] - wide / 2, place[1] - _HIGH + 2, wide) for line in lines)

    places = [
        (x, y - 9),
        (x, y + 19),
        (x - beside, y - 6),
        (x + beside, y - 6),
        (x - beside, y + 14),
        (x + beside, y + 14),
    ]
    across, down = min(places, key=crossed)
    return _text(across, down, words)


def _scale(low: float, high: float, y: Callable[[float], float]) -> list[str]:
    steps = [round(low + place * 0.1, 1) for place in range(round((high - low) * 10) + 1)]
    shown = steps if len(steps) < 7 else steps[::2]
    lines = [
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(at):.1f}" y2="{y(at):.1f}" stroke="{_GRID}"/>' for at in shown
    ]
    return lines + [_text(_LEFT - 8, y(at) + 4, f"{at:.0%}", "end") for at in shown]


def _target(target: Fraction, y: Callable[[float], float]) -> list[str]:
    at = y(float(target))
    line = f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}" '
    line += f'stroke="{_TARGET}" stroke-width="1.5" stroke-dasharray="6 4"/>'
    return [line, _text(WIDTH - _RIGHT + 6, at + 4, f"≥ {show_percent(target)}", "start", _TARGET)]


def _runs(places: Sequence[str | None]) -> list[list[str]]:
    """The line's unbroken stretches."""
    runs: list[list[str]] = [[]]
    for place in places:
        if place is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if len(run) > 1]


def _text(x: float, y: float, words: str, anchor: str = "middle", colour: str = _INK) -> str:
    halo = 'stroke="#ffffff" stroke-width="3" paint-order="stroke"'  # a value stays legible where lines cross it
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" {halo}>{escape(words)}</text>'


def _svg(marks: Sequence[str], alt: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="Noto Sans CJK TC, sans-serif" font-size="12" role="img"><title>{escape(alt)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>{"".join(marks)}</svg>'
    )
