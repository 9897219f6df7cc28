"""Send a job, do it once, send it again: what every `Job` of every app goes through (contract.md, Celery and Redis).

    jobs.enqueue(run)                                        a door, inside its transaction
    jobs.run(ImportRun, pk, import_inventory)                the task, in one statement
    def import_inventory(running): ...                       the work
        running.progress(40)
        with running.finishing():                            effects and "done" in one transaction
            ...

Nothing here trusts the broker: a message may be lost, doubled or late. The row decides.
Times are the machine's own: a lease is about processes, not about the domain's days.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Generic, TypeVar, cast

from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from datasets.disk import FULL, is_full
from datasets.models import Job, JobState

logger = logging.getLogger(__name__)
J = TypeVar("J", bound=Job)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
"""How long a worker is believed alive without a sign; it gives one every third of it."""
PATIENCE = timedelta(minutes=2)
"""How long a message may wait in the broker before the timetable sends another."""
SILENCE = 10.0
"""Seconds in which this process leaves a broker alone that has just refused a message."""
WAIT = 1.9
"""Seconds that a page waits for the broker: a timeout at each answer is none, since a first message takes sixteen."""
UNEXPECTED = gettext_noop("An unexpected error. The log of the worker has the details.")

_refused_at = float("-inf")
_stuck: Future[None] = Future()
"""The last message that was not taken in time; while its thread still hangs, no other is begun."""
_stuck.set_result(None)


class JobFailed(Exception):
    """The work cannot be done; the message is the sentence that a person reads."""


class LostLease(RuntimeError):
    """Somebody else has the job by now: whatever this worker still does must not count."""


def send(task: str, *args: Any) -> bool:
    """Give a message to the broker; False where it did not take it. Never raises, never waits long.

    After a refusal the broker is left alone for `SILENCE` seconds, so that a page pays for a dead one once.
    """
    global _refused_at, _stuck
    if time.monotonic() - _refused_at < SILENCE or not _stuck.done():
        return False
    app = current_app._get_current_object()
    app.connection_for_write().get_transport_cls()  # loads what the first message needs, before the clock runs
    sending = _begin(partial(app.send_task, task, args=args))
    try:
        sending.result(WAIT)
    except Exception as error:  # whatever the transport raises: the timetable sends what the database says is due
        _refused_at, _stuck = time.monotonic(), sending
        logger.warning("the broker did not take %s: %s", task, str(error) or "no answer in time")
        return False
    return True


def _begin(work: Callable[[], Any]) -> Future[None]:
    """Do it in a thread that nobody has to wait for. Not in a pool's, which would not survive a fork."""
    promise: Future[None] = Future()

    def do() -> None:
        try:
            work()
        except Exception as error:
            promise.set_exception(error)
        else:
            promise.set_result(None)

    threading.Thread(target=do, daemon=True).start()
    return promise


def enqueue(job: Job) -> None:
    """Send the job's number once its row is committed."""
    transaction.on_commit(partial(_send, type(job), job.pk), robust=True)


def reap(now: datetime) -> int:
    """Give up what has spent its attempts, and send again what nobody has or whose worker died. How many were sent."""
    return sum(_reap(model, now) for model in apps.get_models() if issubclass(model, Job) and model.task)


class Running(Generic[J]):
    """A job in the hands of the worker that claimed it; `attempts` is the fence against one that came after."""

    def __init__(self, job: J, lease: timedelta) -> None:
        self.job = job
        self._lease = lease
        self._mine = type(job)._default_manager.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)

    def progress(self, percent: int) -> None:
        """Show how far the work is, and stop it here where the job was taken away. Outside a long transaction only."""
        self._update(progress=max(0, min(percent, 100)), lease_until=timezone.now() + self._lease)

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """A transaction that holds the job from its first statement and ends it as done: both or neither."""
        with transaction.atomic():
            self._update(lease_until=timezone.now() + self._lease)
            yield
            self.end(JobState.DONE)

    def end(self, state: JobState, error: str = "") -> None:
        progress = {"progress": 100} if state == JobState.DONE else {}
        self._mine.update(state=state, error=error, finished_at=timezone.now(), lease_until=None, **progress)

    def put_back(self, why: str) -> None:
        """Another attempt, unless this was the last; meanwhile the page says why."""
        if self.job.attempts >= self.job.max_attempts:
            self.end(JobState.FAILED, why)
        else:
            self._mine.update(state=JobState.QUEUED, error=why, lease_until=None, sent_at=None)

    def hand_back(self) -> None:
        """Untouched: a worker that is asked to end has not failed at it."""
        with suppress(DatabaseError):  # else the lease runs out by itself
            self._mine.update(state=JobState.QUEUED, attempts=F("attempts") - 1, lease_until=None, sent_at=None)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew the lease from a thread of its own, however long the work stays away."""
        stop = threading.Event()
        thread = threading.Thread(target=self._renew_until, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()

    def _renew_until(self, stop: threading.Event) -> None:
        while not stop.wait(self._lease.total_seconds() / 3):
            with suppress(DatabaseError):  # the work itself may hold the database: the next turn will do
                self._mine.update(lease_until=timezone.now() + self._lease)
            connection.close()

    def _update(self, **columns: Any) -> None:
        if not self._mine.update(**columns):
            raise LostLease(f"{self.job._meta.label} {self.job.pk} was given to another worker")


def run(model: type[J], pk: Any, work: Callable[[Running[J]], None], *, lease: timedelta = LEASE) -> bool:
    """Claim the job, do `work`, say how it ended. False where another has it or it has ended: a message may come twice.

    `JobFailed` ends it with its sentence; any other error gives it back until its attempts are spent.
    """
    if not model._default_manager.claim(pk, now=timezone.now(), lease=lease):
        return False
    running = Running(cast(J, model._default_manager.get(pk=pk)), lease)
    with running.kept():
        try:
            work(running)
        except JobFailed as failure:
            running.end(JobState.FAILED, str(failure))
        except LostLease as lost:
            logger.warning("%s", lost)
        except Exception as error:
            logger.exception("%s %s did not end well", model._meta.label, pk)
            running.put_back(FULL if is_full(error) else UNEXPECTED)
        except SystemExit:  # what a worker is told when its time of grace is over
            running.hand_back()
            raise
        else:
            running.end(JobState.DONE)
    return True


def _send(model: type[Job], pk: Any) -> bool:
    sent = send(model.task, str(pk))
    if sent:
        model._default_manager.filter(pk=pk).update(sent_at=timezone.now())
    return sent


def _reap(model: type[Job], now: datetime) -> int:
    jobs = model._default_manager.all()
    jobs.give_up(now)
    due = jobs.unsent(now, PATIENCE).order_by("created_at").values_list("pk", flat=True)
    return sum(_send(model, pk) for pk in due[:500])
