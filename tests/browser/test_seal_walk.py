"""Two officers seal a packet in the browser: one asks, the other refuses, then confirms; the public reads it."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from datasets.models import Role, User
from reports.models import PacketBuild, ReviewPacket, SealRequest
from reports.packet.verify import verify
from reports.tasks import build_packet
from tests.browser.conftest import Opener, violations
from tests.test_permissions import BACKEND


@pytest.fixture(scope="module")
def officers(committed: None) -> tuple[User, User]:
    one, other = (
        User.objects.create_user(name, role=Role.OFFICER, language="en", full_name=full)
        for name, full in (("ting", "Ting Lin"), ("wu", "Wu Chien"))
    )
    return one, other


def session_of(person: User) -> str:
    client = Client()
    client.force_login(person, BACKEND)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def work() -> None:
    """The worker's part."""
    build_packet(str(PacketBuild.objects.latest("pk").pk))


def ask(page: Page) -> None:
    page.get_by_role("button", name="Ask for the seal").click()
    expect(page.get_by_text("You asked for it yourself: another officer must confirm.")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm and seal")).to_have_count(0)
    assert violations(page) == []


def test_two_officers_seal_a_packet_and_the_public_reads_it(browse: Opener, officers: tuple[User, User]) -> None:
    first = browse("/packets/", language="en", session=session_of(officers[0]))
    first.get_by_role("button", name="Build").click()
    work()
    draft = first.url
    expect(first.get_by_role("heading", name="Files")).to_be_visible(timeout=20_000)
    ask(first)
    digest = SealRequest.objects.get().sha256
    expect(first.get_by_text(digest)).to_be_visible()

    second = browse("/packets/", language="en", session=session_of(officers[1]))
    second.get_by_role("main").get_by_role("link", name=re.compile(r"^\d{4} Q\d$")).first.click()
    second.get_by_role("button", name="Refuse").click()
    expect(second.get_by_text("Say why the seal is refused.")).to_be_visible()
    second.get_by_label("Reason").fill("The meeting was moved.")
    second.get_by_role("button", name="Refuse").click()
    expect(second.get_by_text("The meeting was moved.")).to_be_visible()

    first.goto(draft)
    ask(first)
    second.goto(first.url)
    assert violations(second) == []
    second.get_by_role("button", name="Confirm and seal").click()
    expect(second.get_by_text("The packet is being built.")).to_be_visible()
    work()
    second.goto(first.url)
    expect(second.get_by_role("heading", level=1)).to_contain_text("Sealed packet")
    expect(second.get_by_text(digest).first).to_be_visible()
    assert violations(second) == []

    public = browse("/review-packets/", language="en")
    expect(public.get_by_text("No packet was released yet")).to_be_visible()
    second.get_by_role("button", name="Release the public edition").click()
    expect(second.get_by_text("The public edition is released.")).to_be_visible()
    public.reload()
    assert violations(public) == []
    head = public.locator("code.hash").inner_text()
    endings = {name.partition(".")[2] for name in ReviewPacket.objects.get().manifest["public"]}
    assert endings == {"json", "pdf", "odt", "ods", "xlsx", "csv.zip"}
    for ending in endings:
        link = public.get_by_role("link", name=re.compile(re.escape(f".{ending}") + "$")).first
        assert public.request.get(str(link.get_attribute("href"))).status == 200
    bundle = public.get_by_role("link", name=re.compile("public.zip$"))
    found = verify(public.request.get(str(bundle.get_attribute("href"))).body(), head)
    assert (found.faults, found.anchored, found.edition) == ((), True, "public")

    second.get_by_text("Take it back").click()
    second.get_by_label("Reason").fill("A name was left in it.")
    second.get_by_role("button", name="Take back the public edition").click()
    expect(second.get_by_text("The public edition is taken back.")).to_be_visible()
    assert violations(second) == []
    public.reload()
    expect(public.get_by_text("A name was left in it.")).to_be_visible()
    expect(public.get_by_role("link", name=re.compile("public.zip$"))).to_have_count(0)
