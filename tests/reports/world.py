"""A hand-made half year of one small agency, told as facts in the order in which they happened."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

import time_machine
from django.utils import timezone

from datasets import ledger
from datasets.models import (
    Dataset,
    Distribution,
    Fact,
    FileList,
    InformationSystem,
    Lifecycle,
    LifecycleChange,
    OpennessDecision,
    OwnershipChange,
    SystemAssessment,
    SystemDataset,
    SystemOwner,
    Unit,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
)
from datasets.rules.days import TAIPEI
from datasets.services.obligations import lapse_obligations, materialise_obligations
from feedback.models import FeedbackEvent, FeedbackMessage
from quality.models import Check, Observation, Round
from reports.models import ReviewDecision, ReviewItem
from reports.services.meetings import plan_meeting


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


def record(*facts: Fact) -> None:
    ledger.record(facts)


def on(text: str, *facts: Fact) -> None:
    """Record facts at a Taipei moment."""
    with time_machine.travel(at(text), tick=False):
        record(*facts)


Step = tuple[str, Callable[[], Any]]


class World:
    """Two units. fees: monthly, in time. maps: quarterly, late in June. lists: closed in May.

    `after` is called after each thing that happened, at its moment.
    """

    def __init__(self, infra: Unit, content: Unit, after: Callable[[], None] = lambda: None) -> None:
        self.infra, self.content = infra, content
        self.fees, self.maps, self.lists = (
            Dataset.objects.create(identifier=name, title=name, unit=unit, lifecycle="published", openness="open")
            for name, unit in (("fees", infra), ("maps", content), ("lists", content))
        )
        self.file = Distribution.objects.create(dataset=self.fees, download_url="https://example.test/fees.csv")
        self.image = Distribution.objects.create(dataset=self.maps, download_url="https://example.test/maps.csv")
        self.message = FeedbackMessage(
            number="115-1", tracking_code="t", dataset=self.fees, unit=self.content, received_at=at("2026-06-25T09:00"),
            deadline=date(2026, 7, 2), text_hash="",
        )  # fmt: skip
        self.item = ReviewItem(quarter="2026Q2", dataset=self.lists, rule="not_open")
        for moment, happens in sorted(self._story(), key=lambda step: step[0]):
            with time_machine.travel(at(moment), tick=False):
                happens()
                after()

    def _story(self) -> Iterator[Step]:
        """In any order: it is told by time, as facts must be recorded."""
        yield "2026-01-01T00:00", self._publish
        yield "2026-02-01T09:00", self._introduce
        yield "2026-05-10T09:00", self._close
        yield "2026-06-01T00:05", self._owe
        for month in range(1, 7):
            began, claimed = f"2026-{month:02}-01", f"2026-{month:02}-28"
            yield max(claimed, "2026-06-02") + "T17:00", partial(self._attest, self.fees, began, claimed)
        yield "2026-07-20T09:00", partial(self._attest, self.maps, "2026-04-01", "2026-07-08")
        for day in ("2026-06-20", "2026-06-27"):
            yield f"{day}T08:00", partial(self._look, self.file, readable=True, changed=day == "2026-06-27")
            yield f"{day}T08:01", partial(self._look, self.image, readable=False)
        yield "2026-06-25T09:00", lambda: record(self.message)
        yield (
            "2026-06-26T09:00",
            lambda: record(FeedbackEvent(message=self.message, kind="transferred", unit=self.infra)),
        )
        yield "2026-07-01T09:00", lambda: record(FeedbackEvent(message=self.message, kind="replied"))
        yield "2026-07-25T09:00", lambda: record(self.item)
        yield "2026-08-01T15:00", self._decide

    def _publish(self) -> None:
        datasets = (self.fees, self.maps, self.lists)
        record(*(LifecycleChange(dataset=d, state=Lifecycle.PUBLISHED) for d in datasets))
        record(*(OwnershipChange(dataset=d, unit=d.unit) for d in datasets))
        record(*(FileList(dataset=f.dataset, files=[str(f.pk)]) for f in (self.file, self.image)))
        record(
            UpdateSchedule(dataset=self.fees, frequency="每1月", starts_on=date(2026, 1, 1)),
            UpdateSchedule(dataset=self.maps, frequency="每3月", starts_on=date(2026, 4, 1)),
        )

    def _introduce(self) -> None:
        system = InformationSystem.objects.create(code="s", name="新系統", unit=self.infra)
        record(
            SystemOwner(system=system, unit=system.unit),
            SystemAssessment(system=system, introduced_on=date(2026, 2, 1), publishable=True),
            SystemDataset(system=system, dataset=self.fees),
        )

    def _close(self) -> None:
        plan_meeting(quarter="2026Q2", title="第2次會議", held_at=at("2026-08-01T14:00"), by=None)
        record(OpennessDecision(dataset=self.lists, decision="not_open", review_by=date(2027, 5, 10)))
        self.lists.openness = "not_open"
        self.lists.save()

    def _owe(self) -> None:
        materialise_obligations(date(2026, 6, 1), grace_days=5, count="calendar")
        lapse_obligations(date(2026, 6, 1))

    def _attest(self, dataset: Dataset, began: str, claimed: str) -> None:
        row = UpdateObligation.objects.get(dataset=dataset, period_start=began)
        record(UpdateAttestation(obligation=row, claimed_at=at(claimed)))

    def _decide(self) -> None:
        record(ReviewDecision(item=self.item, decision="stay_closed", reason="x"))

    def _look(
        self,
        distribution: Distribution,
        link: str = "ok",
        readable: bool | None = None,
        changed: bool | None = None,
        reason: str = "",
    ) -> None:
        """One check that saw something new."""
        now = timezone.now()
        run = Round.objects.create(period=f"{now:%Y%m%dT%H%M%S}-{str(distribution.pk)[-12:]}", started_at=now)
        seen = Observation(
            distribution=distribution, observed_at=now, link=link, reason=reason or link, machine_readable=readable,
            content_changed=changed,
        )  # fmt: skip
        record(seen)
        Check.objects.create(round=run, distribution=distribution, observation=seen, checked_at=now)

    def look(self, moment: str, distribution: Distribution, link: str = "ok", **seen: Any) -> None:
        """One more check, after the story."""
        with time_machine.travel(at(moment), tick=False):
            self._look(distribution, link, **seen)
