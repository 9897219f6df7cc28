"""A real Chromium against a real server: `site` serves the project, `browse` opens pages as somebody."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

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
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A module's own: while Playwright is open its event loop runs in this thread, and others need that free.

    Django keeps one set of connections for a thread with a loop and another for the same thread without: what is open
    here now would stay open, unseen, until a test's clean-up puts it out.
    """
    if not CHROMIUM:
        assert os.environ.get("CI") != "true", "CI=true leaves nothing out, and Chromium is missing"
        pytest.skip("LEFT OUT: this machine has no Chromium")
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """The mark lets pytest-django make the test database; the transaction that it would open here hides rows from
    the server's threads, so it is left out: `committed` brings a database of its own."""


@pytest.fixture(scope="module")
def committed(
    django_db_setup: None, chromium: Browser, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[None]:
    """A throw-away copy of the empty test database, for the tests of a module and the threads of their server.

    Comes after Chromium and goes before it, so that set-up, tests and clean-up see the same connections.
    """
    with django_db_blocker.unblock():
        original = connections["default"]
        assert "test" in str(original.settings_dict["NAME"]) or original.is_in_memory_db(), "not a test database"
        name = original.settings_dict["NAME"]
        copy = _copied(original, tmp_path_factory.mktemp("browser") / "test.sqlite3")
        original.settings_dict["NAME"] = copy
        del connections["default"]
        yield
        connections["default"].close()
        original.settings_dict["NAME"] = name
        connections["default"] = original
        if original.vendor == "postgresql":
            _evict(original, copy)
            original.creation.destroy_test_db(suffix="browser", verbosity=0)
        original.close()  # in PostgreSQL whoever used it meanwhile was put out: the next test begins afresh


def _copied(original: Any, file: Path) -> str:
    """SQLite: into a file, where each thread has its connection. PostgreSQL: by its own template mechanism."""
    if original.vendor == "postgresql":
        original.close()
        _evict(original, original.settings_dict["NAME"])
        original.creation.clone_test_db(suffix="browser", verbosity=0)
        return str(original.creation.get_test_db_clone_settings("browser")["NAME"])
    original.ensure_connection()
    target = sqlite3.connect(file)
    original.connection.backup(target)
    target.close()
    return str(file)


def _evict(original: Any, name: str) -> None:
    """PostgreSQL neither copies nor drops a database that somebody is in: a server's thread, a killed worker."""
    with original._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )


@pytest.fixture(scope="module")
def site_server(committed: None) -> Iterator[LiveServer]:
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def site(site_server: LiveServer) -> str:
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


UNTOLD = r"""() => {
  const found = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const many = (text, pattern) => (text.match(pattern) || []).length;
  while (words.nextNode()) {
    const {data, parentElement} = words.currentNode;
    if (parentElement.closest("[lang^=zh], script, style, textarea, option")) continue;
    if (3 * many(data, /\p{Script=Han}/gu) > many(data, /[A-Za-z]/g)) found.push(data.trim());
  }
  return found;
}"""
"""What is Chinese on an English page and does not say so: a screen reader would spell it out, or pass over it."""


def assert_languages_told(page: Page) -> None:
    """WCAG 3.1.2, which axe does not look for."""
    assert page.evaluate(UNTOLD) == [], page.url
