"""While the group meets: every entry is saved by itself, and the minutes say all of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core import mail
from django.utils import timezone

from datasets.models import Dataset, Unit, User
from datasets.services.mail import send_waiting_mail
from reports.meetings.record import record_of
from reports.models import Meeting, Member, Resolution, ReviewDecision, ReviewItem, StatementText
from reports.services.meetings import plan_meeting
from reports.services.minutes import write_minutes
from tests.reports.conftest import As
from tests.reports.world import at, record

pytestmark = pytest.mark.django_db

Save = Callable[..., int]


@pytest.fixture
def members(db: None) -> list[Member]:
    names = ("陳教授", "李研究員", "王理事長")
    return [Member.objects.create(name=name, email=f"m{n}@example.test") for n, name in enumerate(names)]


@pytest.fixture
def meeting(members: list[Member]) -> Meeting:
    return plan_meeting(
        quarter="2026Q2", title="政府資料開放諮詢小組第36次會議", held_at=at("2026-07-20T14:00"), place="七樓",
        chair="陳副主任委員", recorder="黃怡婷", members=[str(one.pk) for one in members], quorum=2, by=None,
    )  # fmt: skip


@pytest.fixture
def item(unit: Unit) -> ReviewItem:
    dataset = Dataset.objects.create(identifier="fees", title="fees", unit=unit)
    made = ReviewItem(quarter="2026Q2", dataset=dataset, rule="least_used", rank=1)
    record(made)
    return made


@pytest.fixture
def save(meeting: Meeting, officer: User, as_: As) -> Save:
    def post(what: str, **given: str) -> int:
        return as_(officer).post(f"/meetings/{meeting.pk}/live/", {"what": what, **given}).status_code

    return post


def test_the_quorum_is_reached_by_who_is_present(meeting: Meeting, members: list[Member], save: Save) -> None:
    save("seat", item=str(members[0].pk), present="yes")
    assert not record_of(meeting).has_quorum
    save("seat", item=str(members[1].pk), present="yes")
    assert record_of(meeting).has_quorum
    save("seat", item=str(members[1].pk), present="no")
    assert not record_of(meeting).has_quorum
    assert save("seat", item="00000000-0000-0000-0000-00000000dead", present="yes") == 404


def test_what_was_said_is_bettered_and_taken_back(meeting: Meeting, members: list[Member], save: Save) -> None:
    for text in ("建議保留", "建議保留並補英文"):
        assert save("statement", item="9", member=str(members[0].pk), text=text) == 302
    save("statement", item="9", member=str(members[1].pk), text="同意")
    assert record_of(meeting).statements["9"] == [(members[0], "建議保留並補英文"), (members[1], "同意")]
    save("statement", item="9", member=str(members[1].pk), text="")
    assert record_of(meeting).statements["9"] == [(members[0], "建議保留並補英文")]
    assert StatementText.objects.filter(text="建議保留").exists(), "the former words stay until they are erased"


def test_a_refused_entry_keeps_what_was_typed(meeting: Meeting, officer: User, as_: As) -> None:
    page = as_(officer).post(f"/meetings/{meeting.pk}/live/", {"what": "statement", "item": "9", "text": "很長的發言"})
    assert page.status_code == 400
    assert "很長的發言" in page.content.decode()


def test_items_are_decided_one_by_one_or_all_that_are_left(item: ReviewItem, unit: Unit, save: Save) -> None:
    assert save("decision", item=str(item.pk), decision="open", reason="x") == 400, "no choice for this rule"
    save("decision", item=str(item.pk), decision="improve", reason="補說明", due_on="115/09/30", owner=str(unit.pk))
    assert ReviewDecision.objects.get().decision == "improve"
    save("rest", rule="least_used", decision="keep", reason="仍有需求", item="9")
    assert ReviewDecision.objects.count() == 1, "a decided one is left alone"
    assert save("rest", rule="least_used", decision="open", reason="x", item="9") == 400


def test_no_decision_for_all_stands_there_unasked_and_a_reason_stays(
    meeting: Meeting, item: ReviewItem, officer: User, as_: As
) -> None:
    given = {"what": "rest", "rule": "least_used", "item": "9", "decision": "", "reason": "仍有需求，含𠮷字"}
    page = as_(officer).post(f"/meetings/{meeting.pk}/live/", given, HTTP_HX_REQUEST="true").content.decode()
    own = page[page.index('id="review-9"') :]  # what htmx puts in place of the form
    assert 'value="仍有需求，含𠮷字"' in own and 'aria-invalid="true"' in own
    assert not ReviewDecision.objects.exists()
    assert as_(officer).post(f"/meetings/{meeting.pk}/live/", given | {"rule": "none"}).status_code == 404


def test_nothing_unknown_is_saved(save: Save) -> None:
    assert save("everything") == 404
    assert [save(what, item="no key") for what in ("decision", "annual", "seat")] == [404, 404, 404]


@pytest.fixture
def held(meeting: Meeting, members: list[Member], item: ReviewItem, unit: Unit, save: Save) -> Meeting:
    for one in members[:2]:
        save("seat", item=str(one.pk), present="yes")
    save("note", item="9", kind="explanation", text="依規定檢討點閱最低之資料集。")
    save("statement", item="9", member=str(members[0].pk), text="建議保留\n並補英文欄位，含𠮷字。")
    save("decision", item=str(item.pk), decision="improve", reason="補說明", due_on="115/09/30", owner=str(unit.pk))
    save("note", item="9", kind="conclusion", text="照案通過。")
    save("motion", text="下次會議改為線上", member=str(members[1].pk))
    save("note", item="M1", kind="conclusion", text="下次研議。")
    save("resolution", text="請補英文欄位", owner=str(unit.pk), due_on="115/09/30")
    assert Resolution.objects.get().number == "115-2-1"
    return meeting


def test_minutes_open_in_libreoffice_and_say_all(held: Meeting, tmp_path: Path) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        assert os.environ.get("CI") != "true", "CI=true leaves nothing out: LibreOffice or poppler is missing"
        pytest.skip("LEFT OUT: this machine has no LibreOffice or no poppler")
    file = tmp_path / "minutes.odt"
    file.write_bytes(write_minutes(held, "zh-hant"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for command in (
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        ["pdftotext", "-raw", str(tmp_path / "minutes.pdf"), str(tmp_path / "minutes.txt")],
    ):
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    said = re.sub(r"\s", "", (tmp_path / "minutes.txt").read_text())
    expected = (
        "政府資料開放諮詢小組第36次會議紀錄", "壹、時間：115年7月20日14:00", "貳、地點：七樓", "參、主席：陳副主任委員",
        "肆、紀錄：黃怡婷", "伍、出席：李研究員、陳教授", "陸、缺席：王理事長", "柒、報告事項", "捌、討論事項",
        "說明：依規定檢討點閱最低之資料集。", "陳教授發言：建議保留並補英文欄位，含𠮷字。", "補說明",
        "決議：照案通過。",
        "玖、臨時動議", "一、下次會議改為線上（李研究員提）", "決議：下次研議。", "115-2-1", "請補英文欄位",
        "115年9月30日",        "散會", "第1頁",
    )  # fmt: skip
    assert [words for words in expected if words not in said] == []
    places = [said.index(words) for words in ("討論事項", "陳教授發言", "照案通過", "臨時動議", "散會")]
    assert places == sorted(places)


def test_minutes_are_the_same_at_every_writing_and_in_english(held: Meeting) -> None:
    assert write_minutes(held, "zh-hant") == write_minutes(held, "zh-hant")
    content = ZipFile(BytesIO(write_minutes(held, "en"))).read("content.xml").decode()
    assert "Statement of 陳教授" in content and "Matters discussed" in content


def test_minutes_go_to_each_member_once(held: Meeting, officer: User, as_: As) -> None:
    for _twice in range(2):
        as_(officer).post(f"/meetings/{held.pk}/", {"what": "minutes"})
    assert send_waiting_mail(now=timezone.now()) == 3
    (_name, content, kind) = mail.outbox[0].attachments[0]
    assert (kind, bytes(content)[:2]) == ("application/vnd.oasis.opendocument.text", b"PK")
