"""What a body says to a person: a log-in form, a page of errors, "you are being taken to ...". All with status 200.

Only the beginning of a body is read. Each pattern was met in the wild or in the servers' own sources; each has true
and false examples in `tests/quality/checker/test_pages.py`.
"""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

from quality.checker import errors
from quality.checker.types import Body, Content, Examined, Page
from quality.checker.words import ERROR, LOGIN

HEAD = 64 * 1024
SMALL = 8 * 1024
"""An error in other words than HTML is short; data that speaks of errors is not."""

_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
"""What a browser does not show; as there, what is not closed reaches to the end."""
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.I | re.S)
_HEADING = re.compile(r"<h[12][^>]*>(.*?)</h[12]", re.I | re.S)
_PAGE_START = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|body)\b", re.S)
_MESSAGE = re.compile(rb"\{\s*\"|\"[^\"\n]*\"\s*\Z")
_ROW = re.compile(r"<tr\b", re.I)
_TAG = re.compile(r"<[^>]*(?:>|\Z)")
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password", re.I)
_META = re.compile(r"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?refresh\b[^>]*>", re.I)
_BASE = re.compile(r"<base\b[^>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.I)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_REFRESH_TO = re.compile(r"^\s*[\d.]*\s*[;,]?\s*url\s*=\s*(.+)$", re.I | re.S)
_SCRIPT_TO = re.compile(
    r"(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*=\s*[\"']([^\"'\s]+)[\"']"
    r"|location\.(?:replace|assign)\(\s*[\"']([^\"'\s]+)[\"']\s*\)"
)
_STRONG = re.compile(
    r"(?:page|file|resource|url|document) (?:that )?(?:you(?:'re| are)? (?:are |were )?(?:look(?:ing)? for|request(?:ed|ing))|requested)"
    r".{0,30}(?:could not be found|cannot be found|can.t be found|was not found|does not exist|has been removed|is not available)"
    r"|requested url .{0,200}was not found on this server|the requested url was rejected|this domain .{0,20}(?:is|may be) for sale"
    r"|can.t (?:seem to )?find (?:the|that) (?:page|file) you.{0,10}(?:looking for|requested)|checking your browser before|enable javascript and cookies to continue|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|(?:您|你)?(?:所)?(?:要|想|欲)?(?:找|尋找|查詢|瀏覽|查看|開啟|要求|請求|下載|連結|存取)的(?:網頁|頁面|檔案|資料|網址|資源).{0,8}(?:不存在|已移除|已刪除|找不到|並不存在|已不存在)"
    r"|找不到(?:您|你)?(?:所)?(?:要|想)?(?:找|尋找|查詢|瀏覽|查看|開啟|要求|請求)?的?(?:網頁|頁面|檔案|資源)|驗證您(?:是|為)(?:否為|否是)?(?:人類|真人)|[該此](?:網頁|頁面|檔案|連結).{0,4}(?:移除|刪除|不存在|失效)"
    r"|查無(?:此|該)(?:網頁|頁面|檔案)|(?:網頁|頁面)(?:可能)?已(?:經)?(?:移除|移動|刪除|更名)",
    re.I,
)
_QUESTION = re.compile(r"(?:為什麼|為何|如何|怎麼|怎樣|什麼是|何謂|\b(?:why|how|what)\b)[^。.！!？?]{0,80}", re.I)
"""A page of questions and answers may ask why a page is not found."""
_GUARD = re.compile(
    r"/TSPD/|_Incapsula_Resource|Incapsula incident|awswaf\.com|/cdn-cgi/challenge-platform|\bcf-chl|support id(?: is)?\s*:"
    r"|the requested url was rejected|sucuri website firewall|ddos-guard|attack id\s*:|violation of your internet usage policy|[\"'\s](?:g-re|h-)captcha\b|cf-turnstile",
    re.I,
)
"""What firewalls leave in their pages: F5, Imperva, AWS, Cloudflare, Sucuri."""
_SIGN_ON = re.compile(r"<input\b[^>]*\bname\s*=\s*[\"']?(?:SAMLRequest|SAMLResponse|wresult)\b", re.I)
"""A form that sends itself to a single sign-on."""
_ALERT = re.compile(r"\balert\(\s*[\"'](.*?)[\"']\s*\)")
_PARTS = re.compile(r"\s*[|–—·»>,，。！!？?；;\n]\s*|\s+-\s+|[:：_]")
_ASKS = r"^\s*(?:為什麼|為何|如何|怎麼|怎樣|什麼是|何謂|why|how|what|when)"
_LISTS = (
    r"(?:統計|一覽|清單|清冊|名單|名冊|次數|人數|件數|時數|費用|[比錯誤]率|紀錄|記錄|報告|年報|案件|預算|決算|經費|採購|招標|標案|契約)表?\s*$"
    r"|(?:招標|決標|採購|徵才)公告\s*$|\b(?:statistics|records?|reports?|lists?|numbers?|stud(?:y|ies)|visitors|by (?:month|year|county))\s*$"
)
_COUNTS = re.compile(f"{_ASKS}|{_LISTS}", re.I)
_ABOUT = re.compile(
    rf"{_ASKS}|(?:教學|說明|手冊|須知|辦法|要點|原則|規定|公告|計畫書?|問題)\s*$|{_LISTS}",
    re.I,
)
_LINE = 60
"""Characters of a line that may tell of an error in any place of it."""
_CUT = re.compile(r"[\n,;\t|]")
THIN = 300
"""Characters that a person sees; a page of fewer is nothing but what its headings say."""
_FRAGMENT = re.compile(
    r"\s*<(?:h[1-6]|p|div|center|span|font|a|b|strong|em|br|hr|pre|ul|ol|script|title|meta|img|table)\b", re.I
)


def look(head: bytes, size: int, form: str, *, tabular: bool = False) -> Page:
    """Read the beginning of a body whose format is known; `size` is the whole's, `tabular` says it has real rows."""
    if form == "HTML":
        return _look_at_html(_decode(head))
    if size > SMALL:
        return Page()
    text = _decode(head)
    if tabular and (errors.goes_on(text) or not errors.is_trace(text)):
        return Page()
    if errors.is_trace(text):
        return Page("error")
    if form != "JSON" and _FRAGMENT.match(text):
        page = _look_at_html(text)
        return page if page.kind in {"error", "login", "refresh"} else Page(errors.kind_of(_plain(text), "TXT"))
    kind = errors.kind_of(text, form)
    return Page("remark" if not kind and form in {"TXT", "CSV"} and _is_remark(text) else kind)


def _is_remark(text: str) -> bool:
    """Whether it is a sentence, or a line with the words of an error in it."""
    line = text.strip("\ufeff \t\r\n")
    return errors.is_remark(text) or (len(line) <= _LINE and not _CUT.search(line) and bool(ERROR.search(line)))


def glance(body: Body) -> Examined | None:
    """Enough of a look for bytes that are those of last time: a page is as dead as it was, data as good.

    None where only a full look can tell. Nothing is called dead here but what is HTML or JSON for certain.
    """
    if isinstance(body, Path):
        return Examined(Content())
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    form = {b"<": "XML", b"{": "JSON", b"[": "JSON"}.get(start[:1], "TXT")
    if _PAGE_START.match(start):
        form = "HTML"
    page = look(body[:HEAD], len(body), form)
    return None if page.kind and form not in {"HTML", "JSON"} else Examined(Content(format=form), page)


def is_short(body: bytes) -> bool:
    """Whether it is a few KB that open as a page or an object in JSON, or one string: cheap, and often no data."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return len(body) <= SMALL and bool(_PAGE_START.match(start) or _MESSAGE.match(start))


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
        return Page("refresh", _from_base(text, target))
    seen = _MARKUP.sub(" ", text)
    words = [_plain(found) for found in [*_TITLE.findall(text)[:1], *_HEADING.findall(seen)[:2]]]
    plain = _plain(seen)
    if len(plain) < 2 * THIN and _GUARD.search(text):
        return Page("error")
    if len(plain) < THIN / 2 and (said := " ".join(_ALERT.findall(text))):
        words = [*words, said]
    if any(_is_error(line, thin=len(plain) < THIN) for line in words):
        return Page(errors.login_or_error(" ".join(words)))
    asks = any(_is_login(line, thin=len(plain) < THIN) for line in words) or (len(plain) < 200 and LOGIN.search(plain))
    if len(plain) < THIN and _SIGN_ON.search(text):
        return Page("login")
    if _PASSWORD.search(seen):
        return Page("login" if asks or len(plain) < 600 else "form")
    if _STRONG.search(_QUESTION.sub(" ", plain)) or (len(plain) < 400 and _is_error(plain, thin=len(plain) < 200)):
        return Page(errors.login_or_error(plain))
    if asks:
        return Page("login")
    return Page("table" if len(_ROW.findall(seen)) > 1 else "page")


def _is_error(line: str, *, thin: bool) -> bool:
    """Words of an error; on a page that says more besides, they must be half of a part of the line at least.

    So "Page not found | Portal" is one, and a list of blocked sites or of systems under maintenance is none.
    """
    if thin:
        return bool(ERROR.search(line)) and not _COUNTS.search(line)
    found = ((part, ERROR.search(part)) for part in _parts(line))
    return any(match and (match.end() - match.start()) * 2 >= len(part) for part, match in found)


def _parts(line: str) -> list[str]:
    """The parts of a title, without those that count or list the things they name."""
    return [part.strip() for part in _PARTS.split(line) if not _ABOUT.search(part)]


def _is_login(line: str, *, thin: bool) -> bool:
    """Words that ask for a log-in; on a page that says more besides, they begin a part of the line or are half of it.

    So "Sign in to your account" asks, and a count of log-ins by system does not.
    """
    if thin:
        return bool(LOGIN.search(line)) and not _COUNTS.search(line)
    found = ((part, LOGIN.search(part)) for part in _parts(line))
    return any(
        match and ((match.start() == 0 and part[0].isascii()) or (match.end() - match.start()) * 2 >= len(part))
        for part, match in found
    )


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _from_base(text: str, target: str) -> str:
    """The same from the address that the page says it lies at."""
    base = _BASE.search(text)
    try:
        return urljoin(unescape(base[1]), target) if base else target
    except ValueError:
        return target


def _refresh(text: str) -> str:
    """Where a meta refresh leads, or the one line of script of a page that has nothing else."""
    for tag in _META.findall(
        re.sub(r"<!--.*?(?:-->|\Z)|<noscript\b.*?(?:</noscript\s*>|\Z)", " ", text, flags=re.I | re.S)
    ):
        value = next((part for found in _CONTENT.findall(tag) for part in found if part), "")
        if match := _REFRESH_TO.match(unescape(value)):
            return match[1].strip().strip("\"'")
    if len(text) < 2048 and len(_plain(_MARKUP.sub(" ", text))) < 120 and (match := _SCRIPT_TO.search(text)):
        return match[1] or match[2]
    return ""
