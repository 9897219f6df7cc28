"""The four walks: staff attests; an adviser drills from KPI to row; the public asks and follows; an officer builds."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from datasets.ledger import record
from datasets.models import (
    Dataset,
    Distribution,
    Lifecycle,
    Openness,
    Role,
    Unit,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
    User,
)
from reports.models import PacketBuild
from reports.services.meetings import plan_meeting
from reports.tasks import build_packet
from tests.browser.conftest import Opener
from tests.test_permissions import BACKEND

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""As in tests/conftest.py, which sets it for each test."""
PASSWORD = "corréct-horse-battery-7"


@pytest.fixture(scope="module")
def today(committed: None) -> date:
    return timezone.localdate()


@pytest.fixture(scope="module")
def unit(committed: None) -> Unit:
    return Unit.objects.create(code="infra", name="基礎設施處", name_en="Infrastructure")


@pytest.fixture(scope="module")
def dataset(unit: Unit) -> Dataset:
    made = Dataset.objects.create(
        identifier="5995", title="頻道收視費用", title_en="Channel fees", unit=unit,
        lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN,
    )  # fmt: skip
    Distribution.objects.create(dataset=made, download_url="https://example.test/a.csv", format="CSV")
    return made


@pytest.fixture(scope="module")
def owed(dataset: Dataset, unit: Unit, today: date) -> UpdateObligation:
    """Due today, for the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    (schedule,) = record([UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=last.replace(day=1))])
    row = UpdateObligation(
        dataset=dataset, schedule=schedule, unit=unit, period_start=last.replace(day=1), period_end=last,
        due=today, deadline=today + timedelta(days=5),
    )  # fmt: skip
    return record([row])[0]


@pytest.fixture(scope="module")
def people(unit: Unit) -> dict[str, User]:
    roles = {"staff": (Role.STAFF, unit), "advisor": (Role.ADVISORY, None), "officer": (Role.OFFICER, None)}
    with override_settings(PASSWORD_HASHERS=QUICK):
        return {
            name: User.objects.create_user(name, password=PASSWORD, role=role, unit=home, language="en")
            for name, (role, home) in roles.items()
        }


def session_of(person: User) -> str:
    client = Client()
    client.force_login(person, BACKEND)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("link", name="Staff sign-in").click()
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()


def test_staff_attests_with_the_keyboard_alone_and_corrects(
    browse: Opener, people: dict[str, User], owed: UpdateObligation, today: date
) -> None:
    page = browse("/", language="en")
    sign_in(page, "staff")
    page.get_by_role("link", name="Updates due").click()
    row = page.get_by_role("row").filter(has_text="Channel fees")
    expect(row.get_by_text("to fill in")).to_be_visible()
    row.get_by_role("textbox").first.focus()
    page.keyboard.type((today + timedelta(days=2)).isoformat())
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("lies in the future").first).to_be_visible()
    assert not UpdateAttestation.objects.exists()
    cell = page.get_by_role("row").filter(has_text="Channel fees").get_by_role("textbox").first
    cell.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{today.year - 1911}/{today.month:02}/{today.day:02}")
    page.keyboard.press("Control+Enter")
    row = page.get_by_role("row").filter(has_text="Channel fees")
    expect(row.get_by_text("on time")).to_be_visible()
    row.get_by_role("textbox").first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type((today - timedelta(days=1)).isoformat())
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Corrected: 2 entries")).to_be_visible()
    assert UpdateAttestation.objects.count() == 2


@pytest.mark.parametrize("width", [390, 1280])
def test_a_column_is_filled_down_at_any_width(
    browse: Opener, people: dict[str, User], owed: UpdateObligation, width: int
) -> None:
    page = browse("/due/", language="en", session=session_of(people["staff"]))
    page.set_viewport_size({"width": width, "height": 800})
    expect(page.get_by_role("button", name="Fill down")).to_have_count(1)  # seen or read; the other is neither
    page.get_by_role("button", name="Fill down").click()
    box = page.locator("[data-column=updated]").first.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, "typed into, it is seen whole"


def test_the_monthly_grid_is_printed_with_what_was_filled_in(
    browse: Opener, people: dict[str, User], owed: UpdateObligation
) -> None:
    page = browse("/due/", language="en", session=session_of(people["staff"]))
    page.emulate_media(media="print")
    expect(page.locator("[data-column=updated]").first).to_be_visible()
    for unseen in ("Save all", "Fill down"):
        expect(page.get_by_role("button", name=unseen)).to_have_count(0)
    shown = [tab for tab in page.locator(".tabs a").all() if tab.is_visible()]
    assert [tab.get_attribute("aria-current") for tab in shown] == ["page"], "the month, and no way to another"


def test_a_fact_of_the_changes_is_a_few_lines_on_a_telephone(
    browse: Opener, people: dict[str, User], owed: UpdateObligation
) -> None:
    page = browse("/dashboard/changes/", language="zh", session=session_of(people["advisor"]))
    page.set_viewport_size({"width": 390, "height": 844})
    row = page.get_by_text("應更新期次").locator("xpath=ancestor::tr").last
    box, line = row.bounding_box(), 28  # pixels
    assert box and box["height"] < 6 * line, "six cells, and not a line for each with its name before it"


def test_an_adviser_drills_from_a_figure_to_its_row_and_evidence(
    browse: Opener, people: dict[str, User], owed: UpdateObligation
) -> None:
    record([UpdateAttestation(obligation=owed, claimed_at=timezone.now() - timedelta(minutes=1), date_only=False)])
    page = browse("/dashboard/", language="en", session=session_of(people["advisor"]))
    page.get_by_role("main").get_by_role("link", name=re.compile("timely updates", re.IGNORECASE)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("updates", re.IGNORECASE))
    page.get_by_role("rowheader", name=re.compile("Channel fees")).get_by_role("link").click()
    expect(page.get_by_role("heading", name="What was recorded")).to_be_visible()
    page.get_by_role("link", name="The dataset's own page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Channel fees")


def test_the_public_asks_and_follows_to_the_answer(browse: Opener, people: dict[str, User], dataset: Dataset) -> None:
    public = browse("/datasets/?q=頻道", language="en")
    public.get_by_role("link", name="Channel fees").click()
    public.get_by_role("link", name="Ask or tell us something about this dataset").click()
    public.get_by_label("Your message").fill("Are the fees of 2026 final?")
    public.get_by_role("button", name="Send").click()
    expect(public.get_by_role("heading", name="Your message has arrived")).to_be_visible()
    public.locator("#tracking").click()
    expect(public.get_by_text("Are the fees of 2026 final?")).to_be_visible()

    clerk = browse("/queue/", language="en", session=session_of(people["staff"]))
    clerk.get_by_role("main").get_by_role("link", name=re.compile(r"\d")).first.click()
    answer = clerk.locator("form[action$='/reply/']")
    answer.get_by_role("textbox").first.fill("Yes, since the first of March.")
    answer.get_by_role("button", name="Release the answer").click()

    public.reload()
    expect(public.get_by_text("Yes, since the first of March.")).to_be_visible()
    for told in ("Your message has arrived", "had already been received"):  # sent, and sent again after going back
        public.get_by_label("Your message").fill("And those of 2025?")
        public.get_by_role("button", name="Send").click()
        expect(public.get_by_text(told).first).to_be_visible()
        public.go_back()

    officer = browse("/queue/?state=all", language="en", session=session_of(people["officer"]))
    officer.goto(clerk.url)
    publish = officer.locator("form[action$='/publish/']")
    if not publish.get_by_role("button", name="Publish").is_visible():
        officer.get_by_text("Publish question and answer").first.click()
    publish.get_by_role("button", name="Publish").click()
    public.goto("/datasets/5995/")
    expect(public.get_by_text("Yes, since the first of March.")).to_be_visible()


def test_what_is_refused_while_the_group_meets_takes_the_focus_and_stays_typed(
    browse: Opener, people: dict[str, User]
) -> None:
    meeting = plan_meeting(quarter="2026Q2", title="第36次會議", held_at=timezone.now(), by=None)
    page = browse(f"/meetings/{meeting.pk}/live/", language="en", session=session_of(people["officer"]))
    motion = page.locator("form:has(input[value=statement])").last
    motion.evaluate("form => form.closest('details').open = true")
    motion.get_by_role("textbox").fill("請補英文欄位")
    motion.get_by_role("button").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("form:has(input[value=statement])").last.get_by_role("textbox")).to_have_value("請補英文欄位")


def test_an_officer_builds_a_packet_and_takes_it_home(browse: Opener, people: dict[str, User], owed: object) -> None:
    page = browse("/packets/", language="en", session=session_of(people["officer"]))
    page.get_by_role("button", name="Build").click()
    expect(page.get_by_text("The packet is being built.")).to_be_visible()
    build_packet(str(PacketBuild.objects.get().pk))  # the worker's part
    expect(page.get_by_role("heading", name="Files")).to_be_visible(timeout=20_000)
    for ending, magic in ((".pdf", b"%PDF"), (".odt", b"PK"), (".ods", b"PK"), (".xlsx", b"PK"), (".json", b"{")):
        link = page.get_by_role("link", name=re.compile(re.escape(ending) + "$")).first
        assert page.request.get(str(link.get_attribute("href"))).body().startswith(magic)
