"""From evidence to verdict."""

import pytest

from quality.checker import judge
from quality.checker.messages import REASONS
from quality.checker.types import Content, Declared, Examined, Fetched, Link, Page, Target, Verdict

STATUSES = [
    *((200, ""), (206, ""), (203, ""), (304, ""), (401, "login_required"), (403, "forbidden"), (404, "not_found")),
    *(
        (410, "gone"),
        (429, "throttled"),
        (451, "forbidden"),
        (405, "forbidden"),
        (418, "forbidden"),
        (400, "not_found"),
    ),
    *((408, "timeout"), (500, "server_error"), (503, "server_error"), (520, "server_error"), (999, "server_error")),
]


@pytest.mark.parametrize(("status", "reason"), STATUSES)
def test_status(status: int, reason: str) -> None:
    assert judge.by_status(status) == reason


def test_busy_with_a_time_is_throttled() -> None:
    assert judge.by_status(503, "120") == "throttled"


def test_links_of_all_reasons() -> None:
    """The table of quality.md."""
    assert set(REASONS) == judge.FINE | judge.UNSURE | judge.BROKEN
    assert not judge.FINE & judge.UNSURE and not judge.BROKEN & (judge.FINE | judge.UNSURE)
    unsure = {"throttled", "forbidden", "too_large", "bomb", "unsafe_address", "timeout", "checker_fault"}
    assert unsure == judge.UNSURE


def verdict(url: str, reason: str, link: Link = "broken") -> Verdict:
    return Verdict(Target(url), link, reason, Fetched(reason, final_url=url))


def test_self_check() -> None:
    out = [verdict(f"http://h{n}.tw/", "timeout") for n in range(5)]
    fine = [verdict(f"http://f{n}.tw/", "ok", "ok") for n in range(5)]
    assert judge.checker_is_broken(out)
    assert judge.checker_is_broken(out + fine)
    assert not judge.checker_is_broken(out[:2] + fine)
    assert not judge.checker_is_broken([])
    assert judge.checker_is_broken([verdict("http://h.tw/", "checker_fault")])


def test_self_check_counts_hosts() -> None:
    """One host that is down takes its hundred addresses with it, and is no fault of ours."""
    one_host = [verdict(f"http://down.tw/{n}", "refused") for n in range(100)]
    fine = [verdict(f"http://f{n}.tw/", "ok", "ok") for n in range(3)]
    assert not judge.checker_is_broken(one_host + fine)
    assert not judge.checker_is_broken(one_host)
    dead = [verdict(f"http://h{n}.tw/", "not_found") for n in range(9)]
    assert not judge.checker_is_broken(dead)


def test_as_fault() -> None:
    assert judge.as_fault(verdict("http://a.tw/", "timeout")).reason == "checker_fault"
    assert judge.as_fault(verdict("http://a.tw/", "not_found")).reason == "not_found"


def test_a_fault_of_the_judges_is_ours() -> None:
    fetched = Fetched("ok", final_url="http://a.tw/")
    for fault, reason in (("timeout", "timeout"), ("worker died", "checker_fault"), ("memory", "checker_fault")):
        found = judge.judge(Target("http://a.tw/"), fetched, Examined(fault=fault))
        assert (found.reason, found.link) == (reason, "unsure")


@pytest.mark.parametrize(
    ("asked", "answered", "declared", "kind", "reason"),
    [
        ("http://a.tw/x", "http://a.tw/x", "", "page", ""),
        ("http://a.tw/x", "http://a.tw/x", "HTML", "page", ""),
        ("http://a.tw/x", "http://a.tw/x", "CSV", "page", "html_instead_of_data"),
        ("http://a.tw/x.csv", "http://a.tw/x.csv", "", "page", "html_instead_of_data"),
        ("http://a.tw/get?f=x.7z", "http://a.tw/get?f=x.7z", "", "page", "html_instead_of_data"),
        ("http://a.tw/x.html", "http://a.tw/x.html", "", "page", ""),
        ("http://a.tw/x", "https://www.a.tw/x/", "HTML", "page", ""),
        ("http://a.tw/a/b", "http://a.tw/", "HTML", "page", "html_instead_of_data"),
        ("http://a.tw/a/b", "http://a.tw/index.aspx", "", "page", "html_instead_of_data"),
        ("http://a.tw/", "http://a.tw/index.aspx", "", "page", ""),
        ("http://a.tw/a", "http://a.tw/Error.aspx?c=404", "", "page", "html_instead_of_data"),
        ("http://a.tw/a", "http://a.tw/terror", "", "page", ""),
        ("http://a.tw/a", "http://a.tw/a", "", "error", "html_instead_of_data"),
        ("http://a.tw/a", "http://a.tw/a", "HTML", "form", ""),
        ("http://a.tw/a", "http://a.tw/a", "HTML", "login", "login_required"),
        ("http://a.tw/a", "http://a.tw/a", "CSV", "form", "login_required"),
        ("http://a.tw/a", "http://a.tw/login", "HTML", "login", "login_required"),
        ("http://a.tw/a.csv", "http://a.tw/cas/login?x", "", "page", "login_required"),
    ],
)
def test_pages(asked: str, answered: str, declared: str, kind: str, reason: str) -> None:
    target = Target(asked, Declared(declared))
    examined = Examined(Content(format="HTML"), Page(kind))
    assert judge.overturned(target, Fetched("ok", final_url=answered), examined) == reason


def test_validators_of_the_dead_are_forgotten() -> None:
    fetched = Fetched("not_found", headers={"etag": "x", "last-modified": "y", "server": "z"})
    assert judge.judge(Target("http://a.tw/"), fetched).fetched.headers == {"server": "z"}
