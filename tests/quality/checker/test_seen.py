"""The same bytes are judged once in a run, and the verdict is the one that each address would have had."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quality.checker import seen
from quality.checker.engine import check_all
from quality.checker.job import Job
from quality.checker.options import Options
from quality.checker.seen import Seen
from quality.checker.types import Content, Examined, Finding, Member, Target, Verdict
from quality.checker.workers import Workers
from tests.quality.corpus.server import Request, Server

FILES = Path(__file__).parents[1] / "corpus/files"
JOB = Job(b"a,b\n1,2\n", ("CSV", "", ()), "list.csv", date(2026, 11, 29))
FOUND = Examined(Content("CSV", True, 3))


def after(found: Examined, job: Job = JOB) -> Seen:
    kept = Seen()
    kept.put("digest", job, found)
    return kept


def test_the_same_bytes_under_another_name() -> None:
    kept = after(FOUND)
    assert kept.get("digest", JOB._replace(name_hint="other.CSV")) is FOUND
    assert kept.get("other", JOB) is None


@pytest.mark.parametrize(
    "other",
    [
        JOB._replace(declared=("JSON", "", ())),
        JOB._replace(declared=("CSV", "", ("a",))),
        JOB._replace(name_hint="list.json"),
        JOB._replace(name_hint="list.csv.gz"),
        JOB._replace(today=date(2026, 11, 30)),
    ],
)
def test_all_else_that_a_verdict_depends_on(other: Job) -> None:
    assert after(FOUND).get("digest", other) is None


@pytest.mark.parametrize(
    "content",
    [
        Content("GZ", members=(Member("list.csv", Content("CSV")),)),
        Content("XLSX", findings=(Finding("encrypted", "error", {"name": "list.xlsx"}),)),
        Content(
            "ZIP",
            members=(Member("a", Content("XLS", findings=(Finding("encrypted", "error", {"name": "x/list"}),))),),
        ),
    ],
)
def test_a_verdict_that_speaks_of_the_name_is_of_that_file_alone(content: Content) -> None:
    kept = after(Examined(content))
    assert kept.get("digest", JOB) is not None
    assert kept.get("digest", JOB._replace(name_hint="other.csv")) is None


@pytest.mark.parametrize(
    "found",
    [
        Examined(fault="timeout"),
        Examined(replace(FOUND.content, reason="timeout")),  # type: ignore[type-var]  # it has a content
        Examined(Content("ZIP", members=(Member("m", Content()),) * (seen.MEMBERS + 1))),
    ],
)
def test_what_lies_in_the_moment_is_not_kept(found: Examined) -> None:
    assert after(found).get("digest", JOB) is None


def test_the_oldest_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "MOST", 2)
    kept = Seen()
    for digest in "abc":
        kept.put(digest, JOB, FOUND)
    assert [kept.get(digest, JOB) is not None for digest in "abc"] == [False, True, True]


def test_verdicts_are_those_of_each_address_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real files, each under three addresses: in one run they are judged once, and nobody can tell."""
    names = ["gz.csv.gz", "rar-two.rar", "json-flat.json", "encrypted.xlsx", "header-title-and-unit.csv"]
    asked: list[str] = []
    judge = Workers._examine

    async def counted(self: Workers, job: Job, seconds: float) -> Examined:
        asked.append(job.name_hint)
        return await judge(self, job, seconds)

    monkeypatch.setattr(Workers, "_examine", counted)

    def answer(r: Request) -> None:
        r.answer(200, (FILES / r.path.removeprefix("/d/")).read_bytes())

    with Server({"d": answer}) as site:
        targets = [Target(f"{site.origin}/d/{name}?{n}") for n in range(3) for name in names]
        options = Options(allow_private=True, workers=1, per_host=1)
        together = [verdict for _, verdict in check_all(targets, options)]
        assert len(asked) == len(names)
        alone = [verdict for target in targets for _, verdict in check_all([target], options)]
    assert sorted(map(told, together)) == sorted(map(told, alone))


def told(verdict: Verdict) -> str:
    return f"{verdict.target.url} {verdict.reason} {verdict.content}"
