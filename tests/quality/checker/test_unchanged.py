"""The second round: what has not changed is not fetched or parsed again, and what was dead stays dead."""

import json
from collections.abc import Iterator

import pytest

from quality.checker import workers
from quality.checker.engine import check_all
from quality.checker.lines import as_object, read_target
from quality.checker.options import Options
from quality.checker.types import Limits, Target, Verdict
from tests.quality.corpus.server import CSV, Request, Server, page

OPTIONS = Options(limits=Limits(idle=15, total=30), allow_private=True, backoff=(0.01,), workers=1)


def tagged(r: Request) -> None:
    r.answer(304 if r.headers.get("if-none-match") == '"a"' else 200, CSV, ETag='"a"')


def dated(r: Request) -> None:
    date = "Tue, 03 Mar 2026 08:00:00 GMT"
    r.answer(304 if r.headers.get("if-modified-since") == date else 200, CSV, Last_Modified=date)


def bare(r: Request) -> None:
    r.answer(200, CSV)


def dead(r: Request) -> None:
    r.answer(304 if "if-none-match" in r.headers else 200, page("找不到網頁"), ETag='"dead"', Content_Type="text/html")


def changing(r: Request) -> None:
    r.answer(200, CSV + f"丙,{r.turn},1130601\n".encode(), ETag=f'"{r.turn}"')


@pytest.fixture(scope="module")
def rounds() -> Iterator[dict[str, tuple[Verdict, Verdict]]]:
    handlers = {handler.__name__: handler for handler in (tagged, dated, bare, dead, changing)}
    with Server(handlers) as server:
        lines = [json.dumps({"url": f"{server.origin}/{name}.csv", "format": "CSV"}) for name in handlers]
        first = dict(check_all([read_target(line) for line in lines], OPTIONS))
        said = [as_object(verdict) for verdict in first.values()]
        kept = ("url", "etag", "last_modified", "sha256")
        again = [json.dumps({"format": "CSV"} | {key: one[key] for key in kept}) for one in said]
        second = dict(check_all([read_target(line) for line in again], OPTIONS))
        by_name = [{v.target.url.rpartition("/")[2][:-4]: v for v in found.values()} for found in (first, second)]
        yield {name: (by_name[0][name], by_name[1][name]) for name in handlers}


@pytest.mark.parametrize(("name", "status"), [("tagged", 304), ("dated", 304), ("bare", 200)])
def test_unchanged(rounds: dict[str, tuple[Verdict, Verdict]], name: str, status: int) -> None:
    first, second = rounds[name]
    assert (first.link, first.fetched.unchanged, first.content is not None) == ("ok", False, True)
    assert (second.link, second.fetched.unchanged, second.content) == ("ok", True, None)
    assert second.fetched.http_status == status
    assert as_object(second)["sha256"] == as_object(first)["sha256"]
    assert as_object(second)["etag"] == as_object(first)["etag"]


def test_changed(rounds: dict[str, tuple[Verdict, Verdict]]) -> None:
    _, second = rounds["changing"]
    assert (second.link, second.fetched.unchanged) == ("ok", False)
    assert second.content is not None


def test_dead_stays_dead(rounds: dict[str, tuple[Verdict, Verdict]]) -> None:
    for verdict in rounds["dead"]:
        assert (verdict.link, verdict.reason) == ("broken", "html_instead_of_data")
        assert as_object(verdict)["etag"] is None


def test_short_pages_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dead links keep answering with pages and messages: an unchanged round judges them without the parsers."""

    def object_(r: Request) -> None:
        r.answer(200, b'{"code": 404, "message": "no data"}')

    def word(r: Request) -> None:
        r.answer(200, b'"not found"')

    monkeypatch.setattr(workers, "_start_nursery", lambda *_: pytest.fail("a process was started"))
    with Server({"dead": dead, "object_": object_, "word": word}) as server:
        targets = [Target(f"{server.origin}/{name}.json") for name in ("dead", "object_", "word")]
        found = {target.url.rpartition("/")[2]: verdict for target, verdict in check_all(targets, OPTIONS)}
    formats = {name: verdict.content and verdict.content.format for name, verdict in found.items()}
    assert formats == {"dead.json": "HTML", "object_.json": "JSON", "word.json": "JSON"}
    assert {found[name].reason for name in ("dead.json", "object_.json")} == {"html_instead_of_data"}
