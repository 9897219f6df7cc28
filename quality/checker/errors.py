"""Errors in the words of JSON, XML and plain text: what an API says with status 200 when it has no data to give."""

import json
import re
from collections.abc import Mapping

from quality.checker.words import ERROR

_PROLOGUE = re.compile(r"(?:\ufeff|\s|<\?.*?\?>|<!.*?>)*", re.S)
_LEAF = re.compile(r"<(?:\w+:)?([\w-]+)(?:\s[^<>]*)?>([^<]*)</")
_ERROR_TEXT = re.compile(
    r"\W*(?:(?:http |api |server |request )?(?:error|status|code)\W{0,3})?(?:[45]\d\d\b(?!\w)(?=\s*(?:$|[^\w\s]|not |error|forbidden|bad |unauth|internal|service|gateway|page|file|access|method"
    r"|request|too |找|錯|無|頁|禁|伺|權))"
    r"|(?:the )?(?:requested |specified )?(?:file|page|resource|data|url|record|object|key)s? (?:was |is |could |can)?(?:not |does not )(?:be )?(?:found|available|exist)"
    r"|not found|no (?:such|matching) (?:file|key|page|record)|no data (?:found|available)|access denied|forbidden|unauthori[sz]ed"
    r"|(?:an )?(?:internal |unexpected |unknown )?(?:server |system )?error\b|bad request|service unavailable|exception\b"
    r"|invalid (?:request|token|parameter|api|key|query)|(?:php )?(?:fatal error|warning|notice|parse error)\b\s*:"
    r"|ora-\d{5}|traceback \(most recent|(?:\w+\.)*\w*(?:exception|error)\s?:\s|could not (?:connect|find|open|load|read)"
    r"|the system cannot find|authorization has been denied|no http resource was found|no data\W*$|[\w ]{0,60}\berror\W*$"
    r"|bad gateway|gateway time-?out|upstream connect error|no healthy upstream|too many (?:connections|requests)|cannot get /"
    r"|missing authentication|whitelabel error page|null\s*$|參數錯誤|(?:查詢|驗證)失敗|(?:連線|查詢|作業)?逾時(?!\w)"
    r"|authentication (?:credentials|required|failed)|request (?:failed|rejected|blocked)"
    r"|查無|找不到|檔案不存在|資料不存在|無此(?:檔|資料)|系統(?:錯誤|維護|忙碌|異常)|發生錯誤|錯誤|請(?:先|重新)?登入|(?:連結|網頁|網址|檔案|頁面)已(?:經)?(?:失效|過期|移除|刪除|下架|不存在)|未(?:經|獲)?授權|(?:您|你)?的?IP.{0,4}未授權|非法(?:存取|請求|連線)|not authorized|無(?:權限|法)|權限不足|(?:您|你)?沒有權限|下載失敗|資料庫(?:連線)?(?:失敗|錯誤|異常)|連線(?:失敗|逾時)|伺服器(?:錯誤|忙碌))",
    re.I,
)
_TRACE = re.compile(
    r"microsoft (?:ole db provider|vbscript (?:runtime|compilation) error|jet database engine)[^\n]*(?:error|\n)|adodb\.\w+ error"
    r"|(?:exception in thread [^\n]*|unhandled exception[^\n]*)\s*(?:\w+\.)+\w*(?:exception|error)\b"
    r"|(?:\w+\.)+\w*(?:exception|error)\b[^\n]*\n\s+at [\w.$<>]+\(|traceback \(most recent call last\)|ora-\d{5}:"
    r"|(?:php )?(?:fatal error|parse error|warning|notice|deprecated)\s*:\s[^\n]{0,500}? on line \d+"
    r"|<\?php\b|<%@\s*(?:page|language)\b",  # the program itself, where it does not run
    re.I,
)
_MILD = re.compile(r"(?:warning|notice|deprecated)(?:</b>)?\s*:.*\bon line\b", re.I)
_TAGS = re.compile(r"<[^<>]*>")
_ERROR_ROOT = re.compile(
    r"<(?:\w+:)?(?:error|errors|errorresponse|error-response|exceptionreport|serviceexceptionreport|serviceexception|fault|exception"
    r"|cross-domain-error|httperror)[\s>/]",
    re.I,
)
_REMARK = 300
"""Characters of the longest remark."""
_MOST_SAID = 20
"""Elements in which an error tells of itself; what has more under <errors> is a list of them, such as of their codes."""
_SENTENCE = re.compile(
    r"[^\t|]*[^\W\d_][^\t|]*[.!?。！？]|[^,;\t|]*(?:[，。！？]|請)[^,;\t|]*|[A-Za-z][^,;\t|]*(?: [^,;\t|]+){2,}"
    r"|\W*(?:undefined|none|null|nil|nan|n/?a|void|array|false|true|ok|0|success(?:ful(?:ly)?)?|succeeded|fail(?:ed|ure)?|error|no (?:rows?|records?|results?|content|items?)(?: found)?|(?:查詢?|暫|尚|目前|現|(?:本|今|當)(?:日|週|月|季|年|期))?無資料|(?:\w+ )?(?:refused|denied|exceeded|failed|timed out))\W*"
    r"|(?:\"\"|'')|\[object \w+\]|-\d{1,4}"
    r"|[^,;\t|]*(?:服務|系統|網站|平[臺台]|功能)(?:已經?|暫時?)?(?:停止|停用|關閉|終止|暫停|下線|下架)[^,;\t|]*",
    re.I,
)
_LOGIN_WORDS = re.compile(
    r"\b40[17]\b|unauthori[sz]ed|log ?in|sign ?in|token|api.?key|credential|authenticat|登入|授權|金鑰", re.I
)
_ERROR_KEYS = frozenset(
    [
        "error",
        "errors",
        "errormessage",
        "error_message",
        "errormsg",
        "error_msg",
        "errmsg",
        "err",
        "errcode",
        "error_code",
        "errorcode",
        "exception",
        "fault",
    ]
)
_STATE_KEYS = frozenset(
    [
        "status",
        "code",
        "statuscode",
        "status_code",
        "httpstatus",
        "success",
        "ok",
        "result",
        "resultcode",
        "respcode",
        "responsecode",
        "cod",
        "errno",
        "ret",
        "rtncode",
        "returncode",
        "retcode",
        "state",
        "issuccess",
    ]
)
_WORD_KEYS = frozenset(
    [
        "message",
        "msg",
        "detail",
        "details",
        "title",
        "type",
        "timestamp",
        "time",
        "path",
        "reason",
        "description",
        "traceid",
        "requestid",
        "instance",
        "data",
        "exceptiontype",
        "exceptionmessage",
        "stacktrace",
        "documentation_url",
        "resource",
        "hostid",
        "error_description",
        "rtnmsg",
        "retmsg",
        "resultmsg",
        "returnmsg",
        "help",
        "method",
        "version",
        "body",
        "info",
        "information",
    ]
)
_SAID_KEYS = (
    "message",
    "msg",
    "detail",
    "title",
    "reason",
    "description",
    "rtnmsg",
    "retmsg",
    "resultmsg",
    "returnmsg",
    "body",
    "info",
    "information",
    "data",
)
_TOLD_KEYS = ("message", "msg", "rtnmsg", "retmsg", "resultmsg", "returnmsg")
"""Those among them that no notice has for a title or a text of its own."""
_LONE = frozenset(
    {"message", "msg", "detail", "reason", "info", "information", "timestamp", "time", "path", "requestid"}
)
"""Keys of a message that comes with nothing else: whatever it says, it is no data."""
_HEADS = frozenset({"head", "header", "meta", "status", "responseheader", "msgheader"})
_BAD_WORDS = frozenset(
    ["error", "fail", "failed", "failure", "false", "unauthorized", "forbidden", "denied", "ng", "notfound", "invalid"]
)
_BAD_CODE = re.compile(
    r"[45]\d\d|-\d+|nosuch\w*|invalid\w*|\w*(?:error|exception|failed|failure|denied|notfound|expired|unauthorized)"
)
_GLUE = str.maketrans("", "", " _-")
_YES = frozenset({"ok", "success", "issuccess"})
"""Keys that say whether it went well: a nought means no."""
_NO: tuple[object, ...] = (0, "0", "n", "N", "no")
_SOAP_FAULT = re.compile(r"<(?:\w+:)?Envelope\b.{0,2000}?<(?:\w+:)?Fault[\s>]", re.S)
_NOTHING: tuple[object, ...] = (None, "", [], {}, 0, "0", False)


