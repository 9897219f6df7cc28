"""Whose turn it is: so many requests in all, so many on one host, and no host ever waits for another."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial


@dataclass(slots=True)
class _Host:
    ahead: deque[Callable[[], None]] = field(default_factory=deque)
    waiting: deque[Callable[[], None]] = field(default_factory=deque)
    active: int = 0
    not_before: float = 0.0
    listed: bool = False


class Turns:
    """Hosts stand in a ring; each gives one turn a round while it has callers, room and leave to go on."""

    def __init__(self, concurrency: int, per_host: int, pace: float = 0.0) -> None:
        self._loop = asyncio.get_running_loop()
        self._free = concurrency
        self._per_host = per_host
        self._pace = pace
        self._hosts: dict[str, _Host] = {}
        self._ring: deque[str] = deque()

    def call(self, host: str, start: Callable[[], None], *, ahead: bool = False) -> None:
        """Call `start` once a turn on this host is taken for it; those that go `ahead` do so in their own order."""
        mine = self._hosts.setdefault(host, _Host())
        (mine.ahead if ahead else mine.waiting).append(start)
        self._go_on(host, mine)

    async def take(self, host: str) -> None:
        """Wait for a turn: a check that is under way goes ahead of those that have not begun."""
        granted: asyncio.Future[None] = self._loop.create_future()
        mine = self._hosts.setdefault(host, _Host())
        mine.ahead.appendleft(partial(_grant, granted))
        self._go_on(host, mine)
        await granted

    def give_back(self, host: str) -> None:
        mine = self._hosts[host]
        mine.active -= 1
        self._free += 1
        self._list(host, mine)
        if not mine.active and not mine.listed and mine.not_before <= self._loop.time():
            del self._hosts[host]
        self._pump()

    def _go_on(self, host: str, mine: _Host) -> None:
        self._list(host, mine)
        self._pump()

    def pause(self, host: str, seconds: float) -> None:
        """Nobody goes to this host for a while (Retry-After)."""
        mine = self._hosts.setdefault(host, _Host())
        mine.not_before = max(mine.not_before, self._loop.time() + seconds)

    def _list(self, host: str, mine: _Host) -> None:
        if (mine.ahead or mine.waiting) and mine.active < self._per_host and not mine.listed:
            mine.listed = True
            self._ring.append(host)

    def _pump(self) -> None:
        while self._free > 0 and self._ring:
            host = self._ring.popleft()
            mine = self._hosts[host]
            if (wait := mine.not_before - self._loop.time()) > 0:
                self._loop.call_later(wait, self._relist, host)
                continue
            mine.listed = False
            mine.active += 1
            self._free -= 1
            if self._pace:
                mine.not_before = self._loop.time() + self._pace
            start = (mine.ahead or mine.waiting).popleft()
            self._list(host, mine)
            self._loop.call_soon(start)

    def _relist(self, host: str) -> None:
        self._ring.append(host)
        self._pump()


def _grant(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
