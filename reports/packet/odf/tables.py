"""Tables of the ODT: heads that repeat on every page, rows that stay together, numbers to the right."""

import re
from collections.abc import Iterable, Mapping, Sequence

from reports.packet.odf.package import inline, paragraphs
from reports.packet.paper import NUMBERS, Column, Table, Value
from reports.packet.words import show

_MANY = 7
"""Columns beyond which the letters are smaller."""
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
        f'<style:style style:name="{"Wide" if wide else "Tall"}" style:family="table"><style:table-properties '
        f'style:width="{width:.2f}cm" table:align="margins" fo:margin-bottom="0.3cm"/></style:style>'
        for wide, width in widths.items()
    ]
    made += [
        f'<style:style style:name="W{unit}" style:family="table-column"><style:table-column-properties '
        f'style:rel-column-width="{unit}*"/></style:style>'
        for unit in sorted({int(found) for found in _WIDTH.findall(body)})
    ]
    return f"<office:automatic-styles>{''.join(made)}{_FIXED}{more}</office:automatic-styles>"


_RULE = 'fo:border-bottom="0.5pt solid #a9aeb1" fo:border-left="none" fo:border-right="none"'
_PADDING = 'fo:padding-left="0.14cm" fo:padding-right="0.14cm" fo:padding-top="0.1cm" fo:padding-bottom="0.1cm"'
_FIXED = (
    f'<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties {_PADDING} '
    'fo:background-color="#e8edf3" style:vertical-align="bottom" fo:border-top="1pt solid #162e51" '
    'fo:border-bottom="0.8pt solid #162e51" fo:border-left="none" fo:border-right="none"/></style:style>'
    f'<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties {_PADDING} {_RULE} '
    'fo:border-top="none"/></style:style>'
    '<style:style style:name="Whole" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
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
    head = "".join(_cell(one.title, "Head", _style(size, one, head=True)) for one in block.columns)
    rows = "".join(_row(row, block.columns, size, language) for row in block.rows)
    return (
        f'<table:table table:name="{name}" table:style-name="{"Wide" if wide else "Tall"}">'
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
    cells = "".join(_cell(words, "Cell", _style(size, column)) for words, column in zip(shown, columns, strict=True))
    return f'<table:table-row table:style-name="{style}">{cells}</table:table-row>'


def _style(size: str, column: Column, *, head: bool = False) -> str:
    """The paragraph style: `Table` and `Small` differ in size, numbers stand to the right."""
    name = f"{size}_20_Number" if column.kind in NUMBERS else size if size == "Small" else f"{size}_20_Contents"
    return f"{name.removesuffix('_20_Contents')}_20_Heading" if head else name


def _cell(words: str, style: str, paragraph: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraphs(words, paragraph)}'
        "</table:table-cell>"
    )
