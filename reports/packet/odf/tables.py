"""Tables of the ODT: heads that repeat on every page, rows that stay together, numbers to the right."""

import re
from collections.abc import Iterable, Mapping, Sequence

from reports.packet.odf.package import inline, paragraphs
from reports.packet.paper import NUMBERS, Column, Table, Value
from reports.packet.words import show

_MANY = 7
"""Columns beyond which the letters are smaller."""
_SHORT = 12
"""Rows up to which a table stays on one page."""
_LONG = 240
"""Characters beyond which a row may break over pages: kept together it might not fit on any."""
_DATED = {"zh-hant": (3.0, 2.75), "en": (2.3, 2.1)}
"""Centimetres in which a date stands on one line, in a table's letters and in the smaller ones."""
_WIDTH = re.compile(r'table:style-name="W(\d+)"')


def styles(widths: Mapping[bool, float], body: str, more: str = "") -> str:
    """Automatic styles: a table style for each paper, the body's column styles, cells, rows, turning headings.

    `widths`: centimetres between the margins, upright and flat.
    """
    made = [
        f'<style:style style:name="{_named(wide, whole)}" style:family="table"><style:table-properties '
        f'style:width="{width:.2f}cm" table:align="margins" fo:margin-bottom="0.3cm"'
        f"{_UNTORN if whole else ''}/></style:style>"
        for wide, width in widths.items()
        for whole in (False, True)
    ]
    made += [
        f'<style:style style:name="W{unit}" style:family="table-column"><style:table-column-properties '
        f'style:rel-column-width="{unit}*"/></style:style>'
        for unit in sorted({int(found) for found in _WIDTH.findall(body)})
    ]
    return f"<office:automatic-styles>{''.join(made)}{_FIXED}{more}</office:automatic-styles>"


_UNTORN = ' style:may-break-between-rows="false"'


def _named(wide: bool, whole: bool) -> str:
    """The style of a table; a short one is not torn over two pages."""
    return ("Wide" if wide else "Tall") + ("_whole" if whole else "")


_RULE = 'fo:border-bottom="0.5pt solid #a9aeb1" fo:border-left="none" fo:border-right="none"'
_PADDING = 'fo:padding-right="0.14cm" fo:padding-top="0.1cm" fo:padding-bottom="0.1cm"'
_CELLS = {
    "Head": 'fo:background-color="#e8edf3" style:vertical-align="bottom" fo:border-top="1pt solid #162e51" '
    'fo:border-bottom="0.8pt solid #162e51" fo:border-left="none" fo:border-right="none"',
    "Cell": f'{_RULE} fo:border-top="none"',
}
_LEFT = {"": "0.14cm", "_after": "0.5cm"}
"""Words beside a number keep away from it: 2 and 7 日內 would read as 27 日內."""
_FIXED = (
    "".join(
        f'<style:style style:name="{name}{place}" style:family="table-cell"><style:table-cell-properties {_PADDING} '
        f'fo:padding-left="{left}" {look}/></style:style>'
        for name, look in _CELLS.items()
        for place, left in _LEFT.items()
    )
    + '<style:style style:name="Whole" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
    "</style:style>"
    '<style:style style:name="Broken" style:family="table-row"><style:table-row-properties fo:keep-together="auto"/>'
    "</style:style>"
    '<style:style style:name="Facts" style:family="table"><style:table-properties style:width="13cm" '
    'table:align="center"/></style:style>'
    '<style:style style:name="Turn_20_flat" style:family="paragraph" style:parent-style-name="Heading_20_1" '
    'style:master-page-name="Landscape"><style:paragraph-properties style:page-number="auto"/></style:style>'
    '<style:style style:name="Turn_20_upright" style:family="paragraph" style:parent-style-name="Heading_20_1" '
    'style:master-page-name="Standard"><style:paragraph-properties style:page-number="auto"/></style:style>'
)


def table(block: Table, name: str, wide: bool, language: str, widths: Mapping[bool, float]) -> str:
    size = "Small" if len(block.columns) > _MANY else "Table"
    cells = zip(block.columns, _places(block.columns), strict=True)
    head = "".join(_cell(one.title, f"Head{place}", _style(size, one, head=True)) for one, place in cells)
    whole = len(block.rows) <= _SHORT and not any(_is_long(row, block.columns, language) for row in block.rows)
    rows = "".join(_row(row, block.columns, size, language) for row in block.rows)
    return (
        f'<table:table table:name="{name}" table:style-name="{_named(wide, whole)}">'
        f"<table:title>{inline(block.caption)}</table:title>{_columns(_shares(block.columns, widths[wide], language))}"
        f'<table:table-header-rows><table:table-row table:style-name="Whole">{head}</table:table-row>'
        f"</table:table-header-rows>{rows}</table:table>"
    )


def facts(lines: Sequence[tuple[str, str]]) -> str:
    """The lines of the cover."""
    rows = "".join(
        f'<table:table-row table:style-name="Whole">{_cell(label, "Cell", "Table_20_Heading")}'
        f"{_cell(words, 'Cell', 'Table_20_Contents')}</table:table-row>"
        for label, words in lines
    )
    columns = f"<table:table-header-columns>{_columns((280,))}</table:table-header-columns>{_columns((720,))}"
    return f'<table:table table:name="Cover" table:style-name="Facts">{columns}{rows}</table:table>'


def _shares(columns: Sequence[Column], width: float, language: str) -> list[int]:
    """Thousandths of the width: a date takes what it needs, the others share the rest by their weights."""
    need = _DATED[language][len(columns) > _MANY] / width
    dates = sum(one.kind == "date" for one in columns)
    left = (1 - need * dates) / max(1, sum(one.width for one in columns if one.kind != "date"))
    return [round(1000 * (need if one.kind == "date" else left * one.width)) for one in columns]


def _columns(widths: Iterable[int]) -> str:
    return "".join(f'<table:table-column table:style-name="W{width}"/>' for width in widths)


def _row(row: Sequence[Value], columns: Sequence[Column], size: str, language: str) -> str:
    shown = [show(value, column.kind, language) for value, column in zip(row, columns, strict=True)]
    style = "Broken" if any(len(words) > _LONG for words in shown) else "Whole"
    cells = "".join(
        _cell(words, f"Cell{place}", _style(size, column))
        for words, column, place in zip(shown, columns, _places(columns), strict=True)
    )
    return f'<table:table-row table:style-name="{style}">{cells}</table:table-row>'


def _is_long(row: Sequence[Value], columns: Sequence[Column], language: str) -> bool:
    return any(len(show(value, one.kind, language)) > _LONG for value, one in zip(row, columns, strict=True))


def _places(columns: Sequence[Column]) -> list[str]:
    """Which columns of words follow one of numbers; a date needs its whole column."""
    numbers = [False, *(one.kind in NUMBERS for one in columns)]
    words = [one.kind not in NUMBERS and one.kind != "date" for one in columns]
    return ["_after" if before and own else "" for before, own in zip(numbers, words, strict=False)]


def _style(size: str, column: Column, *, head: bool = False) -> str:
    """The paragraph style: `Table` and `Small` differ in size, numbers stand to the right."""
    name = f"{size}_20_Number" if column.kind in NUMBERS else size if size == "Small" else f"{size}_20_Contents"
    return f"{name.removesuffix('_20_Contents')}_20_Heading" if head else name


def _cell(words: str, style: str, paragraph: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs(words, paragraph)}'
        "</table:table-cell>"
    )
