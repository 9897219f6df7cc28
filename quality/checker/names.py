"""The names people write for formats and encodings, and what counts as the same.

Sources: the national platform's 檔案格式 and 編碼格式 columns, and what offices type into them.
"""

import codecs
import unicodedata

ARCHIVES = frozenset({"ZIP", "7Z", "GZ", "TAR", "RAR", "KMZ"})
DOCUMENTS = frozenset({"PDF", "DOC", "DOCX", "ODT", "HTML", "TXT", "IMAGE"})
SHEETS = frozenset({"XLSX", "XLS", "ODS"})
TABULAR = frozenset({"CSV", "TSV"})

_FORMATS = {
    "CSV": "CSV COMMASEPARATEDVALUES TEXT/CSV APPLICATION/CSV 逗號分隔值",
    "TSV": "TSV TAB TEXT/TABSEPARATEDVALUES",
    "JSON": "JSON APPLICATION/JSON",
    "JSONL": "JSONL NDJSON JSONLINES LDJSON APPLICATION/XNDJSON APPLICATION/JSONL",
    "GEOJSON": "GEOJSON APPLICATION/GEO+JSON GEO+JSON",
    "XML": "XML TEXT/XML APPLICATION/XML",
    "RSS": "RSS ATOM RSS2.0 APPLICATION/RSS+XML APPLICATION/ATOM+XML",
    "KML": "KML APPLICATION/VND.GOOGLEEARTH.KML+XML",
    "GML": "GML APPLICATION/GML+XML",
    "XLSX": "XLSX XLSM XLSB EXCEL2007 APPLICATION/VND.OPENXMLFORMATSOFFICEDOCUMENT.SPREADSHEETML.SHEET",
    "XLS": "XLS EXCEL MSEXCEL APPLICATION/VND.MSEXCEL",
    "ODS": "ODS OPENDOCUMENTSPREADSHEET APPLICATION/VND.OASIS.OPENDOCUMENT.SPREADSHEET",
    "PARQUET": "PARQUET APPLICATION/VND.APACHE.PARQUET",
    "SHP": "SHP SHAPEFILE SHAPE ESRISHAPEFILE ESRISHP",
    "ZIP": "ZIP APPLICATION/ZIP",
    "7Z": "7Z 7ZIP 7-ZIP APPLICATION/X7ZCOMPRESSED",
    "GZ": "GZ GZIP TGZ TAR.GZ CSV.GZ JSON.GZ XML.GZ APPLICATION/GZIP",
    "TAR": "TAR APPLICATION/XTAR",
    "RAR": "RAR APPLICATION/VND.RAR",
    "KMZ": "KMZ APPLICATION/VND.GOOGLEEARTH.KMZ",
    "JSON-LD": "JSONLD JSON-LD APPLICATION/LD+JSON",
    "TTL": "TTL TURTLE N3 NT NTRIPLES TEXT/TURTLE",
    "PDF": "PDF APPLICATION/PDF",
    "DOC": "DOC WORD MSWORD APPLICATION/MSWORD",
    "DOCX": "DOCX APPLICATION/VND.OPENXMLFORMATSOFFICEDOCUMENT.WORDPROCESSINGML.DOCUMENT",
    "ODT": "ODT APPLICATION/VND.OASIS.OPENDOCUMENT.TEXT",
    "HTML": "HTML HTM XHTML TEXT/HTML 網頁",
    "TXT": "TXT TEXT TEXT/PLAIN 純文字",
    "IMAGE": "IMAGE JPG JPEG PNG GIF TIF TIFF BMP WEBP SVG IMAGE/JPEG IMAGE/PNG IMAGE/TIFF 圖片 影像",
}
_ALIAS = {alias: name for name, aliases in _FORMATS.items() for alias in aliases.split()}
_WIDER = {
    "JSON": {"GEOJSON", "JSON-LD", "JSONL"},
    "XML": {"RSS", "KML", "GML"},
    "ZIP": {"SHP", "KMZ"},
    "TXT": {"CSV", "TSV", "TTL", "JSON", "JSONL", "GEOJSON", "XML"},
    "KML": {"KMZ"},
    "GZ": {"TAR"},
    "TAR": {"GZ"},
}

_CODECS = {
    "utf-8": "utf8 unicode utf utf8bom utf8sig utf8withbom utf8無bom utf8含bom 65001 cp65001 萬國碼",
    "cp950": "big5 ms950 cp950 950 windows950 big5tw big5eten 大五碼 繁體中文 ansi xxbig5 csbig5 big5hkscs hkscs"
    " big5e big5plus",
    "gb18030": "gb18030 gb2312 gbk cp936 936 gb 簡體中文 euccn",
    "utf-16": "utf16 utf16le utf16be ucs2 unicode16",
    "utf-32": "utf32 utf32le utf32be ucs4",
    "shift_jis": "shiftjis sjis cp932 ms932 932 windows31j mskanji csshiftjis 日文",
    "euc_jp": "eucjp ujis xeucjp",
    "euc_tw": "euctw xeuctw cns11643",
    "euc_kr": "euckr ksc5601 ksx1001 cp949 ms949 949 uhc windows949 韓文",
}
_CODEC_ALIAS = {alias: name for name, aliases in _CODECS.items() for alias in aliases.split()}


def format_name(text: str) -> str:
    """Our name of a declared format; empty where it names none of them ("API", "其他", "").

    >>> format_name("xls"), format_name("7-Zip"), format_name("WEBSERVICES")
    ('XLS', '7Z', '')
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper().lstrip(".")
    if plain in _ALIAS:
        return _ALIAS[plain]
    return _ALIAS.get("".join(c for c in plain if c not in " _-.") if "/" not in plain else plain.replace("-", ""), "")


def same_format(declared: str, actual: str) -> bool | None:
    """Whether the bytes are what the catalogue says; None where it says nothing that can be compared.

    A wider word holds for a narrower thing: GeoJSON is JSON, KML is XML, a zipped shapefile is a ZIP, a table is text.
    """
    name = format_name(declared)
    if not name or (actual == "UNKNOWN" and not name):
        return None
    return name == actual or actual in _WIDER.get(name, ())


def codec_family(text: str) -> str:
    """The family of a declared or found encoding: utf-8, cp950, gb18030, utf-16, or a codec's own name; else empty.

    >>> codec_family("MS950"), codec_family("UTF8"), codec_family("big5hkscs"), codec_family("?")
    ('cp950', 'utf-8', 'cp950', '')
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    bare = "".join(c for c in plain if c not in " -_().")
    if bare in _CODEC_ALIAS:
        return _CODEC_ALIAS[bare]
    try:
        return codecs.lookup(plain).name
    except (LookupError, ValueError):
        return ""
