"""What a hand-made agency went through after the story of `World`: everything that bends a figure, at its moment."""

from datetime import date
from functools import partial

import time_machine

from datasets.models import (
    Dataset,
    Distribution,
    FileList,
    InformationSystem,
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    OwnershipChange,
    SchedulePause,
    SystemAssessment,
    SystemDataset,
    SystemOwner,
    Unit,
    UnitChange,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
    User,
)
from datasets.services.obligations import lapse_obligations, materialise_obligations
from datasets.services.units import add_unit, change_unit, merge_unit
from feedback.models import FeedbackEvent, FeedbackMessage
from reports.models import ReviewDecision, ReviewItem
from tests.reports.world import World, at, on


def happen(world: World) -> None:
    """In order of time; ends in October 2026."""
    officer = User.objects.create_user("o", "o@example.test", "pw", role="officer")
    _correct(world)
    _write_in(world)
    third = _found_units(world, officer)
    _withdraw_and_move(world, third, officer)
    _break_down(world)


def _owe(moment: str) -> None:
    with time_machine.travel(at(moment), tick=False):
        materialise_obligations(at(moment).date(), grace_days=5, count="calendar")


def _owed(dataset: Dataset, began: str) -> UpdateObligation:
    return UpdateObligation.objects.get(dataset=dataset, period_start=began)


def _correct(world: World) -> None:
    """Claims corrected and taken back, an excusal, a deadline that a newer calendar moves, a pause that lapses."""
    march = _owed(world.fees, "2026-03-01")
    on("2026-08-02T09:00", UpdateAttestation(obligation=march, claimed_at=at("2026-04-20T00:00")))
    on("2026-08-02T10:00", UpdateAttestation(obligation=_owed(world.fees, "2026-02-01"), claimed_at=None))
    on("2026-08-02T11:00", ObligationEvent(obligation=_owed(world.maps, "2026-04-01"), kind="excused", reason="第1案"))
    _owe("2026-08-02T12:00")
    on(
        "2026-08-03T09:00",
        ObligationEvent(obligation=_owed(world.fees, "2026-08-01"), kind="deadline_moved", deadline=date(2026, 9, 9)),
    )
    on("2026-08-03T10:00", SchedulePause(dataset=world.maps, starts_on=date(2026, 8, 3), ground="系統汰換"))
    with time_machine.travel(at("2026-08-04T00:05"), tick=False):
        lapse_obligations(date(2026, 8, 4))


def _write_in(world: World) -> None:
    """Answered late, marked as spam and back, transferred after the deadline, a moved deadline, an acknowledgement."""
    sent = [
        FeedbackMessage(
            number=f"115-{n}", tracking_code=f"code-{n}", unit=world.content, received_at=at(f"2026-08-0{n}T09:00"),
            deadline=date(2026, 8, 7 + n), text_hash="",
        )
        for n in range(4, 8)
    ]  # fmt: skip
    for message in sent:
        on(message.received_at.strftime("%Y-%m-%dT09:00"), message)
    told = partial(FeedbackEvent, message=sent[0])
    on("2026-08-07T10:00", told(kind="acknowledged"), told(kind="noted"))
    on("2026-08-12T10:00", told(kind="transferred", unit=world.infra), told(kind="replied"))
    on("2026-08-13T10:00", FeedbackEvent(message=sent[1], kind="deadline_moved", deadline=date(2026, 8, 20)))
    on("2026-08-14T10:00", FeedbackEvent(message=sent[1], kind="replied", released_at=at("2026-08-14T09:30")))
    on("2026-08-15T10:00", FeedbackEvent(message=sent[2], kind="marked_spam"))
    on("2026-08-16T10:00", FeedbackEvent(message=sent[2], kind="unmarked_spam"))
    on("2026-08-17T10:00", FeedbackEvent(message=sent[3], kind="marked_spam"))


def _found_units(world: World, officer: User) -> Unit:
    """A top unit above both, a third that is renamed and then merged away."""
    for unit in (world.infra, world.content):
        on("2026-08-18T09:00", UnitChange(unit=unit, kind="created", name=unit.name))
    with time_machine.travel(at("2026-08-19T09:00"), tick=True):
        top = add_unit(code="top", name="通傳會", by=officer)
        third = add_unit(code="third", name="第三處", parent=top, by=officer)
        change_unit(world.infra, name="新名", name_en="", parent=top, by=officer)
        change_unit(world.content, name="內容處", name_en="", parent=world.infra, by=officer)
        change_unit(third, name="三處", name_en="", parent=top, by=officer)
    return third


def _withdraw_and_move(world: World, third: Unit, officer: User) -> None:
    """A system of another unit, links taken back, a dataset given away and withdrawn, decisions changed, a merger."""
    system = InformationSystem.objects.create(code="t", name="另一系統", unit=third)
    on("2026-08-20T08:00", SystemOwner(system=system, unit=third))
    on("2026-08-20T09:00", SystemAssessment(system=system, introduced_on=date(2026, 8, 1), publishable=True))
    on("2026-08-20T10:00", *(SystemDataset(system=system, dataset=d) for d in (world.maps, world.fees, world.lists)))
    on("2026-08-21T09:00", OwnershipChange(dataset=world.maps, unit=third))
    on("2026-08-22T09:00", OpennessDecision(dataset=world.lists, decision="partly_open", review_by=date(2027, 1, 1)))
    on("2026-08-23T09:00", SystemDataset(system=system, dataset=world.fees, linked=False))
    on("2026-08-24T09:00", UpdateSchedule(dataset=world.lists, frequency="每1月", starts_on=date(2026, 9, 1)))
    item = ReviewItem(quarter="2026Q2", dataset=world.maps, rule="least_used", rank=1)
    on("2026-08-25T09:00", item)
    _owe("2026-09-01T00:05")
    with time_machine.travel(at("2026-09-10T09:00"), tick=True):
        merge_unit(third, world.content, by=officer)
    on("2026-09-15T09:00", ReviewDecision(item=item, decision="keep", reason="x"))
    on("2026-09-16T09:00", LifecycleChange(dataset=world.maps, state="withdrawn", effective_on=date(2026, 9, 1)))
    on(
        "2026-09-18T09:00",
        SystemAssessment(system=system, introduced_on=date(2026, 8, 1), publishable=False, reason="x"),
    )


def _break_down(world: World) -> None:
    """A second file that comes, is not seen yet, then fails three times over some hours, and is retired."""
    new = Distribution.objects.create(dataset=world.fees, order=1, download_url="https://example.test/2.csv")
    both = [str(world.file.pk), str(new.pk)]
    on("2026-09-20T09:00", FileList(dataset=world.fees, files=both))
    world.look("2026-09-21T08:00", new, readable=True)
    for moment in ("2026-09-22T01:00", "2026-09-22T05:00", "2026-09-22T09:00"):
        world.look(moment, new, "broken")
        world.look(moment.replace(":00", ":30"), world.file, "unsure")
    world.look("2026-09-24T08:00", new, readable=False)
    on("2026-09-26T09:00", FileList(dataset=world.fees, files=both[:1]))
