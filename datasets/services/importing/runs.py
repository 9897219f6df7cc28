"""An import as a job: the uploaded file is compared, a person confirms what the page showed, then it is applied.

`ImportRun.options["phase"]` says which of the two is asked for. Between them the run is done, and waits for a person.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import ImportRun, JobState, Unit, UnitChange, User
from datasets.platform.notices import Notice
from datasets.rules.limits import Days
from datasets.services import jobs
from datasets.services.importing.applying import apply, compare
from datasets.services.importing.calendars import apply_calendar, compare_calendar
from datasets.services.importing.difference import LISTED
from datasets.services.importing.planning import Context
from datasets.services.importing.summaries import calendar_summary, usage_summary
from datasets.services.importing.usage import apply_usage, compare_usage
from datasets.services.jobs import JobFailed, Running
from datasets.services.obligations import lapse_obligations, move_deadlines

COMPARE, APPLY = "compare", "apply"
NOTICES = 10_000
"""How many remarks of a run are stored; the count is always whole."""
OVERTAKEN = gettext_noop("The inventory changed since the difference was shown. Look at the new one and confirm it.")


@dataclass(frozen=True, slots=True)
class Clock:
    """What the door read: the Taipei date and the grace in days, for deadlines that an import moves or takes away."""

    today: date
    grace_days: Days


@transaction.atomic
def start_import(kind: str, upload: File, options: dict[str, Any], *, by: User) -> ImportRun:
    """Keep the file and send it to be compared."""
    name = (upload.name or "upload")[-200:]
    run = ImportRun.objects.create(
        kind=kind, file=upload, filename=name, options={**options, "phase": COMPARE}, asked_by=by
    )
    jobs.enqueue(run)
    return run


@transaction.atomic
def confirm_import(run: ImportRun, *, by: User) -> bool:
    """Send a compared run to be applied; False where it is not waiting for that. A double click does it once."""
    options = {**run.options, "phase": APPLY, "digest": run.summary.get("digest", "")}
    waiting = ImportRun.objects.filter(pk=run.pk, state=JobState.DONE, options__phase=COMPARE)
    sent = waiting.update(
        options=options, state=JobState.QUEUED, attempts=0, progress=0, sent_at=None, finished_at=None, asked_by=by
    )
    if sent:
        jobs.enqueue(run)
    return bool(sent)


def cancel_import(run: ImportRun) -> bool:
    """Put a compared run aside; False where it is not waiting."""
    waiting = ImportRun.objects.filter(pk=run.pk, state=JobState.DONE, options__phase=COMPARE)
    return bool(waiting.update(state=JobState.CANCELLED))


@transaction.atomic
def forget_files(*, ended_before: datetime) -> int:
    """Delete the uploaded files of runs that ended before a moment; how many runs. What still waits is put aside."""
    old = ImportRun.objects.exclude(file="").filter(finished_at__lt=ended_before)
    needed = set(ImportRun.objects.exclude(file="").exclude(pk__in=old).values_list("file", flat=True))
    for run in old:
        cancel_import(run)
        if run.file.name and run.file.name not in needed:
            run.file.storage.delete(run.file.name)
    return old.update(file="")


def work(running: Running[ImportRun], clock: Clock) -> None:
    """The task's work: compare or apply, and store what was found or done."""
    run = running.job
    applying = run.options["phase"] == APPLY
    with Path(run.file.path).open("rb") as file:
        summary, notices = STEPS[run.kind, applying](file, running, clock)
    with running.finishing():
        ImportRun.objects.filter(pk=run.pk).update(
            summary={**summary, "notices": len(notices)}, warnings=[n.as_dict() for n in notices[:NOTICES]]
        )


def agency_unit(name: str, name_en: str = "") -> Unit:
    """The unit at the top, which gets datasets that nobody else claims; made where there is none yet."""
    top = Unit.objects.filter(parent=None, merged_into=None).order_by("code").first()
    if top is None:
        top = Unit.objects.create(code="agency", name=name, name_en=name_en)
        ledger.record([UnitChange(unit=top, kind=UnitChange.Kind.CREATED, name=name, name_en=name_en)])
    return top


def context_for(source: str, *, unit: Unit, agency: str = "") -> Context:
    """New datasets go to the unit that is called like their publisher, else to `unit`."""
    units = {row.name: row for row in Unit.objects.filter(merged_into=None)}
    return Context(source, unit, units, agency)


Found = tuple[dict[str, Any], list[Notice]]


def _inventory(file: BinaryIO, running: Running[ImportRun], clock: Clock) -> Found:
    found = compare(file, _context(running.job), progress=_percent(running, file))
    return found.as_dict(), list(found.notices)


def _apply_inventory(file: BinaryIO, running: Running[ImportRun], clock: Clock) -> Found:
    """What was shown must still hold, unless an attempt before this one already wrote a part of it."""
    run = running.job
    context = _context(run)
    if run.attempts == 1 and compare(file, context).digest != run.options["digest"]:
        _show_again(run)
        raise JobFailed(OVERTAKEN)
    done = apply(file, context, by=run.asked_by, progress=_percent(running, file))
    lapse_obligations(clock.today)
    return done.as_dict(), list(done.notices)


def _show_again(run: ImportRun) -> None:
    again = ImportRun.objects.create(
        kind=run.kind,
        file=run.file.name,
        filename=run.filename,
        options={**run.options, "phase": COMPARE},
        asked_by=run.asked_by,
    )
    jobs.enqueue(again)


def _calendar(file: BinaryIO, running: Running[ImportRun], clock: Clock) -> Found:
    found = compare_calendar(file)
    return calendar_summary(found), list(found.notices)


def _apply_calendar(file: BinaryIO, running: Running[ImportRun], clock: Clock) -> Found:
    with transaction.atomic():
        done = apply_calendar(file, running.job.filename, by=running.job.asked_by)
        moved = move_deadlines(clock.today, grace_days=clock.grace_days)
    return {**calendar_summary(done), "deadlines_moved": len(moved)}, list(done.notices)


def _usage(file: BinaryIO, running: Running[ImportRun], clock: Clock) -> Found:
    found = compare_usage(file, date.fromisoformat(running.job.options["taken_on"]))
    return usage_summary(found), list(found.notices)


def _apply_usage(file: BinaryIO, running: Running[ImportRun], clock: Clock) -> Found:
    day = date.fromisoformat(running.job.options["taken_on"])
    done, resets = apply_usage(file, day, by=running.job.asked_by)
    fallen = [Notice("count_reset", values={"before": reset.before, "after": reset.after}) for reset in resets]
    return {**usage_summary(done), "resets": [asdict(r) | {"dataset": str(r.dataset)} for r in resets[:LISTED]]}, [
        *done.notices,
        *fallen,
    ]


STEPS: dict[tuple[str, bool], Callable[[BinaryIO, Running[ImportRun], Clock], Found]] = {
    (ImportRun.Kind.INVENTORY, False): _inventory,
    (ImportRun.Kind.INVENTORY, True): _apply_inventory,
    (ImportRun.Kind.CALENDAR, False): _calendar,
    (ImportRun.Kind.CALENDAR, True): _apply_calendar,
    (ImportRun.Kind.USAGE, False): _usage,
    (ImportRun.Kind.USAGE, True): _apply_usage,
}


def _context(run: ImportRun) -> Context:
    unit = Unit.objects.get(code=run.options["unit"])
    return context_for(run.filename, unit=unit, agency=run.options.get("agency", ""))


def _percent(running: Running[ImportRun], file: BinaryIO) -> Callable[[int], None]:
    size = running.job.file.size or 1
    return lambda read: running.progress(read * 100 // size)
