"""Targets from JSON lines, verdicts to JSON lines: the table of quality.md, key by key."""

import json
from typing import Any

from quality.checker.messages import Language, finding_message, reason_message
from quality.checker.names import same_format
from quality.checker.types import Content, Declared, Finding, Target, Verdict


class BadLine(ValueError):
    """A line that is no target; the message says what to do."""


def read_target(line: str) -> Target:
    """One line of input. Raises BadLine."""
    try:
        given: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f'not JSON ({error}); write one object a line, like {{"url": "https://..."}}') from None
    if isinstance(given, str):
        given = {"url": given}
    if not isinstance(given, dict):
        raise BadLine('not an object; write one object a line, like {"url": "https://..."}')
    if not isinstance(given.get("url"), str):
        raise BadLine('no "url"; give the address as text under the key "url"')
    fields = given.get("fields") or []
    if not isinstance(fields, list) or not all(isinstance(name, str) for name in fields):
        raise BadLine('"fields" is not a list of texts; write it like ["name", "date"]')
    texts = {key: _text(given, key) for key in ("format", "encoding", "etag", "last_modified", "sha256")}
    declared = Declared(texts["format"], texts["encoding"], tuple(fields))
    return Target(given["url"], declared, texts["etag"], texts["last_modified"], texts["sha256"])


def _text(given: dict[str, Any], key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f'"{key}" is not a text; put it in quotes or leave it out')
    return value


def as_object(verdict: Verdict, language: Language = "zh-hant") -> dict[str, Any]:
    """One line of output, ready for json.dumps."""
    fetched, target = verdict.fetched, verdict.target
    headers = fetched.headers
    return {
        "url": target.url,
        "final_url": fetched.final_url,
        "redirects": list(fetched.redirects),
        "link": verdict.link,
        "reason": verdict.reason,
        "message": reason_message(verdict, language),
        "http_status": fetched.http_status,
        "elapsed_ms": fetched.elapsed_ms,
        "bytes": fetched.bytes,
        "sha256": fetched.sha256 or (target.sha256 if fetched.unchanged else "") or None,
        "etag": headers.get("etag") or (target.etag if fetched.unchanged else "") or None,
        "last_modified": headers.get("last-modified") or (target.last_modified if fetched.unchanged else "") or None,
        "unchanged": fetched.unchanged,
        "declared_format": target.declared.format or None,
        "format_matches": _matches(verdict),
        **_content(verdict.content, language, stars=verdict.link == "ok"),
        "detail": fetched.detail or None,
    }


def _matches(verdict: Verdict) -> bool | None:
    return same_format(verdict.target.declared.format, verdict.content.format) if verdict.content else None


def _content(content: Content | None, language: Language, *, stars: bool) -> dict[str, Any]:
    """The keys of content; all of them null, and no findings, where there was none to judge."""
    known = content or Content(stars=0)
    found: dict[str, Any] = {
        "format": known.format if content else None,
        "encoding": known.encoding or None,
        "delimiter": known.delimiter or None,
        "header_row": known.header_row,
        "columns": known.columns,
        "rows": known.rows,
        "fields": list(known.fields),
        "machine_readable": known.machine_readable,
        "stars": (known.stars if content else None) if stars else 0,
        "newest_date": known.newest_date.isoformat() if known.newest_date else None,
        "findings": [_finding(finding, language) for finding in known.findings],
    }
    if known.members:
        found["members"] = [
            {"name": member.name, **_content(member.content, language, stars=stars)} for member in known.members
        ]
    return found


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    place = {key: value for key, value in (("row", finding.row), ("column", finding.column)) if value is not None}
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding_message(finding, language),
        **place,
    }
