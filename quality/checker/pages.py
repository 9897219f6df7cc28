"""What a body says to a person: a log-in form, a page of errors, "you are being taken to ...". All with status 200.

Only the beginning of a body is read. Each pattern was met in the wild or in the servers' own sources; each has true
and false examples in `tests/quality/checker/test_pages.py`.
"""

import json
import re
from html import unescape
from pathlib import Path

from quality.checker.types import Body, Content, Examined, Page

HEAD = 64 * 1024
SMALL = 8 * 1024
"""An error in the words of JSON, XML or plain text is short; data that speaks of errors is not."""

_MARKUP = re.compile(r"<!--.*?-->|<(script|style|noscript|template)\b.*?</\1\s*>", re.I | re.S)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.I | re.S)
_HEADING = re.compile(r"<h[12][^>]*>(.*?)</h[12]", re.I | re.S)
_MARKUP_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|script|meta|div|table|form)\b")
_ROW = re.compile(r"<tr\b", re.I)
_TAG = re.compile(r"<[^>]*>")
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.I)
_META = re.compile(r"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?refresh\b[^>]*>", re.I)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_REFRESH_TO = re.compile(r"^\s*[\d.]*\s*[;,]?\s*url\s*=\s*(.+)$", re.I | re.S)
_SCRIPT_TO = re.compile(
    r"(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*=\s*[\"']([^\"'\s]+)[\"']"
    r"|location\.(?:replace|assign)\(\s*[\"']([^\"'\s]+)[\"']\s*\)"
)
_ERROR_TITLE = re.compile(
    r"\b(?:4\d\d|5\d\d)\b.{0,40}(?:error|not found|forbidden|unavailable|錯誤|找不到|不存在)|^\W*(?:error\s*)?(?:40[0-9]|410|50[0-4])\W*$"
    r"|\bnot found\b|page (?:is )?missing|no longer (?:available|exists)|does(?:n.t| not) exist|access (?:is |has been )?denied"
    r"|request (?:rejected|blocked)|forbidden|service unavailable|bad gateway|internal server error|runtime error"
    r"|server error|web ?page blocked|attention required|just a moment|under (?:maintenance|construction)|domain (?:is )?for sale"
    r"|parked|account suspended|default web ?site page|welcome to nginx|^\W*(?:an )?error(?: page| occurred)?\W*$|^index of /$"
    r"|找不到|不存在|查無|已移除|已下架|已刪除|無法(?:顯示|開啟|提供|存取|瀏覽|連線)|錯誤(?:訊息|頁面|發生)?$|發生錯誤|系統錯誤"
    r"|(?:系統|網站|服務).{0,4}(?:維護|維修|停機|暫停)|拒絕存取|存取被拒|禁止(?:存取|訪問)|页面不存在|阻擋|封鎖",
    re.I,
)
_LOGIN_TITLE = re.compile(
    r"\b(?:log|sign)[ -]?(?:in|on)\b|authentication required|unauthori[sz]ed|single sign|登入|登錄|登录|請先登|身分驗證|身份驗證|會員驗證",
    re.I,
)
_ERROR_TEXT = re.compile(
    r"^\W*(?:(?:http )?(?:error|status|code)\W{0,3})?(?:[45]\d\d\b|(?:file|page|resource|data|url|record)s? (?:was |is )?not (?:found|available|exist)"
    r"|not found|no such (?:file|key|page)|access denied|forbidden|unauthori[sz]ed|internal server error|bad request|service unavailable"
    r"|error\b|exception\b|invalid (?:request|token|parameter|api|key)|(?:php )?(?:fatal error|warning|notice|parse error)\b\s*:"
    r"|查無|找不到|檔案不存在|資料不存在|無此(?:檔|資料)|系統(?:錯誤|維護|忙碌)|發生錯誤|錯誤|請先登入|無(?:權限|法)|<b>(?:fatal error|warning)</b>)",
    re.I,
)
_ERROR_ROOT = re.compile(
    r"<(?:\w+:)?(?:error|errors|errorresponse|exceptionreport|serviceexceptionreport|serviceexception|fault|exception|cross-domain-error)[\s>/]",
    re.I,
)
_ERROR_KEYS = {
    "error",
    "errors",
    "errormessage",
    "error_message",
    "errmsg",
    "errcode",
    "error_code",
    "errorcode",
    "exception",
    "fault",
    "stacktrace",
}
_STATE_KEYS = {
    "status",
    "code",
    "statuscode",
    "status_code",
    "success",
    "ok",
    "result",
    "rtncode",
    "returncode",
    "state",
}
_WORD_KEYS = {
    "message",
    "msg",
    "detail",
    "title",
    "type",
    "timestamp",
    "path",
    "reason",
    "description",
    "traceid",
    "requestid",
    "instance",
    "data",
}
_BAD_WORDS = {
    "error",
    "fail",
    "failed",
    "failure",
    "false",
    "not found",
    "notfound",
    "unauthorized",
    "forbidden",
    "denied",
    "ng",
}
_LOGIN_WORDS = re.compile(
    r"\b40[17]\b|unauthori[sz]ed|login|log in|sign in|token|api.?key|credential|authenticat|登入|授權|金鑰", re.I
)


