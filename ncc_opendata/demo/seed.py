"""Put the demonstration together: who, what, then one history in order of time."""

from collections.abc import Callable, Mapping
from operator import itemgetter

from django.conf import settings

from datasets import ledger
from datasets.bulk import insert
from datasets.calendars import office_calendar
from datasets.models import (
    Dataset,
    Distribution,
    Installation,
    Lifecycle,
    Unit,
    UnitChange,
    User,
)
from datasets.platform.export import Record
from datasets.rules.schedules import Grace
from feedback.models import EventText, MessageText
from feedback.services.state import rebuild_states
from ncc_opendata.demo import (
    checks,
    doubts,
    explanations,
    meetings,
    openness,
    opinions,
    outreach,
    plans,
    samples,
    schedules,
    sealing,
    stocktaking,
    updates,
    usage,
)
from ncc_opendata.demo.agency import DEFAULT_UNIT, UNITS
from ncc_opendata.demo.people import Password, SignIn, create_people
from ncc_opendata.demo.span import Story
from quality.models import Round
from quality.services.projections import rebuild

Say = Callable[[str], object]


def seed(story: Story, units: Mapping[str, Unit], passwords: Mapping[str, Password], say: Say) -> list[SignIn]:
    """Give an inventory that was just imported a year of life up to the story's now; returns the sign-ins."""
    say("people")
    sign_ins = create_people(units, passwords)
    officer, clerks = User.objects.get(username="officer"), _clerks(units)
    datasets = list(Dataset.objects.select_related("unit"))
    say("decisions and systems")
    closed = openness.keep_closed(story, units, officer)
    openness.register_systems(story, units, datasets, officer)
    openness.mark_priority(story, officer)
    say("schedules and statements")
    grace = Grace(office_calendar())
    made = schedules.schedule(story, datasets)
    updated = updates.owe_and_state(story, made, grace, _diligence(units), clerks)
    say("checks, usage, opinions, meetings")
    counts = usage.use(story, [d for d in datasets if d.lifecycle != Lifecycle.MOVED])
    files = list(Distribution.objects.filter(dataset__in=datasets).select_related("dataset"))
    rounds = checks.rounds_of(story)
    updated, doubted = doubts.doubt(story, updated, rounds, files, units["platforms"])
    seen = checks.look(story, files, updated, rounds)
    doubts.explain_one(story, doubted, seen)
    box = opinions.write_in(story, datasets, units, Grace(grace.calendar, 7), officer)
    samples.lay_out(story, units, settings.SAMPLE_HOST_PORT)
    meetings.meet(story, closed, counts, units, officer)
    outreach.hold(story)
    explanations.explain(story, units, clerks)
    stocktaking.take_stock(story, units, clerks, officer)
    plans.plan(story, closed, officer)
    say("recording the history")
    ledger.record_history(sorted(story.history, key=itemgetter(0)))
    Round.objects.bulk_create(rounds)
    insert(seen)
    insert(counts)
    _keep_texts(box)
    rebuild()
    rebuild_states()
    sealing.leave_to_the_worker(story)
    return sign_ins


def create_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for item in UNITS:
        units[item.code] = Unit.objects.create(
            code=item.code, name=item.name, name_en=item.name_en, parent=units.get(item.parent)
        )
    ledger.record(
        [UnitChange(unit=u, kind="created", name=u.name, name_en=u.name_en, parent=u.parent) for u in units.values()]
    )
    return units


def owner_among(units: Mapping[str, Unit]) -> Callable[[Record], Unit]:
    """Each dataset goes to the first office whose words its title holds."""

    def owner(record: Record) -> Unit:
        title = record.title.original
        code = next((u.code for u in UNITS if any(word in title for word in u.words)), DEFAULT_UNIT)
        return units[code]

    return owner


def _clerks(units: Mapping[str, Unit]) -> dict[object, User]:
    people = {user.unit_id: user for user in User.objects.filter(unit__isnull=False, role="staff")}
    return {unit.pk: people.get(unit.pk, next(iter(people.values()))) for unit in units.values()}


def _diligence(units: Mapping[str, Unit]) -> dict[object, float]:
    return {units[item.code].pk: item.diligence for item in UNITS}


def _keep_texts(box: opinions.Mailbox) -> None:
    """Only what the history took: a message of tomorrow has no text today."""
    MessageText.objects.bulk_create(t for t in box.texts if t.message.position)
    EventText.objects.bulk_create(t for t in box.event_texts if t.event.position)


def mark_as_demonstration() -> None:
    """Before the first import: a database that was ever a real one stays one."""
    Installation.objects.get_or_create(id=1, defaults={"demonstration": True})
