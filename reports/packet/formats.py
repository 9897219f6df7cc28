"""The files of a packet: which formats there are, and how each is written."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.packet import csv_zip, pdf, xlsx
from reports.packet.odf import sheet, text
from reports.packet.paper import Paper


@dataclass(frozen=True, slots=True)
class Format:
    suffix: str
    media_type: str
    render: Callable[[Paper], bytes]


FORMATS = (
    Format("pdf", "application/pdf", pdf.render),
    Format("odt", "application/vnd.oasis.opendocument.text", text.render),
    Format("ods", "application/vnd.oasis.opendocument.spreadsheet", sheet.render),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.render),
    Format("csv.zip", "application/zip", csv_zip.render),
)
JSON = ("json", "application/json")
"""The record itself: `canonical.canonical`, the same in every language."""
