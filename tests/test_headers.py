"""Every kind of answer carries the headers that shut the browser's doors; nothing of a session is kept anywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client

from datasets.models import User
from reports.views import home
from tests.test_deployment import KEY, PRODUCTION

ROOT = Path(__file__).resolve().parent.parent
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
KINDS = {
    "a page": "/", "a page of the staff": "/dashboard/", "a file": "/dashboard/?format=csv", "figures": "/usage.csv",
    "the API": "/api/v1/datasets/", "a feed": "/datasets/feed.xml", "a style sheet": "/static/css/base.css",
    "nothing there": "/nowhere/", "the sign-in": "/account/login/", "a picture": "/dashboard/?format=png",
    "a refused address": "/%00", "a refused question": "/dashboard/?period=x", "the back room": "/admin/",
}  # fmt: skip


def check(answer: HttpResponseBase) -> None:
    assert {name: answer.get(name) for name in ALWAYS} == ALWAYS
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert {f"{one} 'none'" for one in ("object-src", "base-uri", "frame-ancestors")} <= set(policy.split("; "))
    assert "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_has_them(kind: str, client: Client, officer: User) -> None:
    for _ in range(2):
        check(client.get(KINDS[kind]))
        client.force_login(officer, "allauth.account.auth_backends.AuthenticationBackend")


@pytest.mark.django_db
def test_an_error_and_a_refused_method_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    check(client.put("/"))
    monkeypatch.setattr(home, "published_figures", lambda _now: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    check(answer)


@pytest.mark.django_db
def test_nothing_of_a_session_is_kept(client: Client, officer: User) -> None:
    assert "no-store" not in client.get("/datasets/").get("Cache-Control", ""), "what all may see may be kept"
    client.force_login(officer, "allauth.account.auth_backends.AuthenticationBackend")
    for page in ("/datasets/", "/dashboard/", "/dashboard/?format=csv", "/manage/people/", "/manage/audit/?format=csv"):
        assert "no-store" in client.get(page)["Cache-Control"], page
    assert "public" in client.get("/static/css/base.css")["Cache-Control"]


ASK = """
import json
from django.conf import settings
from django.test import Client
answer = Client().put("/", secure=True, HTTP_HOST="opendata.example")
plain = Client().get("/datasets/", HTTP_HOST="opendata.example")
names, flags = ("SESSION", "CSRF", "LANGUAGE"), ("SECURE", "HTTPONLY", "SAMESITE")
print(">" + json.dumps({
    "hsts": answer["Strict-Transport-Security"], "plain": [plain.status_code, plain["Location"]],
    "cookies": {name: [getattr(settings, f"{name}_COOKIE_{flag}") for flag in flags] for name in names},
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
}))
"""


def test_in_production_cookies_and_transport_are_closed(tmp_path: Path) -> None:
    clean = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    env = clean | PRODUCTION | {"VAR_DIR": str(tmp_path), "SECRET_KEY": KEY}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", ASK]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.split(">", 1)[1])
    assert told["cookies"] == {name: [True, True, "Lax"] for name in ("SESSION", "CSRF", "LANGUAGE")}
    assert told["names"] == ["__Host-session", "__Host-csrf"]
    assert told["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert told["plain"] == [301, "https://opendata.example/datasets/"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "onwards", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_a_stranger(onwards: str, client: Client, staff: User) -> None:
    sent = client.post("/account/login/", {"login": "mei", "password": "pw", "next": onwards})
    assert sent["Location"] == "/"
    for page in ("/i18n/setlang/", "/account/logout/"):
        assert client.post(page, {"language": "en", "next": onwards})["Location"] == "/"


@pytest.mark.django_db
def test_a_strange_host_is_refused(client: Client, staff: User) -> None:
    for name in ("evil.example", "localhost.evil.example", "testserver@evil.example"):
        assert client.post("/account/password/reset/", {"email": staff.email}, HTTP_HOST=name).status_code == 400
