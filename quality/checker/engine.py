"""The scheduler: targets in, verdicts out as they come.

    for target, verdict in check_all(targets, Options(per_host=4, user_agent="...")):
        ...

One thread with an event loop keeps the network full; a few processes judge content; the caller's own thread (and its
database connection) is the only one that runs the caller's code. Nothing here knows Django.
"""

import asyncio
import concurrent.futures
import contextlib
import queue
import resource
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from types import TracebackType

from quality.checker.address import Address, BadAddress, parse
from quality.checker.check import Check, Health, Tools
from quality.checker.fetch.curl import Curl
from quality.checker.fetch.spool import Scratch
from quality.checker.judge import judge
from quality.checker.options import Options
from quality.checker.turns import Turns
from quality.checker.types import Fetched, Target, Verdict
from quality.checker.workers import Workers

Result = tuple[Target, Verdict]
LOOK_UPS = 64
GATHERED = 0.02
"""Seconds for which answers are gathered: the caller's thread is woken for many, not for each."""


def check_all(targets: Iterable[Target], options: Options | None = None) -> Iterator[Result]:
    """Check every target once, retries included; give each with its verdict as soon as it stands, in any order.

    `targets` is read in the caller's thread, all of it; what comes first goes first on its host, but ahead of it what
    has no hash: unknown or lately dead, it may have to be repeated, and waits beside the others. Leaving the iteration
    early ends what is under way. Safe to call from a Celery task: it starts a thread and processes of its own, and has
    ended them when it returns. Raises only what `targets` raises, or a fault of the engine itself; a fault of one
    check is that check's `checker_fault`.
    """
    with Engine(options or Options()) as engine:
        for target in targets:
            engine.submit(target)
            yield from engine.ready()
        engine.close()
        yield from engine.results()


class Engine:
    """The same in pieces, for a list that is still being written: `submit` from any thread, `close`, `results`."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._inbox: deque[Target] = deque()
        self._outbox: queue.SimpleQueue[list[Result] | BaseException | None] = queue.SimpleQueue()
        self._gathered: list[Result] = []
        self._lock = threading.Lock()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checker", daemon=True)
        self._open = 1
        """Checks not yet answered, and one more while the list is open."""

    def __enter__(self) -> "Engine":
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may have ended by itself
            self._loop.call_soon_threadsafe(self._finished.set)
        self._thread.join()

    def submit(self, target: Target) -> None:
        """Put a target on the list."""
        with self._lock:
            first = not self._inbox
            self._inbox.append(target)
        if first:
            self._loop.call_soon_threadsafe(self._take_in)

    def close(self) -> None:
        """No more targets: `results` ends once all are answered."""
        self._loop.call_soon_threadsafe(self._close)

    def ready(self) -> Iterator[Result]:
        """What stands by now, without waiting."""
        while True:
            try:
                item = self._outbox.get_nowait()
            except queue.Empty:
                return
            yield from self._opened(item)

    def wait(self, seconds: float) -> Iterator[Result]:
        """What stands by now; where that is nothing, the first that comes within so many seconds."""
        with contextlib.suppress(queue.Empty):
            yield from self._opened(self._outbox.get(timeout=seconds))
            yield from self.ready()

    def results(self) -> Iterator[Result]:
        """Everything that comes, until the closed list is done."""
        while (item := self._outbox.get()) is not None:
            yield from self._opened(item)

    @staticmethod
    def _opened(item: list[Result] | BaseException | None) -> list[Result]:
        if isinstance(item, BaseException):
            raise item
        assert item is not None
        return item

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:
            self._outbox.put(error)
        finally:
            self._started.set()
            self._outbox.put(None)

    async def _main(self) -> None:
        _raise_file_limit()
        self._loop = asyncio.get_running_loop()
        self._finished = asyncio.Event()
        self._loop.set_default_executor(_look_up_threads())
        self._checks: set[asyncio.Task[None]] = set()
        with tempfile.TemporaryDirectory(prefix="check-") as folder:
            options = self.options
            turns = Turns(options.concurrency, options.per_host, options.pace)
            workers, curl = Workers(options.workers, options.limits), Curl(options)
            self._tools = Tools(options, turns, curl, workers, Scratch(folder), Health())
            self._started.set()
            await self._finished.wait()
            self._hand_out()
            for task in self._checks:
                task.cancel()
            await asyncio.gather(*self._checks, return_exceptions=True)
            await curl.close()
            workers.close()

    def _take_in(self) -> None:
        with self._lock:
            taken, self._inbox = list(self._inbox), deque()
        for target in taken:
            self._open += 1
            try:
                address = parse(target.url)
            except BadAddress as error:
                fetched = Fetched(error.reason, final_url=target.url.strip(), detail=error.detail)
                self._answer(target, judge(target, fetched))
            else:
                start = partial(self._start, target, address)
                self._tools.turns.call(address.turn, start, ahead=not target.sha256)

    def _start(self, target: Target, address: Address) -> None:
        task = self._loop.create_task(self._check(target, address))
        self._checks.add(task)
        task.add_done_callback(self._checks.discard)

    async def _check(self, target: Target, address: Address) -> None:
        try:
            verdict = await Check(target, address, self._tools).run()
        except Exception as error:  # one check's fault must not end the round
            detail = f"{type(error).__name__}: {error}"
            verdict = judge(target, Fetched("checker_fault", final_url=target.url, detail=detail))
        self._answer(target, verdict)

    def _answer(self, target: Target, verdict: Verdict) -> None:
        if not self._gathered:
            self._loop.call_later(GATHERED, self._hand_out)
        self._gathered.append((target, verdict))
        self._one_less()

    def _hand_out(self) -> None:
        if self._gathered:
            gathered, self._gathered = self._gathered, []
            self._outbox.put(gathered)

    def _close(self) -> None:
        self._take_in()
        self._one_less()

    def _one_less(self) -> None:
        self._open -= 1
        if not self._open:
            self._finished.set()


def _raise_file_limit() -> None:
    """A socket and a file for each check under way."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _look_up_threads() -> concurrent.futures.ThreadPoolExecutor:
    """Look-ups block in the C library: many threads that sleep."""
    return concurrent.futures.ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="look-up")
