"""`manage.py check_urls`: any list of addresses, checked without a database. JSON lines in, JSON lines out."""

import gc
import json
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from quality.checker.engine import Engine
from quality.checker.lines import BadLine, as_object, read_target
from quality.checker.options import USER_AGENT, Options

USAGE = """Each line of input is an object: {"url": "https://...", "format": "CSV", "encoding": "UTF-8",
"fields": ["..."], "etag": "...", "last_modified": "...", "sha256": "..."}; all but url may be left out.
Each line of output is a verdict, in any order."""


class Command(BaseCommand):
    """Check links and content of a list of addresses; no database is opened."""

    help = f"Check the links and content of a list of addresses. {USAGE}"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="JSON lines; - is standard input (the default)")
        parser.add_argument("--concurrency", type=int, default=1000, help="requests in flight in all (1000)")
        parser.add_argument("--per-host", type=int, default=4, help="requests in flight on one host (4)")
        parser.add_argument("--allow-private", action="store_true", help="open internal addresses too")
        parser.add_argument("--user-agent", default=USER_AGENT, help="should name the agency and a contact")
        parser.add_argument("--language", choices=["zh-hant", "en"], default="zh-hant", help="of the messages")
        parser.add_argument("--ca-bundle", default="", help="a file of trusted certificates")

    def handle(self, *args: Any, **given: Any) -> None:
        if given["concurrency"] < 1 or given["per_host"] < 1:
            raise CommandError("--concurrency and --per-host must be 1 or more.")
        options = Options(
            concurrency=given["concurrency"],
            per_host=given["per_host"],
            allow_private=given["allow_private"],
            user_agent=given["user_agent"],
            ca_bundle=given["ca_bundle"],
        )
        gc.freeze()  # what Django loaded is not garbage: without it every collection walks it again
        gc.set_threshold(20_000, 20, 20)
        with _opened(given["file"]) as source:
            _run(source, options, given["language"], _Progress(sys.stderr))


def _opened(name: str) -> TextIO:
    if name == "-":
        return open(sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False)
    try:
        return Path(name).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise CommandError(
            f"Cannot read {name}: {error.strerror}. Give a file of JSON lines, or - for standard input."
        ) from error


def _run(source: TextIO, options: Options, language: Any, progress: "_Progress") -> None:
    """One thread reads, so that answers come while a slow list is still being written."""
    lock = threading.Lock()

    def write(found: dict[str, Any]) -> None:
        with lock:
            sys.stdout.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")
            if progress.waiting <= 1 or progress.live:
                sys.stdout.flush()

    with Engine(options) as engine:
        reader = threading.Thread(target=_read, args=(source, engine, write, progress), daemon=True)
        reader.start()
        for _, verdict in engine.results():
            progress.done(verdict.link)
            write(as_object(verdict, language))
        reader.join()
    progress.end()
    sys.stdout.flush()


def _read(source: TextIO, engine: Engine, write: Any, progress: "_Progress") -> None:
    for number, line in _lines(source):
        try:
            target = read_target(line)
        except BadLine as error:
            progress.seen()
            progress.done("error")
            write({"line": number, "input": line[:2000], "error": f"line {number}: {error}"})
        else:
            progress.seen()
            engine.submit(target)
    engine.close()


def _lines(source: TextIO) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source, 1):
        if line.strip():
            yield number, line.strip()


class _Progress:
    """A bar on standard error, when a person sits before it."""

    WIDTH = 30

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.live = stream.isatty()
        self._counts = {"ok": 0, "broken": 0, "unsure": 0, "error": 0}
        self._total = 0

    @property
    def waiting(self) -> int:
        return self._total - sum(self._counts.values())

    def seen(self) -> None:
        self._total += 1

    def done(self, kind: str) -> None:
        self._counts[kind] += 1
        if self.live:
            done = sum(self._counts.values())
            filled = "#" * (self.WIDTH * done // max(1, self._total))
            counts = "  ".join(f"{name} {count}" for name, count in self._counts.items() if count)
            self._stream.write(f"\r[{filled:<{self.WIDTH}}] {done}/{self._total}  {counts}\x1b[K")
            self._stream.flush()

    def end(self) -> None:
        if self.live:
            self._stream.write("\n")
