"""Questions about the inventory that several doors ask."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Length

from datasets.models import (
    Dataset,
    Lifecycle,
    LifecycleChange,
    Openness,
    Unit,
    UpdateSchedule,
    WithdrawalRequest,
)

AS_NUMBERED = (Length("identifier"), "identifier")
"""The order in which people count: 9 before 10, though identifiers are text."""


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


def descendants(root: UUID | None) -> set[UUID]:
    """The unit, all units below it, and all that were merged into any of them; one query, units are few."""
    links = list(Unit.objects.values_list("pk", "parent_id", "merged_into_id"))
    found: set[UUID] = {root} if root else set()
    while more := _next(links, found):
        found |= more
    return found


def _next(links: Iterable[tuple[Any, ...]], found: set[UUID]) -> set[UUID]:
    return {pk for pk, parent, merged in links if pk not in found and (parent in found or merged in found)}
