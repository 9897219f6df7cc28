"""From all the evidence of one observation to a verdict. Pure; the words are those of quality.md."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from quality.checker.filename import names_in
from quality.checker.names import DOCUMENTS, format_name
from quality.checker.types import Examined, Fetched, Link, Target, Verdict

FINE = {"ok", "redirected"}
UNSURE = {"throttled", "forbidden", "too_large", "bomb", "unsafe_address", "timeout", "checker_fault"}
NETWORK = {"timeout", "dns_failure", "tls_error", "refused", "reset", "checker_fault"}
BROKEN = NETWORK - UNSURE | {
    *("not_found", "gone", "login_required", "server_error", "truncated", "redirect_loop", "too_many_redirects"),
    *("html_instead_of_data", "empty", "invalid_url"),
}  # fmt: skip
_SUFFIXES = """
    csv tsv json jsonl ndjson geojson xml rss kml kmz gml xlsx xls ods parquet shp zip 7z gz tgz tar rar jsonld ttl rdf
    pdf doc docx odt txt png jpg jpeg tif
"""
_DATA_SUFFIXES = frozenset(_SUFFIXES.split())
_HOME = re.compile(r"/?(?:(?:index|default|home|main)(?:\.\w+)?/?)?", re.I)
_LOGIN_PATH = re.compile(r"(?:^|[/_.-])(?:log|sign)[_-]?[io]n\b|/(?:sso|cas|oauth2?|adfs|saml2?)(?:/|$)", re.I)
_ERROR_PATH = re.compile(
    r"(?:^|[/_.-])(?:error|err|not_?found|40[0-9]|50[0-9]|page_?not_?found|message_?error|oops|maintenance)\b", re.I
)


def link_of(reason: str) -> Link:
    """Fine, unsure or broken: the table of quality.md."""
    return "ok" if reason in FINE else "unsure" if reason in UNSURE else "broken"


def by_status(status: int | None, retry_after: str = "") -> str:
    """The reason that an HTTP status alone gives; empty for those whose body is to be judged."""
    if status is None or status >= 600:
        return "server_error"
    if status < 400:
        return ""
    named = {
        401: "login_required",
        407: "login_required",
        404: "not_found",
        400: "not_found",
        410: "gone",
        408: "timeout",
    }
    named |= {425: "throttled", 429: "throttled", 511: "login_required"}
    if status == 503 and retry_after:
        return "throttled"
    return named.get(status, "server_error" if status >= 500 else "forbidden")


def judge(target: Target, fetched: Fetched, examined: Examined | None = None) -> Verdict:
    """What the network says stands, unless the content overturns it: a living address can serve a dead page."""
    reason = fetched.reason
    content = examined.content if examined else None
    if reason in FINE and examined:
        reason = overturned(target, fetched, examined) or reason
    link = link_of(reason)
    return Verdict(target, link, reason, _kept(fetched, fine=link == "ok"), content)


def _kept(fetched: Fetched, *, fine: bool) -> Fetched:
    """Without the ETag or date of a dead page: a 304 must never mean "still dead"."""
    if fine:
        return fetched
    headers = {name: value for name, value in fetched.headers.items() if name not in {"etag", "last-modified"}}
    return replace(fetched, headers=headers)


def overturned(target: Target, fetched: Fetched, examined: Examined) -> str:
    """The reason that the body gives against the link, or an empty string."""
    if examined.content is None:
        return "timeout" if examined.fault == "timeout" else "checker_fault"
    if examined.content.reason and examined.content.reason != "html_instead_of_data":
        return examined.content.reason
    if examined.content.format == "HTML":
        return _against_page(target, fetched, examined)
    if examined.page.kind in {"error", "login"}:
        return "login_required" if examined.page.kind == "login" else "html_instead_of_data"
    if examined.page.kind == "remark" and _expects_records(target):
        return "html_instead_of_data"
    return examined.content.reason


def _expects_records(target: Target) -> bool:
    """Whether records were promised: one sentence is then no data. A text may well be one."""
    names = {format_name(target.declared.format)} - {""} or set(map(format_name, _suffixes(target.url)))
    return bool(names - {""}) and not names & DOCUMENTS


def _against_page(target: Target, fetched: Fetched, examined: Examined) -> str:
    kind = examined.page.kind
    moved = _key(fetched.final_url) != _key(target.url)
    data = expects_data(target, fetched)
    path = urlsplit(fetched.final_url).path
    if kind == "login" or (kind == "form" and (data or moved)):
        return "login_required"
    if moved and _LOGIN_PATH.search(path) and (data or kind == "login"):
        return "login_required"
    if kind == "table" and _sent_as_file(fetched):
        return ""
    if kind == "error" or data or (examined.content and examined.content.reason):
        return "html_instead_of_data"
    if moved and (_sent_home(target.url, fetched.final_url) or _ERROR_PATH.search(path)):
        return "html_instead_of_data"
    return ""


def _sent_as_file(fetched: Fetched) -> bool:
    """A table written in HTML and sent as a spreadsheet opens in one: the wrong format, not the wrong thing."""
    kind = fetched.headers.get("content-type", "").partition(";")[0].strip().lower()
    names = fetched.headers.get("content-disposition", "").lower()
    return "excel" in kind or "spreadsheet" in kind or bool(re.search(r"\.(?:xlsx?|csv|ods)\b", names))


def expects_data(target: Target, fetched: Fetched) -> bool:
    """Whether anything promised a file: the catalogue first, then the address."""
    if said := format_name(target.declared.format):
        return said != "HTML"
    return any(suffix in _DATA_SUFFIXES for suffix in _suffixes(target.url))


def _suffixes(url: str) -> set[str]:
    return {PurePosixPath(name).suffix.lower().lstrip(".") for name in names_in(url)}


def _key(url: str) -> tuple[str, str]:
    """Host and path, so that http against https, or a slash at the end, is no move."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return "", url
    return (parts.hostname or "").removeprefix("www."), unquote(parts.path).rstrip("/").lower() + "?" + unquote(
        parts.query
    )


def _sent_home(asked: str, answered: str) -> bool:
    path = urlsplit(answered).path
    return (
        bool(_HOME.fullmatch(path))
        and not _HOME.fullmatch(urlsplit(asked.strip()).path)
        and not urlsplit(answered).query
    )


def checker_is_broken(verdicts: Sequence[Verdict], *, share: float = 0.5, least_hosts: int = 3) -> bool:
    """Self-check over a batch: half of all *hosts* out of reach at once says more of us than of them.

    Hosts are counted, not addresses: one host that is down takes all its addresses with it. Too few hosts prove
    nothing, except our own `checker_fault`.
    """
    hosts: dict[str, bool] = {}
    for verdict in verdicts:
        host = urlsplit(verdict.fetched.final_url or verdict.target.url.strip()).netloc.lower()
        hosts[host] = hosts.get(host, True) and verdict.reason in NETWORK
    out = sum(hosts.values())
    if verdicts and all(verdict.reason == "checker_fault" for verdict in verdicts):
        return True
    return len(hosts) >= least_hosts and out >= share * len(hosts)


def as_fault(verdict: Verdict) -> Verdict:
    """The same observation, once it is known that the checker itself was out."""
    if verdict.reason not in NETWORK:
        return verdict
    return replace(verdict, link="unsure", reason="checker_fault")