def is_trace(text: str) -> bool:
    """Whether it opens as what a program says when it dies: no table begins like that, whatever its commas."""
    return bool(_TRACE.match(text.lstrip("\ufeff \t\r\n")[:2000]))


def goes_on(text: str) -> bool:
    """Whether a program that only warns goes on to its data: three lines at least that are none of its warnings."""
    lines = [line for line in text.splitlines() if _TAGS.sub("", line).strip()]
    return bool(_MILD.search(lines[0] if lines else "")) and sum(not _MILD.search(line) for line in lines) > 2


def is_remark(text: str) -> bool:
    """One line that is a sentence, or one of the words of a program that has nothing: no table, whatever it is."""
    line = text.strip("\ufeff \t\r\n")
    return "\n" not in line and len(line) <= _REMARK and bool(_SENTENCE.fullmatch(line))


def kind_of(text: str, form: str) -> str:
    """`error` or `login` where a short body is nothing but that, else empty. `form`: its format."""
    if form == "JSON":
        failed = _json_failed(text)
    elif form == "XML":
        failed = _xml_failed(text)
    else:  # a feed may well report of errors
        failed = form != "RSS" and text.count("\n") <= 5 and _speaks_of_error(text)
    return login_or_error(text) if failed else ""


def login_or_error(text: str) -> str:
    """Which of the two it is, once it is one of them."""
    return "login" if _LOGIN_WORDS.search(text) else "error"


