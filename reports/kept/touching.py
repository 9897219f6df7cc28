"""Which datasets and messages the facts after a place in the chain tell of, and from which month on they may do so."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from datasets.models import (
    FileList,
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    OwnershipChange,
    SchedulePause,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.rules.days import taipei_day
from feedback.models import FeedbackEvent, FeedbackMessage
from quality.models import Check, DisputeRuling, Observation
from reports.kpis.timely_updates import LOOK_AFTER, LOOK_BEFORE

BEGINNING = date.min
Since = dict[UUID, date]


@dataclass
class Touched:
    """By dataset the first day whose month may tell anew; and messages."""

    datasets: Since = field(default_factory=dict)
    messages: set[UUID] = field(default_factory=set)

    def add(self, dataset: UUID, day: date) -> None:
        self.datasets[dataset] = min(day, self.datasets.get(dataset, day))

    @property
    def work(self) -> int:
        """What taking them in costs, in datasets: ten messages cost as much as one."""
        return len(self.datasets) + len(self.messages) // 10


def touched(after: int, until: int, check_after: int, check_until: int) -> Touched:
    """By the facts and checks after these numbers, up to those."""
    found, links = Touched(), {"position__gt": after, "position__lte": until}
    for dataset, day in _told(links):
        found.add(dataset, day)
    checks = Check.objects.filter(pk__gt=check_after, pk__lte=check_until)
    for dataset, day in _checked(checks.filter(Q(observation__link="broken") | Exists(_claims_around()))):
        found.add(dataset, day)
    for model, key in ((FeedbackMessage, "pk"), (FeedbackEvent, "message")):
        found.messages.update(model.objects.filter(**links).values_list(key, flat=True))
    return found


def _told(links: dict[str, int]) -> Iterator[tuple[UUID, date]]:
    """What an obligation owes tells of the months from its due date on; an owner or a life, of all."""
    yield from UpdateObligation.objects.filter(**links).values_list("dataset", "due")
    for model in (UpdateAttestation, ObligationEvent):
        yield from model.objects.filter(**links).values_list("obligation__dataset", "obligation__due")
    for change in (UpdateSchedule, SchedulePause):  # what lies ahead
        rows = change.objects.filter(**links).values_list("dataset", "recorded_at")
        yield from ((dataset, taipei_day(moment)) for dataset, moment in rows)
    for kind in (LifecycleChange, OpennessDecision, OwnershipChange, FileList):
        yield from ((dataset, BEGINNING) for dataset in kind.objects.filter(**links).values_list("dataset", flat=True))
    rulings = DisputeRuling.objects.filter(**links)
    for dataset in rulings.values_list("dispute__observation__distribution__dataset", flat=True):
        yield dataset, BEGINNING
    before = Observation.objects.filter(distribution=OuterRef("distribution"), position__lt=OuterRef("position"))
    seen = Observation.objects.filter(**links).annotate(known=Exists(before))
    for dataset, at, link, known in seen.values_list("distribution__dataset", "observed_at", "link", "known"):
        yield dataset, _month_of(at, link) if known else BEGINNING  # a first look tells since when a file is there


def _checked(checks: QuerySet[Check]) -> Iterator[tuple[UUID, date]]:
    rows = checks.values_list("distribution__dataset", "checked_at", "observation__link")
    for dataset, at, link in rows.iterator():
        yield dataset, _month_of(at, link)


def _month_of(at: datetime, link: str) -> date:
    """A failure may confirm an outage that began whenever."""
    return BEGINNING if link == "broken" else taipei_day(at)


def _claims_around() -> QuerySet[UpdateAttestation]:
    """Claims of the check's dataset that it is evidence for or against."""
    own = UpdateAttestation.objects.filter(obligation__dataset=OuterRef("distribution__dataset"))
    return own.filter(
        claimed_at__gte=OuterRef("checked_at") - LOOK_AFTER, claimed_at__lte=OuterRef("checked_at") + LOOK_BEFORE
    )
