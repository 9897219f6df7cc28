"""The calendar pages: years and editions, days, and where a library serves."""

import io
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import CalendarEdition, ImportRun, User
from datasets.services.importing.calendars import apply_calendar
from datasets.tasks import run_import

pytestmark = pytest.mark.django_db
REAL = Path("data/calendar/office-calendar-2026.csv").read_bytes()


@pytest.fixture
def client(officer: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def test_a_year_without_edition_is_said(client: Client) -> None:
    with time_machine.travel("2026-11-24"):
        client.force_login(User.objects.get(username="ting"))
        page = client.get("/manage/calendars/").content.decode()
        assert "2026 was not imported" in page
        apply_calendar(io.BytesIO(REAL), "calendar.csv")
        page = client.get("/manage/calendars/").content.decode()
    assert "2026 was not imported" not in page
    assert "2027 was not imported" in page


def test_a_year_and_its_days(client: Client) -> None:
    assert "2026 was not imported" in client.get("/manage/calendars/2026/").content.decode()
    apply_calendar(io.BytesIO(REAL), "calendar.csv")
    page = client.get("/manage/calendars/2026/").content.decode()
    assert "開國紀念日" in page
    assert "in force" in page
    assert client.get("/manage/calendars/1888/").status_code == 404


def test_upload_and_confirm(client: Client) -> None:
    client.post("/manage/calendars/", {"file": SimpleUploadedFile("2026.csv", REAL)})
    run = ImportRun.objects.get()
    run_import(str(run.pk))
    assert "First edition of this year: 365 days" in client.get(f"/manage/imports/{run.pk}/").content.decode()
    client.post(f"/manage/imports/{run.pk}/", {"confirm": "1"})
    run_import(str(run.pk))
    assert CalendarEdition.objects.get().year == 2026
