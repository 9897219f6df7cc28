"""The packet as ODS: one clean table a sheet, typed values, no formula. Its sums are the screen's."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _

from datasets.rules.days import TAIPEI
from reports.packet.odf.package import attribute, document, filled, inline, language
from reports.packet.paper import NUMBERS, Kind, Paper, Tick, quiet
from reports.packet.sheets import Sheet, cells, sheets
from reports.packet.words import show_date, tenth

_STYLES = Path(__file__).with_name("sheet-styles.xml").read_text()
_DATES = {
    True: '<number:year number:calendar="ROC"/><number:text>年</number:text><number:month/>'
    "<number:text>月</number:text><number:day/><number:text>日</number:text>",
    False: '<number:year number:style="long"/><number:text>-</number:text><number:month number:style="long"/>'
    '<number:text>-</number:text><number:day number:style="long"/>',
}
_TIME = (
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/>'
)
_DECIMAL = '<number:number number:decimal-places="1" number:min-decimal-places="1" number:min-integer-digits="1"'
_FORMATS = (
    '<number:number-style style:name="Nint"><number:number number:decimal-places="0" number:min-integer-digits="1" '
    'number:grouping="true"/></number:number-style>'
    f'<number:number-style style:name="Ndec">{_DECIMAL} number:grouping="true"/></number:number-style>'
    f'<number:percentage-style style:name="Npct">{_DECIMAL}/><number:text>%</number:text></number:percentage-style>'
    f'<number:number-style style:name="Nminus"><number:text>-</number:text>{_DECIMAL}/></number:number-style>'
    f'<number:number-style style:name="Npts"><number:text>+</number:text>{_DECIMAL}/>'
    '<style:map style:condition="value()&lt;0" style:apply-style-name="Nminus"/></number:number-style>'
)
_LOOKS: dict[Kind, str] = {"integer": "Nint", "decimal": "Ndec", "percent": "Npct", "points": "Npts"}
_UNITS = range(1, 41)


def render(paper: Paper, out: BinaryIO, tick: Tick = quiet) -> None:
    with translation.override(paper.language):
        made = sheets(paper)
        styles = filled(_STYLES, language=language(paper), footer=_footer(paper))
        parts = {"content": _content(made, paper.language, tick), "styles": styles, "settings": _settings(made)}
        document("spreadsheet", paper, parts, out)


def _content(made: list[Sheet], words: str, tick: Tick) -> Iterator[str]:
    yield f"<office:automatic-styles>{_styles(words)}</office:automatic-styles><office:body><office:spreadsheet>"
    for one in made:
        yield from _sheet(one, words, tick)
    yield f"{_ranges(made)}</office:spreadsheet></office:body>"


def _styles(words: str) -> str:
    day = _DATES[words != "en"]
    # Without the country LibreOffice counts the years of the common era.
    place = "" if words == "en" else 'number:language="zh" number:country="TW"'
    dates = (
        f'<number:date-style style:name="Nday" {place}>{day}</number:date-style>'
        f'<number:date-style style:name="Ntime" {place}>{day}{_TIME}</number:date-style>'
    )
    columns = "".join(
        f'<style:style style:name="W{unit}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{1.2 + unit}cm"/></style:style>'
        for unit in _UNITS
    )
    looks = "".join(
        f'<style:style style:name="C{name}" style:family="table-cell" style:parent-style-name="Default" '
        f'style:data-style-name="{name}"><style:table-cell-properties style:text-align-source="fix"/>'
        f'<style:paragraph-properties fo:text-align="{side}"/></style:style>'
        for side, names in (("end", ("Nint", "Ndec", "Npct", "Npts")), ("start", ("Nday", "Ntime")))
        for name in names
    )
    head = (
        '<style:style style:name="Head" style:family="table-cell" style:parent-style-name="Default">'
        '<style:table-cell-properties fo:background-color="#e8edf3" fo:border-bottom="0.8pt solid #162e51"/>'
        '<style:text-properties fo:color="#162e51" fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
        '<style:style style:name="HeadNumber" style:family="table-cell" style:parent-style-name="Head">'
        '<style:table-cell-properties style:text-align-source="fix"/><style:paragraph-properties fo:text-align="end"/>'
        "</style:style>"
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>'
        '<style:style style:name="Sheet" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>'
    )
    return f"{_FORMATS}{dates}{columns}{looks}{head}"


def _sheet(sheet: Sheet, words: str, tick: Tick) -> Iterator[str]:
    columns = "".join(
        f'<table:table-column table:style-name="W{one.width}" table:default-cell-style-name="Default"/>'
        for one in sheet.table.columns
    )
    head = "".join(_text(one.title, "HeadNumber" if one.kind in NUMBERS else "Head") for one in sheet.table.columns)
    yield (
        f'<table:table table:name={attribute(sheet.name)} table:style-name="Sheet">{columns}'
        f'<table:table-header-rows><table:table-row table:style-name="Row">{head}</table:table-row>'
        "</table:table-header-rows>"
    )
    kinds = [one.kind for one in sheet.table.columns]
    for values in cells(sheet.table, tick):
        inside = "".join(_cell(value, kind, words) for value, kind in zip(values, kinds, strict=True))
        yield f'<table:table-row table:style-name="Row">{inside}</table:table-row>'
    yield "</table:table>"


def _cell(value: str | Decimal | date | datetime | None, kind: Kind, words: str) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case datetime():
            local = value.astimezone(TAIPEI)
            return _typed("date", f'office:date-value="{local:%Y-%m-%dT%H:%M:%S}"', "CNtime", f"{local:%Y-%m-%d %H:%M}")
        case date():
            return _typed("date", f'office:date-value="{value}"', "CNday", show_date(value, words))
        case Decimal():
            form = "percentage" if kind == "percent" else "float"
            shown = f"{tenth(value * 100)}%" if kind == "percent" else f"{value:f}"
            return _typed(form, f'office:value="{value:f}"', f"C{_LOOKS.get(kind, 'Ndec')}", shown)
    return _text(value, "Default")


def _typed(form: str, value: str, style: str, shown: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="{form}" {value}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def _text(words: str, style: str) -> str:
    lines = "".join(f"<text:p>{inline(line)}</text:p>" for line in words.split("\n"))
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{lines}</table:table-cell>'


def _ranges(made: list[Sheet]) -> str:
    """A filter button on every head."""
    ranges = "".join(
        f'<table:database-range table:name="filter{number}" table:display-filter-buttons="true" '
        f"table:target-range-address={attribute(_address(one))}/>"
        for number, one in enumerate(made, 1)
    )
    return f"<table:database-ranges>{ranges}</table:database-ranges>"


def _address(sheet: Sheet) -> str:
    last = chr(ord("A") + len(sheet.table.columns) - 1)
    return f"'{sheet.name}'.A1:'{sheet.name}'.{last}{len(sheet.table.rows) + 1}"


def _footer(paper: Paper) -> str:
    words = inline(_("Page %(page)s of %(pages)s") % {"page": "\x1a", "pages": "\x1b"})
    words = words.replace("[U+001A]", "<text:page-number>1</text:page-number>")
    words = words.replace("[U+001B]", "<text:page-count>1</text:page-count>")
    return f"{inline(paper.watermark)} {words}"


def _settings(made: list[Sheet]) -> str:
    """The head stays in sight while the rows move."""
    item = '<config:config-item config:name="{}" config:type="{}">{}</config:config-item>'
    frozen = "".join(
        item.format(*one)
        for one in (
            ("VerticalSplitMode", "short", 2),
            ("VerticalSplitPosition", "int", 1),
            ("ActiveSplitRange", "short", 2),
            ("PositionTop", "int", 0),
            ("PositionBottom", "int", 1),
        )
    )
    entries = "".join(
        f"<config:config-item-map-entry config:name={attribute(one.name)}>{frozen}</config:config-item-map-entry>"
        for one in made
    )
    return (
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{entries}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>"
    )
