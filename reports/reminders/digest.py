"""The mail: what changed since a person was last told, then everything that is still owed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from datasets.access import unit_scope
from datasets.calendars import office_calendar
from datasets.models import MailRhythm, Unit, User
from datasets.rules.days import TAIPEI, taipei_day
from datasets.services.mail import queue_mail
from reports.models import Notice
from reports.reminders.stages import HEARS, ORDER
from reports.reminders.subjects import Subject, subjects

MORNING = 8
"""The hour (Taipei) of the daily digest; who wants to hear at once is told every hour."""
MOST = 30
"""So many of a stage are named; the pages behind the links hold them all."""
Units = Mapping[UUID, Unit]
Told = tuple[Subject, str, Unit | None]
"""What, its page, and whose where that has to be said."""


def send_reminders(now: datetime) -> int:
    """Queue one digest for each person for whom something changed; returns how many. Quiet on days off."""
    if not office_calendar().is_working_day(taipei_day(now)):
        return 0
    everything = subjects(now)
    people = User.objects.filter(is_active=True, role__in=HEARS, mail_rhythm__in=_rhythms(now)).exclude(email="")
    return sum(_remind(person, everything, now) for person in people.select_related("unit"))


def _rhythms(now: datetime) -> list[MailRhythm]:
    morning = now.astimezone(TAIPEI).hour == MORNING
    return [MailRhythm.EACH, MailRhythm.DAILY] if morning else [MailRhythm.EACH]


def _remind(person: User, everything: Sequence[Subject], now: datetime) -> bool:
    """Tell a person of what changed; under one transaction with what is noted as told."""
    units = {unit.pk: unit for unit in unit_scope(person)}
    theirs = [s for s in everything if s.stage in HEARS[person.role] and s.unit in units]
    with transaction.atomic():
        told = dict(Notice.objects.filter(person=person).values_list("subject", "state"))
        fresh = [s for s in theirs if told.get(s.key) != s.stage]
        _forget(person, told, theirs)
        if not fresh:
            return False
        _note(person, fresh)
        _queue(person, fresh, theirs, units, now)
    return True


def _forget(person: User, told: dict[str, str], theirs: Iterable[Subject]) -> None:
    """What was done is no longer spoken of; should it come back, it is news."""
    gone = set(told) - {s.key for s in theirs}
    if gone:
        Notice.objects.filter(person=person, subject__in=gone).delete()


def _note(person: User, fresh: Iterable[Subject]) -> None:
    Notice.objects.bulk_create(
        [Notice(person=person, subject=s.key, state=s.stage) for s in fresh],
        update_conflicts=True,
        unique_fields=["person", "subject"],
        update_fields=["state", "told_at"],
    )


def _queue(person: User, fresh: Sequence[Subject], theirs: Sequence[Subject], units: Units, now: datetime) -> None:
    with translation.override(person.language):
        title = ngettext(
            "Open data: %(count)s matter needs you", "Open data: %(count)s matters need you", len(fresh)
        ) % {"count": len(fresh)}
        body = written(person, fresh, theirs, units)
    queue_mail(key=f"digest:{person.pk}:{now.isoformat()}", to=person.email, subject=title, body=body)


def written(person: User, fresh: Sequence[Subject], theirs: Sequence[Subject], units: Units) -> str:
    """The mail's text in the active language: `fresh` with their pages, then everything by stage."""
    told = _told(person, fresh, units)
    context = {"person": person, "number": len(fresh), "fresh": told, "more": len(fresh) - len(told)}
    context |= {"groups": _groups(person, theirs, units), "site": settings.SITE_URL}
    return render_to_string("reports/reminder.txt", context)


def _told(person: User, found: Sequence[Subject], units: Units) -> list[Told]:
    """The first of them, each with its page for this person, and its unit unless the person has but one."""
    own, alone = person.works_in_unit, person.works_in_unit and len(units) == 1
    return [
        (one, one.path if own else one.record or one.path, None if alone else units[one.unit]) for one in found[:MOST]
    ]


def _groups(person: User, theirs: Iterable[Subject], units: Units) -> list[tuple[str, int, int, list[Told]]]:
    """By stage, the worst first: how many, how many of them are not named, the named ones; no empty stage."""
    by_stage = [(stage, [s for s in theirs if s.stage == stage]) for stage in reversed(ORDER)]
    return [
        (stage, len(found), max(0, len(found) - MOST), _told(person, found, units))
        for stage, found in by_stage
        if found
    ]