def _speaks_of_error(text: str) -> bool:
    return bool(_ERROR_TEXT.match(text.lstrip("\ufeff \t\r\n")[:300]))


def _xml_failed(text: str) -> bool:
    """An error element at the root, or a few leaves that say so."""
    body = _PROLOGUE.sub("", text, count=1)
    leaves = _LEAF.findall(body)
    if (root := _ERROR_ROOT.match(body)) or _SOAP_FAULT.match(body):
        return not (root and "errors" in root[0].lower() and len(leaves) > _MOST_SAID)
    if len(leaves) == 1 and body.count("<") == 2:
        return _speaks_of_error(leaves[0][1]) or leaves[0][1].strip().lower() in _BAD_WORDS
    names = {name.lower(): value.strip() for name, value in leaves}
    return 0 < len(leaves) <= 8 and len(names) == len(leaves) and _is_failure(names)


def _json_failed(text: str) -> bool:
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    if value is None or value is False or value == "":
        return True
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    if isinstance(value, str):
        return _speaks_of_error(value)
    for _ in range(3):  # [{...}] and {"response": {...}} are wrappings
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, dict) and len(value) == 1 and isinstance(inner := next(iter(value.values())), dict):
            if next(iter(value)).lower() in _ERROR_KEYS:
                return bool(inner)
            value = inner
        elif isinstance(value, dict) and (head := _head_alone(value)):
            value = head
    if not isinstance(value, dict):
        return False
    holds_nothing = bool(value) and all(content is None for content in value.values())
    return holds_nothing or _is_failure({key.lower(): content for key, content in value.items()})


def _head_alone(answer: dict[str, object]) -> dict[str, object] | None:
    """The head of an answer that has nothing else: {"head": {"code": "E01"}, "body": null}."""
    said = [(name, value) for name, value in answer.items() if value not in _NOTHING]
    if len(said) == 1 and len(answer) > 1 and said[0][0].lower() in _HEADS and isinstance(said[0][1], dict):
        return said[0][1]
    return None


def _is_failure(fields: Mapping[str, object]) -> bool:
    """Fields that hold the words of a failure and nothing that could be data."""
    known = _ERROR_KEYS | _STATE_KEYS | _WORD_KEYS
    payload = [name for name, value in fields.items() if name not in known and value not in _NOTHING]
    lists = [name for name, value in fields.items() if isinstance(value, list) and value and name not in _ERROR_KEYS]
    if any(_is_said(fields[name]) for name in _ERROR_KEYS if name in fields):
        return not lists and len(payload) <= 2
    if payload or lists or (isinstance(fields.get("data"), dict | list) and fields["data"]):
        return False
    if any(_is_bad(value) or (name in _YES and value in _NO) for name, value in fields.items() if name in _STATE_KEYS):
        return True
    if fields.keys() <= _LONE and any(isinstance(value, str) and value for value in fields.values()):
        return True
    if any(_speaks_of_error(str(fields[name])) for name in _SAID_KEYS if fields.get(name)):
        return True
    return any(ERROR.search(str(fields[name])[:_REMARK]) for name in _TOLD_KEYS if fields.get(name))


def _is_said(error: object) -> bool:
    """Whether an error field tells of one: a count or a margin of error does not."""
    return error not in _NOTHING and (not re.fullmatch(r"[\d.]+", str(error)) or _is_bad(error))


def _is_bad(state: object) -> bool:
    if isinstance(state, bool):
        return not state
    if isinstance(state, int | float):
        return 400 <= state < 600 or state < 0
    text = str(state).strip().lower().translate(_GLUE)
    return text in _BAD_WORDS or bool(_BAD_CODE.fullmatch(text))
