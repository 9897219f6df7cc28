"""Give many datasets an update schedule at once; pause and resume obligations. Every change is a fact.

Afterwards the doors call `keep` (services/obligations.py): new obligations begin, those taken away lapse.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import Dataset, SchedulePause, UpdateSchedule, User
from datasets.rules.frequencies import Frequency, parse
from datasets.rules.refusal import Refusal
from datasets.rules.schedules import Expected, Grace, Schedule, check_start, expected


@dataclass(frozen=True, slots=True)
class Proposal:
    """A schedule for several datasets. `frequency` in the platform's words; periods count from `anchor`."""

    frequency: str
    starts_on: date
    lag_days: int = 0
    anchor: date | None = None

    def rule(self) -> Schedule:
        """As the rules want it; `Refusal` where the frequency leaves a question."""
        read = parse(self.frequency)
        if not isinstance(read, Frequency):
            raise Refusal("frequency", read.message)
        return Schedule(read, self.starts_on, self.lag_days, self.anchor)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a proposal does to one dataset. `refused` says why it cannot; `same` that it has this schedule already."""

    dataset: Dataset
    before: UpdateSchedule | None
    same: bool = False
    refused: Refusal | None = None


class NotAll(Exception):
    """Nothing was recorded: the proposal is refused for some of the datasets."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        super().__init__(f"{len(effects)} refused")
        self.effects = effects


def effects(datasets: Iterable[Dataset], proposal: Proposal, today: date) -> list[Effect]:
    """The proposal beside each dataset's newest schedule. One query besides the datasets'."""
    rows = list(datasets)
    newest = {s.dataset_id: s for s in UpdateSchedule.objects.filter(dataset__in=rows).order_by("position")}
    return [_effect(row, newest.get(row.pk), proposal, today) for row in rows]


def next_obligations(proposal: Proposal, until: date, grace: Grace) -> list[Expected]:
    """What a dataset with this schedule will owe for periods that begin by a day."""
    return list(expected([proposal.rule()], (), began_by=until, grace=grace))


@transaction.atomic
def set_schedules(datasets: Iterable[Dataset], proposal: Proposal, *, by: User, today: date) -> list[UpdateSchedule]:
    """Record the schedule for all, or for none and raise `NotAll`. Those that have it already are left alone."""
    proposal.rule()
    ledger.lock()
    found = effects(datasets, proposal, today)
    if refused := [effect for effect in found if effect.refused]:
        raise NotAll(refused)
    facts = [
        UpdateSchedule(
            dataset=effect.dataset,
            frequency=proposal.frequency,
            lag_days=proposal.lag_days,
            starts_on=proposal.starts_on,
            anchor=proposal.anchor,
        )
        for effect in found
        if not effect.same
    ]
    return ledger.record(facts, by=by)


@transaction.atomic
def pause(
    datasets: Iterable[Dataset], *, paused: bool, starts_on: date, ground: str, by: User, today: date
) -> list[SchedulePause]:
    """Let obligations rest from a day for a ground, or end the rest. Those already so are left alone."""
    if starts_on < today:
        raise Refusal("starts_on", gettext_noop("A pause cannot begin or end before today."))
    if not ground.strip():
        raise Refusal("ground", gettext_noop("Write the ground: it is recorded and shown."))
    ledger.lock()
    rows = list(datasets)
    newest = {p.dataset_id: p.paused for p in SchedulePause.objects.filter(dataset__in=rows).order_by("position")}
    facts = [
        SchedulePause(dataset=row, paused=paused, starts_on=starts_on, ground=ground.strip())
        for row in rows
        if newest.get(row.pk, False) != paused
    ]
    return ledger.record(facts, by=by)


def _effect(dataset: Dataset, before: UpdateSchedule | None, proposal: Proposal, today: date) -> Effect:
    if before and _told(before) == (proposal.frequency, proposal.lag_days, proposal.anchor):
        return Effect(dataset, before, same=True)
    try:
        check_start(proposal.starts_on, today, is_first=before is None)
    except Refusal as refusal:
        return Effect(dataset, before, refused=refusal)
    return Effect(dataset, before)


def _told(row: UpdateSchedule) -> tuple[str, int, date | None]:
    return row.frequency, row.lag_days, row.anchor
