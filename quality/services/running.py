"""A worker's time at the checker: claim, check, hold back what may be our own fault, record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from datasets.models import JobState
from quality.checker.engine import Engine, check_all
from quality.checker.judge import as_fault
from quality.checker.options import Options
from quality.checker.types import Target, Verdict
from quality.models import CheckJob, Round
from quality.services.claims import Clock, Shift
from quality.services.lanes import LEASE, Lane, per_host, wake
from quality.services.observing import Result, target
from quality.services.recording import fault, record
from quality.services.rounds import finish_rounds
from quality.services.selfcheck import NO_NETWORK, SelfCheck

BATCH = 50
"""Results recorded in one transaction; or fewer, once a second."""
OFTEN = timedelta(seconds=1)
DOUBT = timedelta(seconds=30)
"""How long a failure is held back that may be our own, while others are still under way."""
OUT = timedelta(minutes=1)
"""Once it is known that we are out, how long nothing outside is tried: it would only fail, slowly."""
AGAIN_UP_TO = 50 * 1024**2
"""Bytes of a changed file that are worth a second download, to see whether it differs every time."""


def run_checks(
    *,
    lane: Lane,
    options: Options,
    clock: Clock,
    witnesses: tuple[str, ...] = (),
    not_outside: frozenset[str] = frozenset(),
    time: timedelta = timedelta(minutes=3),
    lease: timedelta = LEASE,
) -> int:
    """Check what waits in this lane until nothing is left or the time is up (what was begun is finished); how many."""
    mine = replace(options, per_host=per_host(lane, options.per_host))
    shift = Shift(lane, per_host=mine.per_host, clock=clock, lease=lease)
    selfcheck = SelfCheck(witnesses, lambda targets: _look(targets, mine), not_outside)
    with shift.kept(), Engine(mine) as engine:
        done = _Work(shift, engine, selfcheck, clock, until=clock() + time).all()
    finish_rounds(clock())
    if shift.waits():  # asked for since, or there was no time left
        wake(lane)
    return done


class _Work:
    """One run: what is under way, what is held back, what waits to be recorded."""

    def __init__(self, shift: Shift, engine: Engine, selfcheck: SelfCheck, clock: Clock, *, until: datetime) -> None:
        self._shift, self._engine, self._selfcheck, self._clock, self._until = shift, engine, selfcheck, clock, until
        self._jobs: dict[str, CheckJob] = {}
        """What the engine has now, by the target's key."""
        self._first: dict[str, Verdict] = {}
        """The first verdict of those that are downloaded a second time."""
        self._held: list[Result] = []
        self._ready: list[Result] = []
        self._held_since = self._ready_since = self._out_until = clock()
        self._done = 0

    def all(self) -> int:
        while self._go_on():
            for _, verdict in self._engine.wait(0.5):
                self._take(verdict)
            self._settle()
        return self._done

    def _go_on(self) -> bool:
        """Take more work; when there is none under way, tell what is still in doubt before looking a last time."""
        self._claim()
        if not self._jobs:
            self._judge_held()
            self._record()
            self._claim()
        return bool(self._jobs)

    def _claim(self) -> None:
        """Give the engine what there is room for. While we are out ourselves, only what needs no network is tried."""
        while self._clock() < self._until:
            claimed = self._shift.claim(Counter(job.host for job in self._jobs.values()))
            hopeless = [job for job in claimed if self._is_hopeless(job)]
            self._ready += [fault(job, "", JobState.DONE) for job in hopeless]
            for job in claimed:
                if job not in hopeless:
                    self._jobs[str(job.pk)] = job
                    self._engine.submit(target(job))
            if not hopeless:
                return
            self._record()

    def _is_hopeless(self, job: CheckJob) -> bool:
        return self._clock() < self._out_until and self._selfcheck.is_outside(job.distribution.download_url)

    def _take(self, verdict: Verdict) -> None:
        key = verdict.target.key
        job = self._jobs[key]
        self._selfcheck.note(verdict, self._clock())
        if key not in self._first and _worth_a_second_look(job, verdict):
            self._first[key] = verdict
            self._engine.submit(Target(verdict.target.url, verdict.target.declared, key=key))
            return
        del self._jobs[key]
        self._put(_result(job, self._first.pop(key, None), verdict))

    def _put(self, result: Result) -> None:
        doubtful = self._selfcheck.doubts(result.verdict)
        waiting = self._held if doubtful else self._ready
        if not waiting:
            moment = self._clock()
            self._held_since, self._ready_since = (
                (moment, self._ready_since) if doubtful else (self._held_since, moment)
            )
        waiting.append(result)

    def _settle(self) -> None:
        now = self._clock()
        if self._held and now - self._held_since >= DOUBT:
            self._judge_held()
        if len(self._ready) >= BATCH or (self._ready and now - self._ready_since >= OFTEN):
            self._record()

    def _judge_held(self) -> None:
        """Failures become results: the distributions', or our own where half of the world failed at once."""
        if self._held and self._selfcheck.is_out(self._clock()):
            self._out_until = self._clock() + OUT
            rounds = {result.job.round_id for result in self._held}
            Round.objects.filter(pk__in=rounds).update(self_check=NO_NETWORK)
            self._held = [replace(r, verdict=as_fault(r.verdict), fault=True) for r in self._held]
        self._ready += self._held
        self._held = []

    def _record(self) -> None:
        for start in range(0, len(self._ready), BATCH):
            batch = self._ready[start : start + BATCH]
            self._done += record(batch, owned=self._shift.owned(), now=self._clock())
            self._shift.put_down([result.job.pk for result in batch])
        self._ready = []


def _result(job: CheckJob, first: Verdict | None, verdict: Verdict) -> Result:
    """The first download is the check; the second only tells whether the file differs every time."""
    if first is None:
        return Result(job, verdict, fault=verdict.reason == "checker_fault")
    differs = verdict.link == "ok" and verdict.fetched.sha256 != first.fetched.sha256
    return Result(job, first, generated=differs)


def _worth_a_second_look(job: CheckJob, verdict: Verdict) -> bool:
    state = getattr(job.distribution, "state", None)
    before = state.content.sha256 if state and state.content and not state.generated else ""
    changed = bool(before) and verdict.link == "ok" and verdict.fetched.sha256 not in {"", before}
    return changed and verdict.fetched.bytes <= AGAIN_UP_TO


def _look(targets: Sequence[Target], options: Options) -> Iterable[Verdict]:
    return [verdict for _, verdict in check_all(targets, options)]
