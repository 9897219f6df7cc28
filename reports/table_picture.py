"""Tables as one self-contained SVG, for pages that have no picture of their own: what a slide shows of them."""

from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datasets.tables import NUMBERS, Column, Table, Value
from reports.packet.words import show
from reports.poster import EDGE, LINE, MUTED, WIDTH, svg, text

ROW, SIZE, MOST = 26, 13, 60
"""Height of a row and of its letters in pixels; rows of a table that are drawn, the others are said by number."""


def table_picture(title: str, subject: str, tables: Sequence[Table]) -> str:
    marks = [text(EDGE, 56, title, size=30, bold=True), text(EDGE, 86, subject, size=15, colour=MUTED)]
    down = 126
    for table in tables:
        drawn = list(_table(table, down, captioned=len(tables) > 1))
        marks += drawn
        down += _height(table, captioned=len(tables) > 1)
    return svg(marks, down + EDGE, title)


def _height(table: Table, *, captioned: bool) -> int:
    return ROW * (min(len(table.rows), MOST) + 2 + captioned + (len(table.rows) > MOST)) + 10


def _table(table: Table, down: int, *, captioned: bool) -> Iterator[str]:
    places = _places(table.columns)
    if captioned:
        yield text(EDGE, down, table.caption, size=18, bold=True)
        down += ROW
    yield from _cells([one.title for one in table.columns], table.columns, places, down, bold=True)
    language = get_language() or "zh-hant"
    for row in table.rows[:MOST]:
        down += ROW
        yield f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{down - 18}" y2="{down - 18}" stroke="{LINE}"/>'
        yield from _cells(_words(row, table.columns, language), table.columns, places, down)
    if len(table.rows) > MOST:
        left = _("and %(number)s more rows") % {"number": len(table.rows) - MOST}
        yield text(EDGE, down + ROW, left, size=SIZE, colour=MUTED)


def _words(row: Sequence[Value], columns: Sequence[Column], language: str) -> list[str]:
    return [show(value, one.kind, language) for value, one in zip(row, columns, strict=True)]


def _places(columns: Sequence[Column]) -> list[tuple[float, float]]:
    """(left, width) of each column, by the weights."""
    unit = (WIDTH - 2 * EDGE) / sum(one.width for one in columns)
    places, left = [], float(EDGE)
    for one in columns:
        places.append((left, one.width * unit))
        left += one.width * unit
    return places


def _cells(
    words: Sequence[str],
    columns: Sequence[Column],
    places: Sequence[tuple[float, float]],
    down: int,
    *,
    bold: bool = False,
) -> Iterator[str]:
    for said, column, (left, width) in zip(words, columns, places, strict=True):
        number = column.kind in NUMBERS
        x, anchor = (left + width - 8, "end") if number else (left, "start")
        yield text(x, down, clipped(said, (width - 8) / SIZE), size=SIZE, bold=bold, anchor=anchor)


def clipped(said: str, room: float) -> str:
    """As much as fits into so many squares of a letter, with … where something is left out."""
    taken = 0.0
    for place, letter in enumerate(said):
        taken += 1.0 if ord(letter) > 0x2E7F else 0.58
        if taken > room:
            return said[: max(place - 1, 0)] + "…"
    return said
