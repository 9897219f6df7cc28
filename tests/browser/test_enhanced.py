"""htmx makes pages quicker and changes nothing else: the same form works with scripts and without."""

import re

import pytest
from playwright.sync_api import Browser, expect

from datasets.models import Dataset, Lifecycle, Unit
from tests.browser.conftest import Opener


@pytest.fixture(scope="module")
def two(committed: None) -> None:
    unit = Unit.objects.create(code="infra", name="基礎設施處", name_en="Infrastructure")
    for identifier, theme in (("1", "A00"), ("2", "I00")):
        Dataset.objects.create(
            identifier=identifier, title=f"資料{identifier}", theme=theme, unit=unit, lifecycle=Lifecycle.PUBLISHED
        )


def test_a_filter_replaces_the_results_alone_and_says_so(two: None, browse: Opener) -> None:
    page = browse("/datasets/", language="en")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("Service category").select_option("A00")
    expect(page.locator("#results")).to_contain_text("1 dataset")
    expect(page.locator("#live")).to_have_text("1 dataset")
    expect(page).to_have_url(re.compile("theme=A00"))
    assert page.evaluate("window.sameDocument") is True
    page.go_back()
    expect(page.locator("#results")).to_contain_text("2 datasets")


def test_the_same_form_works_without_scripts(two: None, chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, locale="en-US", java_script_enabled=False)
    page = context.new_page()
    page.goto("/datasets/")
    page.get_by_label("Service category").select_option("A00")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#results")).to_contain_text("1 dataset")
    context.close()


def test_the_first_tab_skips_to_the_content(two: None, browse: Opener) -> None:
    page = browse("/datasets/", language="en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
