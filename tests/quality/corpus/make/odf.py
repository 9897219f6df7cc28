"""OpenDocument files, written by hand: a manifest, a content.xml, nothing else."""

from datetime import date
from html import escape

from .case import packed

NS = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
)
TYPES = {"spreadsheet": "application/vnd.oasis.opendocument.spreadsheet", "text": "application/vnd.oasis.opendocument.text"}


def odf(kind: str, body: str, locked: bool = False) -> bytes:
    """A document of that kind; `locked`: its manifest says that the content is encrypted, and the content is noise."""
    lock = "<manifest:encryption-data manifest:checksum='x'/>" if locked else ""
    entry = "<manifest:file-entry manifest:full-path='{}' manifest:media-type='{}'>{}</manifest:file-entry>"
    listed = entry.format("/", TYPES[kind], "") + entry.format("content.xml", "text/xml", lock)
    content = f"<office:document-content{NS} office:version='1.3'><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return packed(
        {
            "mimetype": TYPES[kind],
            "content.xml": bytes(b ^ 0xA5 for b in content.encode()) if locked else content,
            "META-INF/manifest.xml": f"<?xml version='1.0'?><manifest:manifest{NS}>{listed}</manifest:manifest>",
        }
    )


def cell(value: object, more: str = "") -> str:
    """A cell of a number, a day, a text, or of nothing."""
    if value is None:
        return f"<table:table-cell{more}/>"
    kind, given = "string", ""
    if isinstance(value, int | float):
        kind, given = "float", f' office:value="{value}"'
    elif isinstance(value, date):
        kind, given = "date", f' office:date-value="{value.isoformat()}"'
    return f'<table:table-cell office:value-type="{kind}"{given}{more}><text:p>{escape(str(value))}</text:p></table:table-cell>'


def sheet(rows: "list[list[object]]", span: bool = False, formula: bool = False) -> str:
    """A table; `span`: its first cell reaches over its first row, `formula`: a sum stands below the third column."""
    lines = ["".join(cell(value) for value in row) for row in rows]
    if span:
        width = len(rows[1])
        spans = f' table:number-columns-spanned="{width}" table:number-rows-spanned="1"'
        lines[0] = cell(rows[0][0], spans) + "<table:covered-table-cell/>" * (width - 1)
    if formula:
        lines.append(cell(None) * 2 + cell(11, ' table:formula="of:=SUM([.C2:.C3])"'))
    return '<table:table table:name="一">' + "".join(f"<table:table-row>{line}</table:table-row>" for line in lines) + "</table:table>"
