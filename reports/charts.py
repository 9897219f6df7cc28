"""Charts drawn on the server: typed series in, coordinates for an SVG template out. No clock, no query, no colour.

Across, everything is in per cent of the width, down in pixels: letters keep their size on a telephone, on a desk and
on paper. Marks carry classes (static/css/charts.css); every chart brings its description and the table beside it.
Templates: templates/reports/charts/.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext as _

from datasets.punctuation import aside, said
from datasets.templatetags.dates import count, share, spoken_share
from reports.tables import Column, Table

LEFT, RIGHT = 6.0, 96.0
"""Where the first and the last point of a line stand, in per cent."""
TOP, BOTTOM = 24, 200
"""Where the highest and the lowest value stand, in pixels."""
HEIGHT = 232
BAR_STEP, BAR_HEIGHT = 52, 18
HEAT_STEPS = 5

Number = Fraction | Decimal | int | float


@dataclass(frozen=True)
class Point:
    """One value of a line; None where there is nothing to show. `tick`: the short label below the axis."""

    label: str
    value: Number | None
    tick: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class Bar:
    """One share (0 to 1, or more) of a bar chart; `note` stands in the table."""

    label: str
    value: Number | None
    note: str = ""


@dataclass(frozen=True)
class Dot:
    x: str
    y: int
    text: str
    provisional: bool


@dataclass(frozen=True)
class Segment:
    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class Mark:
    """A text with its place: a tick of the axis (`minor` ones give way on narrow screens) or a line's label."""

    at: str
    text: str
    minor: bool = False


@dataclass(frozen=True)
class GridLine:
    y: int
    text: str


@dataclass(frozen=True)
class LineChart:
    key: str
    title: str
    description: str
    height: int
    grid: Sequence[GridLine]
    ticks: Sequence[Mark]
    segments: Sequence[Segment]
    dots: Sequence[Dot]
    target: GridLine | None
    table: Table


@dataclass(frozen=True)
class BarMark:
    y: int
    bar_y: int
    width: str
    state: str
    label: str
    text: str


@dataclass(frozen=True)
class BarChart:
    key: str
    title: str
    description: str
    height: int
    bars: Sequence[BarMark]
    target: Mark | None
    table: Table


@dataclass(frozen=True)
class HeatCell:
    """`below`: under its target, which a sign in the cell says too."""

    level: str
    text: str
    href: str = ""
    below: bool = False


@dataclass(frozen=True)
class HeatMap:
    """A table whose cells are shaded: it needs no other table beside it."""

    key: str
    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[HeatCell]]]
    marked: bool = False


def line_chart(
    key: str, title: str, points: Sequence[Point], *, target: Number | None = None, shares: bool = True
) -> LineChart:
    """A trend. `key` is unique on its page; `shares` True where values are ratios, False where they are counts."""
    top = _ceiling([p.value for p in points if p.value is not None], target, shares=shares)
    xs = _positions(len(points))
    spots = [(x, _down(p.value, top)) if p.value is not None else None for x, p in zip(xs, points, strict=True)]
    return LineChart(
        key=key,
        title=title,
        description=_describe([(p.label, p.value) for p in points], target, shares=shares),
        height=HEIGHT,
        grid=[GridLine(_down(v, top), _text(v, shares=shares)) for v in (0, top / 2, top)],
        ticks=[
            Mark(_percent(x), p.tick or p.label, minor=i % 3 != 0)
            for i, (x, p) in enumerate(zip(xs, points, strict=True))
        ],
        segments=[
            Segment(_percent(a[0]), a[1], _percent(b[0]), b[1])
            for a, b in pairwise(spots)
            if a is not None and b is not None
        ],
        dots=[
            Dot(_percent(spot[0]), spot[1], said(p.label, _text(p.value, shares=shares)), p.provisional)
            for spot, p in zip(spots, points, strict=True)
            if spot is not None
        ],
        target=None if target is None else GridLine(_down(target, top), _target_text(target, shares=shares)),
        table=Table(
            title,
            [Column(_("Period")), Column(_("Value"), is_number=True)],
            [
                [p.label + (aside(_("provisional")) if p.provisional else ""), _text(p.value, shares=shares)]
                for p in points
            ],
        ),
    )


def bar_chart(key: str, title: str, bars: Sequence[Bar], *, target: Number | None = None) -> BarChart:
    """Horizontal bars of shares, one a row, against a target line; their order is the caller's."""
    top = _ceiling([b.value for b in bars if b.value is not None], target, shares=True)
    has_notes = any(b.note for b in bars)
    columns = [
        Column(_("Name")),
        Column(_("Rate"), is_number=True),
        *([Column(_("Items"), is_number=True)] if has_notes else []),
    ]
    return BarChart(
        key=key,
        title=title,
        description=_describe([(b.label, b.value) for b in bars], target, shares=True),
        height=BAR_STEP * len(bars) + 24,
        bars=[_bar_mark(i, b, top, target) for i, b in enumerate(bars)],
        target=None if target is None else Mark(_percent(_across(target, top)), _target_text(target, shares=True)),
        table=Table(title, columns, [[b.label, share(b.value), *([b.note] if has_notes else [])] for b in bars]),
    )


