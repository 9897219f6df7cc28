"""A real Chromium against a real server: `site` serves the project, `browse` opens pages as somebody."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from datasets.protection import unprotect

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOCALES = {"zh": "zh-TW", "en": "en-US"}
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's thread; nothing here is async

Opener = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        assert os.environ.get("CI") != "true", "CI=true leaves nothing out, and Chromium is missing"
        pytest.skip("LEFT OUT: this machine has no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[LiveServer]:
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server
        server.stop()


@pytest.fixture(scope="module")
def committed(site_server: LiveServer, django_db_blocker: Any) -> Iterator[None]:
    """Rows made under this fixture are committed, so that the server's threads see them; emptied after the module."""
    with django_db_blocker.unblock():
        yield
        unprotect()
        call_command("flush", interactive=False, verbosity=0)
        connection.close()


@pytest.fixture
def site(site_server: LiveServer, committed: None) -> str:
    return str(site_server.url)


@pytest.fixture
def browse(chromium: Browser, site: str) -> Iterator[Opener]:
    """`browse("/usage/", language="en", session=key)` gives a page; what it logs as an error fails the test."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        path: str, *, language: str = "zh", session: str = "", scheme: str = "light", width: int = 1280
    ) -> Page:
        context = chromium.new_context(
            base_url=site, locale=LOCALES[language], color_scheme=scheme, viewport={"width": width, "height": 900},
            accept_downloads=True, reduced_motion="reduce",
        )  # fmt: skip
        opened.append(context)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" and _matters(m.text) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert complaints == []


def _matters(text: str) -> bool:
    """Everything but an answer of 4xx, which some tests ask for."""
    return not re.search(r"status of 4\d\d", text)


def violations(page: Page) -> list[str]:
    """What axe finds wrong, a line each: rule, help, first places."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{v['id']}: {v['help']}: {[node['html'][:120] for node in v['nodes'][:3]]}" for v in found]


def assert_accessible(page: Page) -> None:
    """WCAG 2.2 AA by axe, and no sideways scrolling at 320 pixels (1.4.10)."""
    assert violations(page) == [], page.url
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide for a telephone"
