"""Every page that the permission table lets somebody read: axe-clean in both languages and both colour schemes,
fit for a telephone, and without a complaint in the browser's console."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as portal

from tests.browser.conftest import Opener, assert_accessible, assert_languages_told
from tests.permission_table import TABLE
from tests.test_permissions import NAMED, World, address, make_world

READERS = ("officer", "staff", "advisor", "auditor", "public")
"""Whoever sees most of a page comes first."""
PAGES = sorted(name for name, line in TABLE.items() if line.get & set(READERS) and name in NAMED)
NO_PAGES = {"download"}
"""Leads away from this site."""


@pytest.fixture(scope="module")
def world(committed: None) -> Iterator[World]:
    yield make_world()


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in NO_PAGES])
def test_page(name: str, language: str, scheme: str, world: Any, browse: Opener) -> None:
    """A colour does not depend on the language (tests/test_tokens.py computes them all): two of the four pairs do."""
    line = TABLE[name]
    reader = "public" if "public" in line.get else next(who for who in READERS if who in line.get)
    url = address(name, NAMED[name], line, world.arguments)
    answer = world.as_(reader).get(url)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html") or answer.streaming:
        return  # a file, or leads on to a page that has a line of its own
    session = world.sessions.get(reader, "")
    page = browse(url, language=language, scheme=scheme, session=session)
    assert_accessible(page)
    if language == "en":
        assert_languages_told(page)


@pytest.mark.parametrize("path", ["/none/", "/datasets/nothing/"])
def test_an_error_page(path: str, world: Any, browse: Opener, settings: Any) -> None:
    settings.DEBUG = False
    assert_accessible(browse(path))


NAMED_LANDMARK = re.compile(r"<(?:section\b|div\b[^>]*role=\"region\")[^>]*aria-labelledby=\"([^\"]+)\"")


def test_no_label_names_a_section_and_the_table_in_it() -> None:
    """Two landmarks of one name; some parts of pages are there on some days only, so the templates are asked."""
    for path in (portal.BASE_DIR / "templates").rglob("*.html"):
        labels = NAMED_LANDMARK.findall(path.read_text())
        assert len(labels) == len({*labels}), path
