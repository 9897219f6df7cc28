"""States and outages: what follows from the checks. Written beside them, and rebuildable from them alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from quality import rules
from quality.models import Check, DistributionState, Observation, Outage
from quality.services.lanes import RETRY_NETWORK
from quality.services.observing import Result, header, judged_as, plain


def advance_state(
    before: DistributionState | None,
    result: Result,
    seen: Observation,
    now: datetime,
    needed_by: datetime | None = None,
) -> DistributionState:
    """The state after one more check. The checker's own fault leaves it as it was, to be looked at again soon."""
    state = before or DistributionState(distribution_id=result.job.distribution_id, observation=seen)
    state.checked_at = now
    if result.fault:
        state.observation = seen if state.observation.fault else state.observation
        state.next_check_at = now + RETRY_NETWORK
        return state
    same = not state.observation.fault and state.observation.link == seen.link == "ok" and not seen_change(result, seen)
    state.calm_checks = min(state.calm_checks + 1, len(rules.RUNGS)) if same and before else 0
    state.observation = seen
    state.next_check_at = rules.next_check(now, state.calm_checks, needed_by)
    if seen.link == "ok":
        _keep_evidence(state, result, seen, now)
    return state


def seen_change(result: Result, seen: Observation) -> bool:
    """Whether this very check saw new data: what it only confirms was no change."""
    return bool(seen.content_changed) and not result.verdict.fetched.unchanged


def _keep_evidence(state: DistributionState, result: Result, seen: Observation, now: datetime) -> None:
    """What the next conditional request needs. A 304 may leave out what the 200 said."""
    state.last_ok_at = now
    state.generated = state.generated or result.generated
    if result.verdict.content is not None:
        state.content, state.judged_as = seen, judged_as(result.job.distribution)
        state.etag = plain(header(result.verdict, "etag"))
        state.last_modified = plain(header(result.verdict, "last-modified"))[:64]
    else:
        state.etag = plain(header(result.verdict, "etag")) or state.etag
        state.last_modified = plain(header(result.verdict, "last-modified"))[:64] or state.last_modified


def advance_outages(checks: Sequence[Check]) -> None:
    """Carry suspicions and outages on by these newest checks, each distribution once."""
    told = [check for check in checks if not check.observation.fault and check.observation.link != "unsure"]
    open_rows = {
        outage.distribution_id: outage
        for outage in Outage.objects.filter(distribution__in=[c.distribution_id for c in told], ended_at=None)
    }
    for check in told:
        row = open_rows.get(check.distribution_id)
        if row is not None:
            since = _history().filter(distribution=check.distribution_id, checked_at__gte=row.began_at)
            _write(row, rules.outages(map(_seen, since))[0])
        elif check.observation.link == "broken":
            (span,) = rules.outages([_seen(check)])
            _write(Outage(distribution_id=check.distribution_id), span)


@transaction.atomic
def rebuild() -> tuple[int, int]:
    """Throw the projections away and make them again from the checks; how many states and outages there are now.

    What is no fact is lost: ETag and Last-Modified, so the next check of each reads the whole file once.
    What a schedule asks for comes back with that check.
    """
    Outage.objects.all().delete()
    DistributionState.objects.all().delete()
    states: list[DistributionState] = []
    spans: list[Outage] = []
    history = _history().order_by("distribution_id", "checked_at", "pk").iterator(chunk_size=2000)
    for distribution, checks in groupby(history, key=lambda check: check.distribution_id):
        rows = list(checks)
        spans += [_fill(Outage(distribution_id=distribution), span) for span in rules.outages(map(_seen, rows))]
        states.append(_state_of(distribution, rows))
    Outage.objects.bulk_create(spans, batch_size=1000)
    DistributionState.objects.bulk_create(states, batch_size=1000)
    return len(states), len(spans)


def _history() -> QuerySet[Check]:
    return Check.objects.select_related("observation").order_by("checked_at", "pk")


def _seen(check: Check) -> rules.Seen:
    seen = check.observation
    link: Any = seen.link
    return rules.Seen(check.checked_at, link, seen.machine_readable, seen.fault, seen.reason)


def _write(row: Outage, span: rules.OutageSpan) -> None:
    _fill(row, span).save()


def _fill(row: Outage, span: rules.OutageSpan) -> Outage:
    row.began_at, row.confirmed_at, row.ended_at = span.began_at, span.confirmed_at, span.ended_at
    row.failures, row.reason = span.failures, span.reason
    return row


def _state_of(distribution: UUID, checks: Sequence[Check]) -> DistributionState:
    real = [check for check in checks if not check.observation.fault] or list(checks)
    fine = [check for check in real if check.observation.link == "ok"]
    calm = _calm(real)
    last = real[-1]
    return DistributionState(
        distribution_id=distribution,
        observation=last.observation,
        content=fine[-1].observation if fine else None,
        checked_at=checks[-1].checked_at,
        next_check_at=rules.next_check(last.checked_at, calm),
        last_ok_at=fine[-1].checked_at if fine else None,
        calm_checks=calm,
    )


def _calm(checks: Iterable[Check]) -> int:
    """Checks since the last that failed or saw something new."""
    calm, before = 0, None
    for check in checks:
        same = before == check.observation_id and check.observation.link == "ok"
        calm, before = (min(calm + 1, len(rules.RUNGS)) if same else 0), check.observation_id
    return calm
