"""`manage.py check_urls` without Django: it needs no apps, settings or database, and starts in a third of the time."""

import gc
import json
import sys
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from quality.checker.engine import Engine
from quality.checker.lines import BadLine, as_object, read_target
from quality.checker.messages import Language
from quality.checker.options import USER_AGENT, Options

HELP = """Check the links and content of a list of addresses. Each line of input is an object: {"url": "https://...",
"format": "CSV", "encoding": "UTF-8", "fields": ["..."], "etag": "...", "last_modified": "...", "sha256": "..."}; all
but url may be left out. Each line of output is a verdict, in any order. No database is opened."""
_encode = json.JSONEncoder(ensure_ascii=False).encode
Write = Callable[[dict[str, Any]], None]


class UsageError(Exception):
    """What was asked for cannot be done; the message says what to do."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", help="JSON lines; - is standard input (the default)")
    parser.add_argument("--concurrency", type=int, default=1000, help="requests in flight in all (1000)")
    parser.add_argument("--per-host", type=int, default=4, help="requests in flight on one host (4)")
    parser.add_argument("--allow-private", action="store_true", help="open internal addresses too")
    parser.add_argument("--user-agent", default=USER_AGENT, help="should name the agency and a contact")
    parser.add_argument("--language", choices=["zh-hant", "en"], default="zh-hant", help="of the messages")
    parser.add_argument("--ca-bundle", default="", help="a file of trusted certificates")


def main(arguments: Sequence[str]) -> int:
    """The whole command; its exit status."""
    parser = ArgumentParser(prog="manage.py check_urls", description=HELP)
    add_arguments(parser)
    given = parser.parse_args(arguments)
    gc.freeze()  # what was loaded is not garbage: without it every collection walks it again
    gc.set_threshold(20_000, 20, 20)
    try:
        check(given)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader has seen enough
        sys.stdout = None
    return 0


def check(given: Namespace) -> None:
    """Read, check, write. Raises UsageError."""
    if given.concurrency < 1 or given.per_host < 1:
        raise UsageError("--concurrency and --per-host must be 1 or more.")
    options = Options(
        concurrency=given.concurrency,
        per_host=given.per_host,
        allow_private=given.allow_private,
        user_agent=given.user_agent,
        ca_bundle=given.ca_bundle,
    )
    with _opened(given.file) as source:
        _run(source, options, given.language, Progress(sys.stderr))


def _opened(name: str) -> TextIO:
    if name == "-":
        return open(sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False)
    try:
        return Path(name).open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(
            f"Cannot read {name}: {error.strerror}. Give a file of JSON lines, or - for standard input."
        ) from error


def _run(source: TextIO, options: Options, language: Language, progress: "Progress") -> None:
    """One thread reads, so that answers come while a slow list is still being written."""
    lock = threading.Lock()

    def write(found: dict[str, Any]) -> None:
        line = _encode(found).encode("utf-8", "replace").decode() + "\n"
        with lock:
            sys.stdout.write(line)
            if progress.idle:
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


def _read(source: TextIO, engine: Engine, write: Write, progress: "Progress") -> None:
    for number, line in _lines(source):
        progress.seen()
        try:
            target = read_target(line)
        except BadLine as error:
            progress.done("error")
            write({"line": number, "input": line[:2000], "error": f"line {number}: {error}"})
        else:
            engine.submit(target)
    engine.close()


def _lines(source: TextIO) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source, 1):
        if line.strip():
            yield number, line.strip()


class Progress:
    """A bar on standard error, when a person sits before it."""

    WIDTH = 30

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._counts = {"ok": 0, "broken": 0, "unsure": 0, "error": 0}
        self._total = 0

    @property
    def idle(self) -> bool:
        """Whether everything read so far is answered, or somebody looks on: then lines are not held back."""
        return self._live or self._total <= sum(self._counts.values())

    def seen(self) -> None:
        self._total += 1

    def done(self, kind: str) -> None:
        self._counts[kind] += 1
        if self._live:
            done = sum(self._counts.values())
            filled = "#" * (self.WIDTH * done // max(1, self._total))
            counts = "  ".join(f"{name} {count}" for name, count in self._counts.items() if count)
            self._stream.write(f"\r[{filled:<{self.WIDTH}}] {done}/{self._total}  {counts}\x1b[K")
            self._stream.flush()

    def end(self) -> None:
        if self._live:
            self._stream.write("\n")