def heat_map(
    key: str,
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Number | None]]],
    *,
    shares: bool = True,
    links: Sequence[Sequence[str]] | None = None,
    targets: Sequence[Number] | None = None,
) -> HeatMap:
    """Rows by columns, shaded in five steps up to the largest value; None is left blank and reads as no items.

    `links`: where each cell leads, in the shape of the rows' values. `targets`: one a column; what is below is marked,
    and the steps begin at the lowest value: rates lie close together, far from zero.
    """
    known = [_exact(v) for _label, values in rows for v in values if v is not None]
    low, top = min(known, default=Fraction(0)) if targets else Fraction(0), max(known, default=Fraction(0))
    hrefs = links or [[""] * len(values) for _label, values in rows]
    aims: Sequence[Number | None] = targets or [None] * len(columns)
    cells = [
        (
            label,
            [
                _heat_cell(v, (low, top), href, aim, shares=shares)
                for v, href, aim in zip(values, own, aims, strict=True)
            ],
        )
        for (label, values), own in zip(rows, hrefs, strict=True)
    ]
    return HeatMap(key, title, columns, cells, marked=targets is not None)


def _bar_mark(index: int, bar: Bar, top: Fraction, target: Number | None) -> BarMark:
    y = 24 + index * BAR_STEP
    if bar.value is None:
        state = "none"
    else:
        state = "bad" if target is not None and Fraction(bar.value) < Fraction(target) else "good"
    width = 0.0 if bar.value is None else _across(bar.value, top)
    return BarMark(y + 16, y + 22, _percent(width), state, bar.label, share(bar.value))


def _heat_cell(
    value: Number | None, scale: tuple[Fraction, Fraction], href: str, aim: Number | None, *, shares: bool
) -> HeatCell:
    if value is None:
        return HeatCell("none", "–")
    low, top = scale
    exact = _exact(value)
    step = 0 if top <= low else min((exact - low) * HEAT_STEPS // (top - low), HEAT_STEPS - 1)
    below = aim is not None and exact < _exact(aim)
    return HeatCell(str(step), _text(value, shares=shares), href, below)


def _exact(value: Number) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(value)


def _ceiling(values: Sequence[Number], target: Number | None, *, shares: bool) -> Fraction:
    """The top of the scale: 100% or more for shares, the next round number above the largest count."""
    largest = max((Fraction(v) for v in [*values, *([] if target is None else [target])]), default=Fraction(1))
    if shares:
        return max(Fraction(1), largest)
    magnitude = Fraction(10) ** (len(str(max(int(largest), 1))) - 1)
    return next(m * magnitude for m in (1, 2, 4, 5, 8, 10) if m * magnitude >= max(largest, Fraction(1)))


def _positions(number: int) -> list[float]:
    if number == 1:
        return [(LEFT + RIGHT) / 2]
    return [LEFT + i * (RIGHT - LEFT) / (number - 1) for i in range(number)]


def _down(value: Number, top: Fraction) -> int:
    return round(BOTTOM - float(Fraction(value) / top) * (BOTTOM - TOP))


def _across(value: Number, top: Fraction) -> float:
    return float(Fraction(value) / top) * 100


def _percent(x: float) -> str:
    return f"{x:.2f}%"


def _text(value: Number | None, *, shares: bool) -> str:
    if shares:
        return share(value)
    return "–" if value is None else count(int(value))


def _target_text(target: Number, *, shares: bool) -> str:
    shown = spoken_share(target, 0) if shares else count(int(target))
    return _("target %(value)s") % {"value": shown}


def _describe(series: Sequence[tuple[str, Number | None]], target: Number | None, *, shares: bool) -> str:
    """What an eye takes from the picture: how many values, the lowest and the highest, and the target."""
    known = [(label, value) for label, value in series if value is not None]
    if not known:
        return _("Nothing to show for this period.")
    low, high = min(known, key=lambda item: Fraction(item[1])), max(known, key=lambda item: Fraction(item[1]))
    sentence = _("%(number)s values; lowest %(low)s (%(low_at)s), highest %(high)s (%(high_at)s).") % {
        "number": len(known),
        "low": _text(low[1], shares=shares),
        "low_at": low[0],
        "high": _text(high[1], shares=shares),
        "high_at": high[0],
    }
    return sentence if target is None else f"{sentence} {_target_text(target, shares=shares)}"
