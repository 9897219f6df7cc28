"""What one worker holds: hosts' turns and jobs, by conditional UPDATEs, kept alive by a thread while it works."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet

from datasets.models import JobState
from quality.models import CheckJob, HostTurn
from quality.services.lanes import LEASE, Lane, in_lane

Clock = Callable[[], datetime]
ROOM = ((0, 1000), (1, 32), (2, 1))
"""(attempts spent, how many at once): what was in hand when a worker died is tried in ever smaller company, at last
alone, so that one poisonous address does not take its neighbours down with it."""
AHEAD = 8
"""For each request that a host may bear, so many jobs are in hand: those that rest before a repeat need no turn. More
would count as tried when a worker dies."""


class Shift:
    """One worker's time in one lane: the hosts it may go to and the jobs it has in hand."""

    def __init__(self, lane: Lane, *, per_host: int, clock: Clock, lease: timedelta = LEASE) -> None:
        self.worker: UUID = uuid4()
        self.in_hand: dict[int, str] = {}
        """Job number to host, of what is being checked or waits to be recorded."""
        self._lane = lane
        self._clock = clock
        self._lease = lease
        self._most = per_host * AHEAD
        self._hosts: set[str] = set()
        self._denied: set[str] = set()
        self._rank = 0

    def claim(self, busy: Counter[str]) -> list[CheckJob]:
        """As many more jobs as there is room for; `busy`: how many of each host are being checked right now."""
        for rank, room in ROOM:
            if busy and rank != self._rank:
                continue
            if found := self._claim(rank, room - busy.total(), busy):
                self._rank = rank
                return found
        return []

    def waits(self) -> bool:
        """Whether something claimable is left that this worker may go to."""
        return self._claimable().exclude(host__in=self._denied).exists()

    def put_down(self, jobs: list[int]) -> None:
        for job in jobs:
            self.in_hand.pop(job, None)

    def owned(self) -> QuerySet[CheckJob]:
        """The fence: the jobs that are still this worker's."""
        return CheckJob.objects.filter(worker=self.worker, state=JobState.RUNNING)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew all leases from a thread of its own, however long the work stays away; let everything go at the end."""
        stop = threading.Event()
        thread = threading.Thread(target=self._renew_until, args=(stop,), daemon=True)
        thread.start()
        died = False
        try:
            yield
        except Exception:
            died = True
            raise
        finally:
            stop.set()
            with suppress(DatabaseError):  # without a database the leases run out by themselves
                self._let_go(counts=died)

    def _claimable(self) -> QuerySet[CheckJob]:
        return CheckJob.objects.claimable(self._clock()).filter(in_lane(self._lane), attempts__lt=F("max_attempts"))

    def _claim(self, rank: int, room: int, busy: Counter[str]) -> list[CheckJob]:
        if room <= 0:
            return []
        full = [host for host, n in busy.items() if n >= self._most]
        waiting = self._claimable().filter(attempts=rank).exclude(host__in=[*full, *self._denied])
        rows = waiting.order_by("-priority", "id").values_list("pk", "host")[: room * 4]
        chosen = list(self._choose(rows, room, busy))
        return self._take(chosen, rank) if chosen else []

    def _choose(self, rows: QuerySet[CheckJob, tuple[int, str]], room: int, busy: Counter[str]) -> Iterator[int]:
        held = Counter(busy)
        for pk, host in rows:
            if held[host] < self._most and self._may_go_to(host):
                held[host] += 1
                room -= 1
                yield pk
                if not room:
                    return

    def _may_go_to(self, host: str) -> bool:
        if host in self._hosts:
            return True
        if host in self._denied:
            return False
        allowed = self._take_turn(host)
        (self._hosts if allowed else self._denied).add(host)
        return allowed

    def _take_turn(self, host: str) -> bool:
        now = self._clock()
        free = Q(worker=self.worker) | Q(lease_until__lt=now)
        turn = HostTurn.objects.filter(host=host, lane=self._lane)
        if turn.filter(free).update(worker=self.worker, lease_until=now + self._lease):
            return True
        with suppress(IntegrityError), transaction.atomic():
            HostTurn.objects.create(host=host, lane=self._lane, worker=self.worker, lease_until=now + self._lease)
            return True
        return False

    def _take(self, chosen: list[int], rank: int) -> list[CheckJob]:
        now = self._clock()
        CheckJob.objects.claimable(now).filter(pk__in=chosen, attempts=rank).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            worker=self.worker,
            lease_until=now + self._lease,
            started_at=now,
        )
        mine = (
            self.owned()
            .filter(pk__in=chosen)
            .select_related("distribution__state__content")
            .order_by("-priority", "pk")
        )
        taken = list(mine)
        self.in_hand |= {job.pk: job.host for job in taken}
        return taken

    def _renew_until(self, stop: threading.Event) -> None:
        while not stop.wait(self._lease.total_seconds() / 3):
            with suppress(DatabaseError):  # the next turn will do
                until = self._clock() + self._lease
                HostTurn.objects.filter(worker=self.worker).update(lease_until=until)
                self.owned().update(lease_until=until)
            connection.close()

    def _let_go(self, *, counts: bool) -> None:
        """What was taken and not done goes back. It `counts` as an attempt only where an error ended the work."""
        fewer = {} if counts else {"attempts": F("attempts") - 1}
        self.owned().update(state=JobState.QUEUED, worker=None, lease_until=None, **fewer)
        HostTurn.objects.filter(worker=self.worker).delete()
