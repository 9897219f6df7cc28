"""The import pages: upload, difference, confirm, history; remarks and difference as CSV."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from datasets.models import Dataset, ImportRun, JobState, PlatformSnapshot, Unit, User
from datasets.tasks import run_import

pytestmark = pytest.mark.django_db
LIST = "資料集識別碼,資料集名稱,更新頻率\n1,甲,每月、年\n,乙,\n"


@pytest.fixture
def client(officer: User, unit: Unit) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(officer)
    return client


def upload(client: Client, url: str, text: str, **data: str) -> Any:
    file = SimpleUploadedFile("list.csv", text.encode(), content_type="text/html")
    return client.post(url, {"file": file, **data})


def compared(client: Client, unit: Unit) -> ImportRun:
    response = upload(client, "/manage/imports/", LIST, unit=unit.code)
    run = ImportRun.objects.latest("pk")
    assert response["Location"] == f"/manage/imports/{run.pk}/"
    run_import(str(run.pk))
    return run


def test_upload_see_confirm(client: Client, unit: Unit) -> None:
    run = compared(client, unit)
    page = client.get(f"/manage/imports/{run.pk}/").content.decode()
    assert "Apply this difference" in page
    assert "can be read in two ways" in page
    assert "There is no dataset identifier" in page
    assert not Dataset.objects.exists()
    assert client.post(f"/manage/imports/{run.pk}/", {"confirm": "1"}).status_code == 302
    assert "The import is applied" in client.get(f"/manage/imports/{run.pk}/").content.decode()
    run_import(str(run.pk))
    assert Dataset.objects.get().title == "甲"
    page = client.get("/manage/imports/").content.decode()
    assert "list.csv" in page
    assert "applied" in page


def test_the_first_list_of_an_empty_portal_goes_to_the_agency(client: Client, unit: Unit) -> None:
    Unit.objects.all().delete()
    upload(client, "/manage/imports/", LIST)
    run = ImportRun.objects.get()
    assert run.options["unit"] == Unit.objects.get().code == "agency"


def test_the_history_does_not_read_what_is_large(
    client: Client, unit: Unit, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        compared(client, unit)
    with django_assert_max_num_queries(11):
        page = client.get("/manage/imports/")
    assert [run.remarks for run in page.context["page"]] in ([2, 2, 2], ["2", "2", "2"])
    assert page.context["page"][0].get_deferred_fields() == {"summary", "warnings"}


def test_put_aside(client: Client, unit: Unit) -> None:
    run = compared(client, unit)
    client.post(f"/manage/imports/{run.pk}/", {"cancel": "1"})
    run.refresh_from_db()
    assert run.state == JobState.CANCELLED
    client.post(f"/manage/imports/{run.pk}/", {"confirm": "1"})
    run.refresh_from_db()
    assert run.state == JobState.CANCELLED


def test_changed_fields_are_shown_and_downloaded(client: Client, unit: Unit) -> None:
    Dataset.objects.create(identifier="1", title="=舊", unit=unit)
    run = compared(client, unit)
    page = client.get(f"/manage/imports/{run.pk}/").content.decode()
    assert "=舊" in page
    difference = client.get(f"/manage/imports/{run.pk}/difference.csv").content.decode("utf-8-sig")
    assert "changed,2,1,甲,title,'=舊,甲" in difference
    remarks = client.get(f"/manage/imports/{run.pk}/remarks.csv").content.decode("utf-8-sig")
    assert "3,資料集識別碼,not taken,There is no dataset identifier" in remarks


def test_bad_uploads_start_nothing(client: Client, unit: Unit) -> None:
    assert upload(client, "/manage/imports/", LIST, unit="nowhere").status_code == 200
    assert client.post("/manage/imports/", {"unit": unit.code}).status_code == 200
    assert upload(client, "/manage/imports/usage/", LIST, taken_on="2999-01-01").status_code == 200
    assert upload(client, "/manage/imports/usage/", LIST, taken_on="soon").status_code == 200
    assert upload(client, "/manage/calendars/", "", unit=unit.code).status_code == 200
    assert not ImportRun.objects.exists()


def test_a_file_that_is_none_says_so(client: Client, unit: Unit) -> None:
    upload(client, "/manage/imports/", "<html>", unit=unit.code)
    run = ImportRun.objects.get()
    run_import(str(run.pk))
    page = client.get(f"/manage/imports/{run.pk}/").content.decode()
    assert "The file is HTML/XML" in page
    assert "Apply this difference" not in page


def test_usage(client: Client, unit: Unit) -> None:
    Dataset.objects.create(identifier="1", title="甲", unit=unit)
    upload(client, "/manage/imports/usage/", "資料集名稱,瀏覽人次,下載次數\n甲,7,1\n", taken_on="115/10/01")
    run = ImportRun.objects.get()
    run_import(str(run.pk))
    assert "Our datasets not in the list" in client.get(f"/manage/imports/{run.pk}/").content.decode()
    client.post(f"/manage/imports/{run.pk}/", {"confirm": "1"})
    run_import(str(run.pk))
    assert str(PlatformSnapshot.objects.get().taken_on) == "2026-10-01"


def test_the_auditor_reads_and_does_not_change(unit: Unit, client: Client, auditor: User) -> None:
    run = compared(client, unit)
    reader = Client(headers={"accept-language": "en"})
    reader.force_login(auditor)
    assert "Apply this difference" not in reader.get(f"/manage/imports/{run.pk}/").content.decode()
    assert reader.post(f"/manage/imports/{run.pk}/", {"confirm": "1"}).status_code == 403
    assert upload(reader, "/manage/imports/", LIST, unit=unit.code).status_code == 403


def test_who_gets_in(client: Client, staff: User) -> None:
    assert Client().get("/manage/imports/")["Location"].startswith("/account/login/")
    other = Client()
    other.force_login(staff)
    assert other.get("/manage/imports/").status_code == 403
    assert client.get("/manage/imports/77/").status_code == 404
    assert client.put("/manage/imports/").status_code == 405
