"""HTML: a page instead of data, a login form, or a table that somebody saved as a spreadsheet."""

import re
from itertools import islice

from quality.checker.encoding import Encoding
from quality.checker.parse.source import Source
from quality.checker.table import Parsed

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|title|meta|table|div|frameset|center|form)\b", re.IGNORECASE
)
_LEAD = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<!doctype\s+html[^>]*>\s*)*<", re.IGNORECASE | re.DOTALL)
_PASSWORD = re.compile(r"\btype\s{0,9}=\s{0,9}[\"']?password", re.IGNORECASE)
_ERROR = re.compile(
    r"404|not\s*found|找不到|不存在|無此|錯誤|error|forbidden|denied|rejected|拒絕|查無|維護中|maintenance"
    r"|登入|login|sign\s*in|just a moment|captcha|驗證",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<(?:title|h1)\b", re.IGNORECASE)


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
    if source.expected in ("XLS", "XLSX") and len(re.findall(r"<tr\b", text, re.IGNORECASE)) >= 3:
        return ""
    if source.expected:
        return "html_instead_of_data"
    titles = " ".join(text[mark.start() : mark.start() + 200] for mark in islice(_TITLE.finditer(text), 3))
    return "html_instead_of_data" if _ERROR.search(titles) else ""
