"""An import as a job: compared, shown, confirmed, applied; a click too many does no harm."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from datasets.models import CalendarEdition, Dataset, ImportRun, JobState, PlatformSnapshot, Unit, User
from datasets.services.importing.runs import cancel_import, confirm_import, start_import
from datasets.tasks import forget_import_files, run_import

pytestmark = pytest.mark.django_db
LIST = "資料集識別碼,資料集名稱\n1,甲\n2,乙\n"


def start(kind: str, text: str, by: User, **options: str) -> ImportRun:
    run = start_import(kind, ContentFile(text.encode(), "list.csv"), options, by=by)
    run_import(str(run.pk))
    run.refresh_from_db()
    return run


def confirm(run: ImportRun, by: User) -> ImportRun:
    assert confirm_import(run, by=by)
    assert not confirm_import(run, by=by)
    run_import(str(run.pk))
    run.refresh_from_db()
    return run


def test_inventory(unit: Unit, officer: User) -> None:
    run = start("inventory", LIST, officer, unit=unit.code)
    assert (run.state, run.summary["counts"]["new"], Dataset.objects.count()) == (JobState.DONE, 2, 0)
    run = confirm(run, officer)
    assert (run.state, run.summary["counts"]["new"], Dataset.objects.count()) == (JobState.DONE, 2, 2)
    assert Dataset.objects.first().lifecycle_changes.get().recorded_by == officer  # type: ignore[union-attr]


def test_what_was_confirmed_must_still_hold(unit: Unit, officer: User) -> None:
    run = start("inventory", LIST, officer, unit=unit.code)
    Dataset.objects.create(identifier="1", title="別的", unit=unit)
    run = confirm(run, officer)
    assert run.state == JobState.FAILED
    assert run.why
    assert Dataset.objects.count() == 1
    again = ImportRun.objects.exclude(pk=run.pk).get()
    run_import(str(again.pk))
    again.refresh_from_db()
    assert again.summary["counts"]["changed"] == 1


def test_calendar_and_usage(unit: Unit, officer: User) -> None:
    text = Path("data/calendar/office-calendar-2026.csv").read_text("utf-8-sig")
    confirm(start("calendar", text, officer), officer)
    assert CalendarEdition.objects.get().recorded_by == officer
    Dataset.objects.create(identifier="1", title="甲", unit=unit)
    run = start("usage", "資料集名稱,瀏覽人次,下載次數\n甲,5,1\n丙,1,1\n", officer, taken_on="2026-01-01")
    assert (run.summary["counts"]["new"], run.summary["notices"], run.warnings[0]["code"]) == (1, 1, "not_matched")
    confirm(run, officer)
    assert PlatformSnapshot.objects.get().views == 5


def test_cancelled_is_not_applied(unit: Unit, officer: User) -> None:
    run = start("inventory", LIST, officer, unit=unit.code)
    assert cancel_import(run)
    assert not confirm_import(run, by=officer)
    assert not cancel_import(run)


def test_old_files_are_forgotten_and_what_came_of_them_stays(unit: Unit, officer: User) -> None:
    done = confirm(start("inventory", LIST, officer, unit=unit.code), officer)
    waiting, young = (start("inventory", LIST, officer, unit=unit.code) for _ in range(2))
    paths = [Path(run.file.path) for run in (done, waiting, young)]
    ImportRun.objects.filter(pk__in=[done.pk, waiting.pk]).update(finished_at=timezone.now() - timedelta(days=91))
    forget_import_files()
    forget_import_files()
    assert [path.exists() for path in paths] == [False, False, True]
    assert ImportRun.objects.get(pk=done.pk).summary["counts"]["new"] == 2
    assert ImportRun.objects.get(pk=waiting.pk).state == JobState.CANCELLED
    assert confirm_import(young, by=officer)


def test_a_file_that_a_younger_run_needs_stays(unit: Unit, officer: User) -> None:
    run = start("inventory", LIST, officer, unit=unit.code)
    ImportRun.objects.create(kind=run.kind, file=run.file.name, filename="x", options=run.options)
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(days=91))
    forget_import_files()
    assert Path(run.file.path).exists()
