"""What the checker and its pages read, in their own words."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from datasets.models import Distribution, JobState, Lifecycle, Openness
from quality.models import Round

LIVING = (Lifecycle.PUBLISHED, Lifecycle.DISCONTINUED)
"""What is no longer updated is still offered, so its links are checked."""


def checkable() -> QuerySet[Distribution]:
    """The distributions of open datasets. Published without a decision counts as open (domain.md)."""
    return Distribution.objects.filter(retired=False, dataset__lifecycle__in=LIVING).exclude(
        dataset__openness=Openness.NOT_OPEN
    )


def due(now: datetime) -> QuerySet[Distribution]:
    """Never checked, or due by now, and in nobody's hands; longest due first."""
    in_hand = Q(check_jobs__state__in=[JobState.QUEUED, JobState.RUNNING])
    return (
        checkable()
        .filter(Q(state=None) | Q(state__next_check_at__lte=now))
        .exclude(pk__in=Distribution.objects.filter(in_hand).values("pk"))
        .order_by(F("state__next_check_at").asc(nulls_first=True), "dataset_id", "order")
    )


def tally(round_: Round) -> dict[str, int]:
    """How a round stands: {done, left, given_up, ok, broken, unsure}."""
    jobs = round_.jobs.aggregate(
        left=Count("pk", filter=Q(state__in=[JobState.QUEUED, JobState.RUNNING])),
        given_up=Count("pk", filter=Q(state__in=[JobState.GIVEN_UP, JobState.FAILED])),
    )
    links = {link: Count("pk", filter=Q(observation__link=link)) for link in ("ok", "broken", "unsure")}
    checks = round_.checks.aggregate(done=Count("pk"), **links)
    return {"done": checks["done"], **jobs, **{link: checks[link] for link in links}}