_PROLOGUE = re.compile(r"(?:\ufeff|\s|<\?.*?\?>|<!.*?>)*", re.S)


def look(head: bytes, size: int, form: str, *, tabular: bool = False) -> Page:
    """Read the beginning of a body whose format is known; `size` is the whole's, `tabular` says it has real rows."""
    text = _decode(head)
    if form == "HTML":
        return _look_at_html(text)
    if size > SMALL or tabular:
        return Page()
    if form == "JSON":
        return _look_at_json(text)
    if form in {"XML", "RSS"}:
        if _ERROR_ROOT.match(_PROLOGUE.sub("", text, count=1)):
            return _error(text)
        if not text.lstrip().startswith(("<br", "<b>")):  # what PHP prints looks like XML
            return Page()
        text = _plain(text)
    short = text.count("\n") <= 5 and _ERROR_TEXT.search(text.lstrip("\ufeff \t\r\n")[:200])
    return _error(text) if short else Page()


def glance(body: Body) -> Examined | None:
    """Enough of a look for bytes that are those of last time: a page is as dead as it was, data as good.

    None where only a full look can tell.
    """
    if isinstance(body, Path):
        return Examined(Content())
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    form = "HTML" if _MARKUP_START.search(start) else {b"<": "XML", b"{": "JSON", b"[": "JSON"}.get(start[:1], "TXT")
    page = look(body[:HEAD], len(body), form)
    return None if form == "TXT" and page.kind else Examined(Content(format=form), page)


def _decode(head: bytes) -> str:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > len(head) - 4 and len(head) >= HEAD:
                return head[: error.start].decode(encoding)
    return head.decode("utf-8", "replace")


def _look_at_html(text: str) -> Page:
    if target := _refresh(text):
        return Page("refresh", target)
    seen = _MARKUP.sub(" ", text)
    words = [_plain(found) for found in [*_TITLE.findall(text)[:1], *_HEADING.findall(seen)[:2]]]
    if any(_ERROR_TITLE.search(line) for line in words):
        return _error(" ".join(words))
    if _PASSWORD.search(seen):
        return Page("login")
    plain = _plain(seen)
    if len(plain) < 400 and _ERROR_TITLE.search(plain):
        return _error(plain)
    if any(_LOGIN_TITLE.search(line) for line in words) or (len(plain) < 200 and _LOGIN_TITLE.search(plain)):
        return Page("login")
    return Page("table" if len(_ROW.findall(seen)) > 1 else "page")


def _error(text: str) -> Page:
    return Page("login" if _LOGIN_WORDS.search(text) else "error")


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _refresh(text: str) -> str:
    """Where a meta refresh leads, or the one line of script of a page that has nothing else."""
    for tag in _META.findall(re.sub(r"<!--.*?-->|<noscript\b.*?</noscript\s*>", " ", text, flags=re.I | re.S)):
        value = next((part for found in _CONTENT.findall(tag) for part in found if part), "")
        if match := _REFRESH_TO.match(unescape(value)):
            return match[1].strip().strip("\"'")
    if len(text) < 2048 and len(_plain(_MARKUP.sub(" ", text))) < 120 and (match := _SCRIPT_TO.search(text)):
        return match[1] or match[2]
    return ""


def _look_at_json(text: str) -> Page:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return Page()
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return _error(text) if isinstance(value, dict) and _is_error(value) else Page()


def _is_error(value: dict[str, object]) -> bool:
    """An object that holds the words of a failure and nothing that could be data."""
    fields = {key.lower(): content for key, content in value.items()}
    payload = [
        content
        for key, content in fields.items()
        if content not in (None, "", [], {})
        and (isinstance(content, list) or key not in _ERROR_KEYS | _STATE_KEYS | _WORD_KEYS)
    ]
    if any(key in _ERROR_KEYS and content not in (None, "", [], {}, 0, "0", False) for key, content in fields.items()):
        return all(key in _ERROR_KEYS or not isinstance(fields[key], list) for key in fields) and len(payload) <= 2
    return not payload and any(_is_bad(fields[key]) for key in fields if key in _STATE_KEYS)


def _is_bad(state: object) -> bool:
    if isinstance(state, bool):
        return not state
    if isinstance(state, int):
        return 400 <= state < 600 or state < 0
    text = str(state).strip().lower()
    return text in _BAD_WORDS or bool(re.fullmatch(r"[45]\d\d|-\d+", text))
