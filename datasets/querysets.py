"""Questions about the inventory that several doors ask."""

from django.db.models import Exists, OuterRef, QuerySet

from datasets.models import (
    Dataset,
    Lifecycle,
    LifecycleChange,
    Openness,
    UpdateSchedule,
    WithdrawalRequest,
)


def waiting_withdrawals() -> QuerySet[WithdrawalRequest]:
    """Requests that nobody approved or refused yet, oldest first."""
    approved = LifecycleChange.objects.filter(
        dataset=OuterRef("dataset"), state=Lifecycle.WITHDRAWN, position__gt=OuterRef("position")
    )
    waiting = WithdrawalRequest.objects.filter(~Exists(approved), refusal__isnull=True)
    return waiting.select_related("dataset__unit", "recorded_by").order_by("position")


def unscheduled() -> QuerySet[Dataset]:
    """Published and open, and nobody said how often they are updated."""
    scheduled = Exists(UpdateSchedule.objects.filter(dataset=OuterRef("pk")))
    open_ones = [Openness.OPEN, Openness.PARTLY_OPEN]
    return Dataset.objects.filter(~scheduled, openness__in=open_ones, lifecycle=Lifecycle.PUBLISHED)
