"""A worker that is given nothing for long ends itself, and is started anew by whoever keeps it (docs/jobs.md).

Workers have been seen to stop consuming after a reconnect, alive and deaf. The timetable sends something every half
minute, so silence means deafness (or a timetable that is down: then a restart does no harm).
"""

import logging
import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import Any

from celery import bootsteps
from celery.worker import state

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Silence:
    """How long nothing came. `quiet`: seconds that are too long."""

    quiet: float
    since: float
    received: int = 0

    def too_long(self, now: float, *, received: int, busy: bool) -> bool:
        if busy or received != self.received:
            self.since, self.received = now, received
        return now - self.since > self.quiet


class Watchdog(bootsteps.StartStopStep):  # type: ignore[misc]
    """Looks from a thread of its own, since the worker's loop may be what hangs."""

    def start(self, parent: Any) -> None:
        quiet = float(parent.app.conf.worker_quiet_seconds)
        silence = Silence(quiet, time.monotonic())
        self._ended = threading.Event()
        threading.Thread(target=self._watch, args=(silence,), daemon=True).start()

    def stop(self, parent: Any) -> None:
        self._ended.set()

    def _watch(self, silence: Silence) -> None:
        while not self._ended.wait(min(30.0, silence.quiet / 2)):
            received, busy = sum(state.total_count.values()), bool(state.active_requests)
            if silence.too_long(time.monotonic(), received=received, busy=busy):
                logger.critical("nothing was received for %g s: this worker ends, to be started anew", silence.quiet)
                os.kill(os.getpid(), signal.SIGTERM)
                if not self._ended.wait(30):
                    os._exit(os.EX_TEMPFAIL)
                return
