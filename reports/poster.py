"""A view as one self-contained SVG for a slide or a wall: the figures, one trend, unit × period. Light, for paper."""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.translation import gettext as _

from reports.charts import HeatMap
from reports.dashboards import Tile
from reports.packet import fonts
from reports.packet.paper import Picture
from reports.packet.text import visible, with_glyphs

WIDTH, EDGE, ROW = 1000, 40, 34
INK, MUTED, GOOD, BAD, LINE = "#17211f", "#52605c", "#1b6135", "#a01c1c", "#c9d2cf"
SHADES = {"none": "#ffffff", "0": "#e7efed", "1": "#bcd9d4", "2": "#86bdb5", "3": "#2c7a72", "4": "#0b4a46"}
NAMES = 210
"""How much of a heat map's width its names take."""
TREND_HEIGHT = 250


def poster(title: str, subject: str, tiles: Sequence[Tile], trend: Picture, heat: HeatMap | None) -> str:
    """`trend`: of `packet.pictures.trend_picture`."""
    marks = [text(EDGE, 56, title, size=30, bold=True), text(EDGE, 86, subject, size=15, colour=MUTED)]
    down = 120
    for tile in tiles:
        marks += _figure(tile, down)
        down += 46
    marks += [text(EDGE, down + 30, trend.caption, size=18, bold=True), _placed(trend.svg, EDGE, down + 44)]
    down += TREND_HEIGHT + 70
    if heat:
        marks += _heat(heat, down)
        down += ROW * (len(heat.rows) + 2)
    return svg(marks, down + EDGE, title)


def _figure(tile: Tile, down: int) -> Iterable[str]:
    """Name, value, verdict in words and colour, the numbers behind it."""
    colour = {"good": GOOD, "bad": BAD}.get(tile.state, MUTED)
    yield f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{down}" y2="{down}" stroke="{LINE}"/>'
    yield f'<rect x="{EDGE}" y="{down + 6}" width="6" height="34" fill="{colour}"/>'
    yield text(EDGE + 18, down + 30, tile.label, size=19, bold=True)
    yield text(EDGE + 300, down + 31, tile.figure.ratio.percent or _("no items"), size=24, bold=True)
    if tile.figure.denominator:
        yield text(EDGE + 410, down + 30, str(tile.verdict), size=17, colour=colour, bold=True)
    yield text(EDGE + 520, down + 30, tile.note, size=15, colour=MUTED)


def _heat(heat: HeatMap, down: int) -> Iterable[str]:
    wide = (WIDTH - 2 * EDGE - NAMES) / max(len(heat.columns), 1)
    yield text(EDGE, down, f"{heat.title}（× {_('below target')}）", size=18, bold=True)
    for place, name in enumerate(heat.columns):
        yield text(EDGE + NAMES + (place + 0.5) * wide, down + ROW - 8, name, size=12, colour=MUTED, anchor="middle")
    for number, (label, cells) in enumerate(heat.rows, 1):
        top = down + number * ROW
        yield text(EDGE, top + 22, label, size=14)
        for place, cell in enumerate(cells):
            left = EDGE + NAMES + place * wide
            ink = "#ffffff" if cell.level in "34" else INK
            shade = SHADES[cell.level]
            yield f'<rect x="{left:.1f}" y="{top}" width="{wide - 1:.1f}" height="{ROW - 1}" fill="{shade}"/>'
            words = f"× {cell.text}" if cell.below else cell.text
            yield text(left + wide / 2, top + 22, words, size=12, colour=ink, anchor="middle")


def _placed(svg: str, x: int, y: int) -> str:
    """A whole picture inside another."""
    return svg.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1)


def text(
    x: float, y: float, words: str, *, size: int, colour: str = INK, bold: bool = False, anchor: str = "start"
) -> str:
    weight = 700 if bold else 400
    look = f'font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(with_glyphs(visible(words), fonts.glyphs()))}</text>'


def svg(marks: Iterable[str], height: int, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="{fonts.FAMILY}, sans-serif" role="img"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(marks)}</svg>'
    )
