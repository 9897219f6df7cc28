"""What every page has: skip link, navigation by role, both languages, no inline script or style."""

import re

import pytest
from django.conf import settings
from django.test import Client, override_settings

from datasets.models import Dataset, Installation, Lifecycle, Unit, User

pytestmark = pytest.mark.django_db
PAGES = [
    *("/", "/datasets/", "/usage/", "/not-open/", "/about/", "/accessibility/", "/privacy/"),
    *("/account/login/", "/none/"),
]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-tw", "zh-Hant-TW")])
def test_every_page_stands_on_the_same_frame(client: Client, url: str, language: str, tag: str) -> None:
    page = client.get(url, HTTP_ACCEPT_LANGUAGE=language)
    assert f'<html lang="{tag}">' in page.text
    assert page.text.count("<h1") == 1
    assert 'href="#main"' in page.text
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=|javascript:", page.text)
    assert "unsafe" not in page["Content-Security-Policy"]


def test_the_language_can_be_chosen_and_is_kept(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en", "next": "/about/"})
    assert "About this portal" in client.get("/about/", HTTP_ACCEPT_LANGUAGE="zh-tw").text


def test_the_navigation_shows_each_role_its_own(client: Client, staff: User) -> None:
    assert "/due/" not in client.get("/about/").text
    client.force_login(staff)
    page = client.get("/due/").text
    assert re.search(r'href="/due/" aria-current="page"', page)


def test_an_auditor_finds_the_audit_log_without_knowing_its_address(client: Client, auditor: User) -> None:
    client.force_login(auditor)
    assert "/manage/" in [one["url"] for one in client.get("/dashboard/").context["navigation"]]
    assert 'href="/manage/audit/"' in client.get("/manage/").text


def test_a_demonstration_says_so_on_every_page(client: Client) -> None:
    assert "demo-banner" not in client.get("/about/").text
    Installation.objects.update_or_create(pk=1, defaults={"demonstration": True})
    assert "demo-banner" in client.get("/about/").text


@override_settings(DEBUG=False)
def test_errors_are_told_on_the_same_frame(client: Client) -> None:
    page = client.get("/none/", HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 404
    assert "Page not found" in page.text


@pytest.mark.parametrize("url", ["/meetings/", "/plan/", "/strategy/", "/reviews/2026Q3/", "/resolutions/excusals/"])
def test_a_page_reached_by_tabs_lies_below_the_packets(client: Client, officer: User, url: str) -> None:
    client.force_login(officer)
    page = client.get(url)
    marked = [one["label"] for one in page.context["navigation"] if one["current"]]
    assert len(marked) == 1
    assert "data-error-summary" not in page.text


def test_units_find_their_place_in_the_navigation(client: Client, staff: User) -> None:
    client.force_login(staff)
    marked = [one["url"] for one in client.get("/plan/").context["navigation"] if one["current"]]
    assert marked == ["/explanations/"]


def test_the_number_of_published_datasets_leads_to_just_those(client: Client, unit: Unit) -> None:
    """A withdrawn one stays in the catalogue; what was published then cannot be listed there, so that is no link."""
    for identifier, lifecycle in (("1", Lifecycle.PUBLISHED), ("2", Lifecycle.WITHDRAWN)):
        Dataset.objects.create(identifier=identifier, title=identifier, unit=unit, lifecycle=lifecycle, openness="open")
    page = client.get("/")
    (way,) = re.findall(r'href="(/datasets/\?[^"]+)"', page.text)
    assert client.get(way).context["page"].paginator.count == page.context["published"] == 1
    assert way not in client.get("/?as_of=2026-01-01").text


CARDS = re.compile(r'<table class="[^"]*table--cards.*?</table>', re.DOTALL)
BARE = re.compile(r"<td(?![^>]*data-label)(?![^>]*is-plain)[^>]*>")


def test_where_rows_are_cards_each_cell_says_what_it_is() -> None:
    """On a telephone the head of the table is not seen."""
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        for table in CARDS.findall(path.read_text()):
            rows = table.partition("<tbody")[2].partition("</tbody>")[0]
            assert not BARE.findall(re.sub(r"{%.*?%}", "", rows)), path
