"""An import as a job: compared, shown, confirmed, applied; a click too many does no harm."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from datasets.models import CalendarEdition, Dataset, ImportRun, JobState, PlatformSnapshot, Unit, User
from datasets.services.importing.runs import cancel_import, confirm_import, start_import
from datasets.tasks import run_import

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
