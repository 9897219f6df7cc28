"""Pages and short answers with status 200, as servers, firewalls and APIs send them: dead ones, living ones."""

import json
from pathlib import Path

import pytest

from quality.checker.errors import kind_of
from quality.checker.pages import look

SAYINGS = json.loads((Path(__file__).parents[1] / "corpus" / "sayings.json").read_text("utf-8"))
NAV = "<nav><ul>" + "".join(f"<li><a href=/{n}>選單{n}</a></li>" for n in range(40)) + "</ul></nav>"
FOOT = "<footer>" + "隱私權政策 資訊安全政策 政府網站資料開放宣告 " * 10 + "</footer>"
DEAD = {"error", "login", "refresh"}


def seen(page: str) -> str:
    body = page.replace("{nav}", NAV).replace("{foot}", FOOT).encode()
    return look(body, len(body), "HTML").kind


@pytest.mark.parametrize("page", SAYINGS["dead_pages"])
def test_dead_pages(page: str) -> None:
    assert seen(page) in DEAD


@pytest.mark.parametrize("page", SAYINGS["living_pages"])
def test_living_pages(page: str) -> None:
    assert seen(page) not in DEAD


@pytest.mark.parametrize(("form", "text"), SAYINGS["errors"])
def test_errors(form: str, text: str) -> None:
    assert kind_of(text, form)


@pytest.mark.parametrize(("form", "text"), SAYINGS["remarks"])
def test_remarks(form: str, text: str) -> None:
    assert look(text.encode(), len(text.encode()), form).kind == "remark"


@pytest.mark.parametrize(("form", "text"), SAYINGS["data"])
def test_data_that_speaks_of_errors(form: str, text: str) -> None:
    assert not kind_of(text, form)
    assert look(text.encode(), len(text.encode()), form).kind in {"", "remark"}


def test_a_list_of_error_codes_is_data() -> None:
    one = "<error><code>E{0}</code><name>name {0}</name></error>"
    said, listed = ("".join(map(one.format, range(number))) for number in (3, 30))
    assert kind_of(f"<errors>{said}</errors>", "XML") == "error"
    assert not kind_of(f"<errors>{listed}</errors>", "XML")
    assert kind_of(f"<error><message>x</message>{listed}</error>", "XML") == "error", "a trace may be long"
