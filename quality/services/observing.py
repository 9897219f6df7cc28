"""From a verdict to the observation it makes: what is kept, carried over, and counts as different. No writes."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datasets.models import Distribution, JobState
from quality.checker.names import same_format
from quality.checker.types import Content, Declared, Finding, Member, Target, Verdict
from quality.inside import findings_of
from quality.models import CheckJob, DistributionState, Observation
from quality.rules import Freshness, Trace, freshness

JUDGES = "2"
"""Raise it when the checker judges content differently: everything is then read anew once."""
CONTENT = (
    *("bytes", "sha256", "format", "format_matches", "encoding", "delimiter", "header_row", "machine_readable"),
    *("stars", "columns", "rows", "fields", "newest_date", "findings", "members"),
)
"""What unchanged bytes carry over from the observation that read them."""
COMPARED = ("link", "reason", "final_url", "fault")
"""A check that differs in any of these is a new fact, as is a failure with another status, or a success with other
data; any other check confirms the one before."""


@dataclass(frozen=True, slots=True)
class Result:
    """One check as it is to be recorded. `fault`: the checker itself was at fault. `generated`: a second download
    differed at once. `state`: how the job ends."""

    job: CheckJob
    verdict: Verdict
    fault: bool = False
    generated: bool = False
    state: JobState = JobState.DONE
    error: str = ""


def declared(distribution: Distribution) -> Declared:
    """What the catalogue says. A main field is a name, or {name, explanation} as imports keep it."""
    names = (f.get("name", "") if isinstance(f, dict) else f for f in distribution.fields or ())
    return Declared(distribution.format, distribution.encoding, tuple(map(str, names)))


def judged_as(distribution: Distribution) -> str:
    says = declared(distribution)
    text = json.dumps([JUDGES, says.format, says.encoding, says.fields], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def target(job: CheckJob) -> Target:
    """The distribution with what a conditional request needs, unless the catalogue says something new of it."""
    distribution = job.distribution
    state: DistributionState | None = getattr(distribution, "state", None)
    known: dict[str, str] = {}
    if state and state.content and state.judged_as == judged_as(distribution):
        known = {"etag": state.etag, "last_modified": state.last_modified, "sha256": state.content.sha256}
    return Target(distribution.download_url, declared(distribution), key=str(job.pk), **known)


def observe(result: Result, state: DistributionState | None, now: datetime) -> Observation:
    """The observation that this check would make; whether it is a new one, `differs` says."""
    verdict, fetched = result.verdict, result.verdict.fetched
    before = state.content if state else None
    observation = Observation(
        distribution_id=result.job.distribution_id,
        observed_at=now,
        link="unsure" if result.fault else verdict.link,
        reason=verdict.reason[:24],
        http_status=fetched.http_status,
        final_url=plain(fetched.final_url),
        redirects=[plain(hop) for hop in fetched.redirects],
        etag=plain(header(verdict, "etag")),
        last_modified=plain(header(verdict, "last-modified"))[:64],
        fault=result.fault,
        **_content(verdict, before),
    )
    if not result.fault and verdict.link == "ok":
        news = _freshness(verdict, observation, before, generated=result.generated or bool(state and state.generated))
        observation.content_changed, observation.decided_by = news.changed, news.decided_by
    return observation


def differs(new: Observation, old: Observation | None) -> bool:
    if old is None:
        return True
    # 200 and 304 say the same; an error page may differ at every request.
    names = (*COMPARED, *CONTENT) if new.link == "ok" else (*COMPARED, "http_status")
    return any(_comparable(new, name) != _comparable(old, name) for name in names)


def header(verdict: Verdict, name: str) -> str:
    return verdict.fetched.headers.get(name, "")


def plain(text: str) -> str:
    """Text that every database and every JSON takes: no NUL, no lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _comparable(observation: Observation, name: str) -> Any:
    value = getattr(observation, name)
    # A session in the address is no news.
    return value.partition("?")[0].partition(";")[0] if name == "final_url" else value


def _content(verdict: Verdict, before: Observation | None) -> dict[str, Any]:
    if verdict.content is not None:
        return _read(verdict, verdict.content)
    if verdict.fetched.unchanged and before is not None:
        return {name: getattr(before, name) for name in CONTENT}
    return {"bytes": verdict.fetched.bytes, "sha256": verdict.fetched.sha256}


def _read(verdict: Verdict, content: Content) -> dict[str, Any]:
    return {
        "bytes": verdict.fetched.bytes,
        "sha256": verdict.fetched.sha256,
        "format": content.format[:12],
        "format_matches": same_format(verdict.target.declared.format, content.format),
        "encoding": content.encoding[:20],
        "delimiter": content.delimiter[:8],
        "header_row": content.header_row,
        "machine_readable": content.machine_readable,
        "stars": content.stars,
        "columns": content.columns,
        "rows": content.rows,
        "fields": [plain(name) for name in content.fields],
        "newest_date": content.newest_date,
        "findings": [_finding(found) for found in findings_of(content)],
        "members": [_member(member) for member in content.members],
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity,
        "values": {plain(str(k)): plain(v) if isinstance(v, str) else v for k, v in found.values.items()},
        "row": found.row,
        "column": found.column,
        "private": found.private,
    }


def _member(member: Member) -> dict[str, Any]:
    content = member.content
    return {
        "name": plain(member.name),
        "format": content.format,
        "machine_readable": content.machine_readable,
        "rows": content.rows,
    }


def _freshness(verdict: Verdict, new: Observation, old: Observation | None, *, generated: bool) -> Freshness:
    """Unchanged bytes, or the server's word for it, decide at once; else the most trusted trace that both have."""
    if verdict.fetched.unchanged:
        by_hash = bool(verdict.fetched.sha256)
        return Freshness(False, "content" if by_hash else "etag" if verdict.target.etag else "last_modified")
    if old is None:
        return Freshness(None, "nothing")
    return freshness(_trace(old), _trace(new), generated=generated)


def _trace(observation: Observation) -> Trace:
    return Trace(observation.sha256, observation.newest_date, observation.etag, observation.last_modified)
