"""Checks written by hand, by the same exit as real ones, at any moment of a demonstration's past."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from datasets import ledger
from datasets.models import Dataset, Distribution, Unit
from quality.models import Check, CheckJob, Dispute, DistributionState, Observation, Round
from quality.services import projections


def observe(distribution: Distribution, *, at: datetime, **columns: Any) -> Observation:
    """One check with its fact and projections; the columns of Observation may be given."""
    given = {"link": "ok", "reason": "ok", "http_status": 200, "machine_readable": True} | columns
    return observe_many([(distribution, given)], at=at)[0]


def observe_many(rows: list[tuple[Distribution, dict[str, Any]]], *, at: datetime) -> list[Observation]:
    round_, _ = Round.objects.get_or_create(period=at.isoformat()[:40], defaults={"started_at": at, "finished_at": at})
    seen = ledger.record([Observation(distribution=d, observed_at=at, **columns) for d, columns in rows])
    checks = [Check(round=round_, distribution=o.distribution, observation=o, checked_at=at) for o in seen]
    Check.objects.bulk_create(checks)
    projections.advance_outages(checks)
    for one in seen:
        ok = {"last_ok_at": at, "content": one} if one.link == "ok" else {}
        DistributionState.objects.update_or_create(
            distribution=one.distribution, defaults={"observation": one, "checked_at": at, "next_check_at": at, **ok}
        )
    return seen


def disputed(file: Distribution) -> dict[str, str]:
    """A file that was found missing, which its unit disputes; the values for the URLs' parameters."""
    now = timezone.now()
    seen = observe(file, at=now, link="broken", reason="not_found")
    dispute = ledger.record([Dispute(observation=seen, code="not_found", reason="x", expires_on=now.date())])[0]
    other = Dataset.objects.create(identifier="5997", title="x", unit=Unit.objects.get(code="content"))
    round_ = Round.objects.create(period="x", started_at=now)
    for one in (file, Distribution.objects.create(dataset=other, download_url="https://example.test/b.csv")):
        CheckJob.objects.create(round=round_, distribution=one)
    return {"distribution": str(file.pk), "dispute": str(dispute.pk), "round": str(round_.pk)}
