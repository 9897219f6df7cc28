"""The command: lines in, lines out, nothing lost, no database."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quality.checker.cli import Progress
from tests.quality.corpus.server import CSV, Request, Server, page

ROOT = Path(__file__).parents[3]
KEYS = """
url final_url redirects link reason message http_status elapsed_ms bytes sha256 etag last_modified unchanged format
declared_format format_matches encoding delimiter header_row columns rows fields machine_readable stars newest_date
findings detail
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Server]:
    def plain(r: Request) -> None:
        r.answer(200, CSV, ETag='"1"', Last_Modified="Tue, 03 Mar 2026 08:00:00 GMT")

    def soft(r: Request) -> None:
        r.answer(200, page("找不到"), Content_Type="text/html")

    def broken(r: Request) -> None:
        r.answer(200, (ROOT / "tests/quality/corpus/files/parquet-cut.parquet").read_bytes())

    with Server({"plain": plain, "soft": soft, "broken": broken}) as server:
        yield server


def run(lines: str, *arguments: str, **environment: str) -> tuple[list[dict[str, Any]], str]:
    command = [sys.executable, "manage.py", "check_urls", "--allow-private", *arguments]
    env = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", **environment}
    done = subprocess.run(command, input=lines.encode(), capture_output=True, cwd=ROOT, env=env, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def test_lines(site: Server) -> None:
    """Without any database: the one that is configured does not exist."""
    lines = [
        "\ufeff" + json.dumps({"url": f"{site.origin}/plain.csv", "format": "CSV", "fields": ["名稱", "電話"]}),
        "",
        "not json",
        "[1]",
        '{"format": "CSV"}',
        json.dumps({"url": f"{site.origin}/x", "fields": "name"}),
        json.dumps({"url": f"{site.origin}/x", "etag": 7}),
        json.dumps({"url": "nothing"}),
        json.dumps({"url": f"{site.origin}/soft.csv", "format": None}),
        '{"url": "http://\\ud800.tw/\\u0000"}',
        json.dumps(f"{site.origin}/plain.csv?as=text"),
    ]
    found, errors = run("\n".join(lines))
    assert errors == ""
    assert len(found) == 10
    faults = [one for one in found if "error" in one]
    assert sorted(one["line"] for one in faults) == [3, 4, 5, 6, 7]
    assert all("line" in one["error"] and one["input"] for one in faults)
    verdicts = {one["url"]: one for one in found if "error" not in one}
    fine = verdicts[f"{site.origin}/plain.csv"]
    assert set(KEYS.split()) <= set(fine)
    assert (fine["link"], fine["format"], fine["format_matches"], fine["rows"]) == ("ok", "CSV", True, 2)
    assert (fine["etag"], fine["newest_date"], fine["declared_format"]) == ('"1"', "2024-05-01", "CSV")
    soft = verdicts[f"{site.origin}/soft.csv"]
    assert (soft["link"], soft["reason"], soft["stars"]) == ("broken", "html_instead_of_data", 0)
    assert "網頁" in soft["message"]
    assert verdicts["nothing"]["reason"] == "invalid_url"


def test_a_parser_that_panics_is_not_heard(site: Server) -> None:
    found, errors = run(json.dumps({"url": f"{site.origin}/broken.parquet", "format": "PARQUET"}))
    assert (found[0]["format"], found[0]["machine_readable"], errors) == ("PARQUET", False, "")


def test_a_file_in_english(site: Server, tmp_path: Path) -> None:
    source = tmp_path / "list.jsonl"
    source.write_text(json.dumps({"url": f"{site.origin}/gone"}))
    found, _ = run("", str(source), "--language", "en", "--per-host", "1", "--concurrency", "1")
    assert found[0]["message"].endswith("(HTTP 404)")
    assert found[0]["message"].isascii()


def test_private_addresses_are_refused_by_default(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "list.jsonl"
    source.write_text('{"url": "http://127.0.0.1/"}\n')
    call_command("check_urls", str(source))
    assert json.loads(capsys.readouterr().out)["reason"] == "unsafe_address"


def test_wrong_arguments(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("check_urls", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="1 or more"):
        call_command("check_urls", "--per-host", "0")


def test_a_bar_for_a_person_alone() -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    progress = Progress(screen)
    progress.seen()
    progress.seen()
    progress.done("ok")
    assert "1/2" in screen.getvalue() and "ok 1" in screen.getvalue()
    silent = StringIO()
    quiet = Progress(silent)
    quiet.seen()
    quiet.done("broken")
    quiet.end()
    assert silent.getvalue() == ""
