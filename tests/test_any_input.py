"""No input gives a 5xx (contract.md, People): every URL of the permission table, asked badly in every way known."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from ncc_opendata.wsgi import application
from tests.names_read import names_read
from tests.permission_table import TABLE
from tests.test_permissions import NAMED, World, address, make_world

pytestmark = pytest.mark.django_db

UGLY = [
    *("\x00", "a\x00b", "\u200b\u200c\ufeff", "0115-11-24", "１１５－１１－２４", "９９９９９９９９９９９９"),
    *("99999999999999999999999999", "-1", "1e400", "NaN", "9999-12-31T23:59:59.999999+14:00", "0001-01-01"),
    *("2026-02-30", "\ud800", "\u202e\U0010ffff", "%s%n{}", "' OR 1=1 --", "<b>", "長" * 20_000),
]
"""Values of a parameter, of a field, of a part of an address."""
WORST = ("\x00", "99999999999999999999999999", "\ud800")
"""What each parameter gets alone: beside others one refusal hides the next."""
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
BODIES: dict[str, tuple[bytes, str]] = {
    "nested JSON": (b"[" * 20_000, JSON),
    "nested and closed JSON": (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, JSON),
    "NUL in JSON": (b'{"text": "\\u0000", "q": "\x00"}', JSON),
    "surrogates in JSON": (b'{"text": "\\ud800", "number": 1e999}', JSON),
    "UTF-7": (b"text=+AD4-", f"{FORM}; charset=utf-7"),
    "no such charset": (b"text=a", f"{FORM}; charset=nonsense"),
    "bad UTF-8": (b"text=%ff%fe&\xff\xfe=\xff&page=%c3%28", FORM),
    "a NUL and no name": (b"%00=%00&=&&==;", FORM),
    "too many fields": (b"&".join(b"a%d=1" % n for n in range(20_000)), FORM),
    "ten megabytes": (b"text=" + b"a" * 10_000_000, FORM),
    "a form without its boundary": (b"--x\r\n\r\n", "multipart/form-data"),
    "a form cut short": (b'--x\r\nContent-Disposition: form-data; name="a\x00"\r\n', "multipart/form-data; boundary=x"),
    "no such kind": (b"\x00\xff", "x/\xffy"),
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def asker(world: World, name: str, method: str) -> Client:
    """Somebody who gets in, else anybody."""
    welcome = getattr(TABLE[name], method)
    return world.as_(next((who for who in ("officer", "staff", "auditor", "public") if who in welcome), "public"))


def status(client: Client, method: str, url: str, data: bytes = b"", kind: str = FORM, **headers: str) -> int:
    """Of the answer, whole: streamed ones are read. What the question changed is taken back."""
    with transaction.atomic():
        try:
            answer = client.generic(method, url, data, kind, **headers)
            if answer.streaming:
                b"".join(answer)  # type: ignore[arg-type]
            return int(answer.status_code)
        finally:
            transaction.set_rollback(True)


def encoded(pairs: dict[str, str]) -> str:
    return urlencode(pairs, errors="surrogatepass")


def mixtures(names: list[str]) -> Iterator[str]:
    """All names at once, each with another ugly value; a few turns, since a page takes milliseconds."""
    for turn in range(0, len(UGLY) if names else 0, 3):
        yield encoded({name: UGLY[(place + turn) % len(UGLY)] for place, name in enumerate(names)})


def read_by(client: Client, method: str, url: str) -> set[str]:
    with names_read() as names:
        status(client, method, url)
    return {name for name in names if name} - {"csrfmiddlewaretoken"}


NAMES = sorted(NAMED.keys() & TABLE.keys())


@pytest.mark.parametrize("name", NAMES)
def test_no_query_is_too_much(name: str, world: World) -> None:
    client, url = asker(world, name, "get"), address(name, NAMED[name], TABLE[name], world.arguments)
    names = sorted(read_by(client, "GET", url))
    queries = list(mixtures(names))
    queries += [encoded({one: value}) for one in names for value in WORST]
    queries += ["%00=%00&%ff=%ff", "page=%ff", "&".join(f"page={n}" for n in range(2_000))]
    wrong = [(found, query[:60]) for query in queries if (found := status(client, "GET", f"{url}?{query}")) >= 500]
    assert wrong == []


@pytest.mark.parametrize("name", [name for name in NAMES if TABLE[name].post])
def test_no_body_is_too_much(name: str, world: World) -> None:
    client, url = asker(world, name, "post"), address(name, NAMED[name], TABLE[name], world.arguments)
    names = sorted(read_by(client, "GET", url) | read_by(client, "POST", url))
    wrong = [what for what, (body, kind) in BODIES.items() if status(client, "POST", url, body, kind) >= 500]
    forms = list(mixtures(names))
    forms += [encoded({one: value}) for one in names for value in WORST]
    wrong += [form[:60] for form in forms if status(client, "POST", url, form.encode()) >= 500]
    assert wrong == []


@pytest.mark.parametrize("name", [name for name in NAMES if NAMED[name].pattern.converters])
def test_no_address_is_too_much(name: str, world: World) -> None:
    client, wrong = asker(world, name, "get"), []
    known = world.arguments | TABLE[name].arguments
    wanted = {one: known[one] for one in NAMED[name].pattern.converters}
    for part, value in ((part, value) for part in wanted for value in UGLY[:-1]):
        try:
            url = reverse(name, kwargs=wanted | {part: "PART"}).replace("PART", quote(value, errors="surrogatepass"))
        except NoReverseMatch:  # a number, a key
            url = reverse(name, kwargs=wanted).replace(str(wanted[part]), quote(value, errors="surrogatepass"), 1)
        wrong += [url for method in ("GET", "POST") if status(client, method, url) >= 500]
    assert wrong == []


@pytest.mark.parametrize(
    "header",
    ["ACCEPT", "ACCEPT_LANGUAGE", "USER_AGENT", "REFERER", "COOKIE", "X_FORWARDED_FOR", "IF_MODIFIED_SINCE",
     "IF_NONE_MATCH", "RANGE", "AUTHORIZATION", "X_CSRFTOKEN", "ORIGIN", "X_REQUESTED_WITH"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["home", "dataset", "download", "api_dataset-list", "catalogue_turtle", "feed"])
def test_no_header_is_too_much(name: str, header: str, world: World) -> None:
    url, client = address(name, NAMED[name], TABLE[name], world.arguments), world.as_("public")
    for value in ("\x00", "\xff\xfe", "a" * 9_000, "bytes=9-1", "Thu, 99 Foo 99999 99:99:99 GMT", ",;=\"'"):
        assert status(client, "GET", url, **{f"HTTP_{header}": value}) < 500, value[:40]


def test_a_request_that_django_cannot_be_made_of_is_refused_at_the_door() -> None:
    """`charset*=utf-8''%00` decodes to a NUL, which Python's codecs answer with a ValueError."""
    told: list[str] = []
    environ = {"CONTENT_TYPE": "text/plain; charset*=utf-8''%00", "REQUEST_METHOD": "POST", "PATH_INFO": "/"}
    application(environ, lambda status, headers: told.append(status))
    assert told == ["400 Bad Request"]
