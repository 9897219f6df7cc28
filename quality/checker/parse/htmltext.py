"""HTML: a page instead of data, a login form, or a table that somebody saved as a spreadsheet."""

import re

from quality.checker import pages
from quality.checker.encoding import Encoding
from quality.checker.parse.source import Source
from quality.checker.table import Parsed

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|title|meta|table|div|frameset|center|form|noscript|iframe"
    r"|base\s+(?:href|target)|link\s+(?:rel|href)|style\s+type|style>)(?:\b|(?<=>))",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!doctype\s+html[^>]*>\s*)*<", re.IGNORECASE | re.DOTALL)
_PASSWORD = re.compile(r"\btype\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
_AGAINST = {"error": "html_instead_of_data", "login": "login_required"}


def looks_like(text: str) -> bool:
    """Whether the text opens as a page, not as some other XML."""
    lead = _LEAD.match(text)
    if not lead:
        return False
    return bool(
        _HTML.match(text, lead.end() - 1) or re.match(r"\s*(<\?xml[^>]*\?>\s*)?<!doctype\s+html", text, re.IGNORECASE)
    )


def parse(source: Source, found: Encoding, text: str) -> Parsed:
    """Say what the page is in the place of: nothing (a page was declared), data, or a login."""
    return Parsed("HTML", False, found.name, found.ascii_only, reason=_reason(source, text))


def _reason(source: Source, text: str) -> str:
    if source.expected == "HTML":
        return ""
    if source.expected and "<input" in text.lower() and _PASSWORD.search(text):
        return "login_required"
    if source.expected in ("XLS", "XLSX") and len(re.findall(r"<tr\b", text, re.IGNORECASE)) > 1:
        return ""
    if source.expected:
        return "html_instead_of_data"
    return _AGAINST.get(pages.look(source.head[: pages.HEAD], source.size, "HTML").kind, "")
