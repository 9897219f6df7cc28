"""The one exit of the checker: results in, facts and projections out, in one transaction, each job once."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import JobState
from quality.checker.types import Fetched, Verdict
from quality.models import Check, CheckJob, DistributionState, Observation
from quality.services.needs import needed_by
from quality.services.observing import Result, differs, observe, target
from quality.services.projections import advance_outages, advance_state

logger = logging.getLogger(__name__)
UNRECORDABLE = gettext_noop("The result could not be recorded. The log of the worker has the details.")


def record(results: Sequence[Result], *, owned: QuerySet[CheckJob], now: datetime) -> int:
    """Record what is still in this worker's hands; how many that were.

    `owned` is the fence: a job that was given to another worker meanwhile is passed over, so no result counts twice.
    A result that the database refuses does not take its neighbours with it: it ends as the checker's own fault.
    """
    if not results:
        return 0
    try:
        return _record(results, owned, now)
    except DatabaseError:
        if len(results) == 1:
            logger.exception("a result was refused: %s", results[0].verdict.target.url)
            return _record([fault(results[0].job, UNRECORDABLE, JobState.FAILED)], owned, now)
        return sum(record([result], owned=owned, now=now) for result in results)


def fault(job: CheckJob, error: str, state: JobState) -> Result:
    """A job that ends without a verdict: the checker's own fault, said as such, and checked again later."""
    from_us = Verdict(target(job), "unsure", "checker_fault", Fetched("checker_fault", detail=error))
    return Result(job, from_us, fault=True, state=state, error=error)


@transaction.atomic
def _record(results: Sequence[Result], owned: QuerySet[CheckJob], now: datetime) -> int:
    ledger.lock()  # checks are numbered in the order in which they are committed: who follows them misses none
    still_ours = set(owned.select_for_update().filter(pk__in=[r.job.pk for r in results]).values_list("pk", flat=True))
    results = [result for result in results if result.job.pk in still_ours]
    ids = [result.job.distribution_id for result in results]
    states = {s.pk: s for s in DistributionState.objects.filter(pk__in=ids).select_related("observation", "content")}
    confirmed = _observations(results, states, _newest(ids), now)
    checks = [_check(result, confirmed[result.job.distribution_id], now) for result in results]
    Check.objects.bulk_create(checks)
    needs = needed_by((result.job.distribution.dataset_id for result in results), now)
    DistributionState.objects.bulk_create(
        [_state(result, states, confirmed, needs, now) for result in results],
        update_conflicts=True,
        unique_fields=["distribution"],
        update_fields=[f.name for f in DistributionState._meta.concrete_fields if not f.primary_key],
    )
    advance_outages(checks)
    _end(results, owned, now)
    return len(results)


def _newest(distributions: Sequence[UUID]) -> dict[UUID, Observation]:
    """The last observation of each, the checker's own faults among them."""
    rows = Observation.objects.filter(distribution__in=distributions).order_by("distribution_id", "-position")
    newest: dict[UUID, UUID] = {}
    for pk, distribution in rows.values_list("pk", "distribution"):
        newest.setdefault(distribution, pk)
    return {o.distribution_id: o for o in Observation.objects.filter(pk__in=newest.values())}


def _observations(
    results: Sequence[Result],
    states: dict[UUID, DistributionState],
    newest: dict[UUID, Observation],
    now: datetime,
) -> dict[UUID, Observation]:
    """By distribution the observation that its check makes or confirms; new ones are recorded as facts."""
    made = {r.job.distribution_id: observe(r, states.get(r.job.distribution_id), now) for r in results}
    new = [seen for distribution, seen in made.items() if differs(seen, newest.get(distribution))]
    ledger.record(new)
    return {**newest, **{seen.distribution_id: seen for seen in new}}


def _state(
    result: Result,
    states: dict[UUID, DistributionState],
    confirmed: dict[UUID, Observation],
    needs: dict[UUID, datetime],
    now: datetime,
) -> DistributionState:
    pk = result.job.distribution_id
    return advance_state(states.get(pk), result, confirmed[pk], now, needs.get(result.job.distribution.dataset_id))


def _check(result: Result, observation: Observation, now: datetime) -> Check:
    fetched = result.verdict.fetched
    return Check(
        round_id=result.job.round_id,
        distribution_id=result.job.distribution_id,
        observation=observation,
        checked_at=now,
        elapsed_ms=min(max(fetched.elapsed_ms, 0), 2**31 - 1),
        full=result.verdict.link == "ok" and (result.verdict.content is not None or fetched.unchanged),
    )


def _end(results: Sequence[Result], owned: QuerySet[CheckJob], now: datetime) -> None:
    endings: dict[tuple[JobState, str], list[int]] = {}
    for result in results:
        endings.setdefault((result.state, result.error), []).append(result.job.pk)
    for (state, error), pks in endings.items():
        progress = 100 if state == JobState.DONE else 0
        owned.filter(pk__in=pks).update(state=state, error=error, progress=progress, finished_at=now, lease_until=None)
