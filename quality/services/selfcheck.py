"""Whether it is the checker that is out: then nobody is accused (contract.md; quality.md, States and times)."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from quality.checker.judge import NETWORK, checker_is_broken
from quality.checker.types import Target, Verdict

Look = Callable[[Sequence[Target]], Iterable[Verdict]]
NO_NETWORK = "no_network"
SINCE = timedelta(minutes=10)
"""Failures come late (a timeout takes minutes), so what answered within this time counts beside them."""
FEW_HOSTS = 3


@dataclass(slots=True)
class SelfCheck:
    """The last minutes' verdicts, and witnesses for when they are too few to tell.

    `witnesses`: addresses of sites that answer whenever there is a network at all. `not_outside`: netlocs that are
    reached without one (the demonstration's own host), which prove nothing.
    """

    witnesses: tuple[str, ...]
    look: Look
    not_outside: frozenset[str] = frozenset()
    _recent: deque[tuple[datetime, Verdict]] = field(default_factory=deque)
    _testimony: tuple[datetime, list[Verdict]] | None = None

    def doubts(self, verdict: Verdict) -> bool:
        """Whether this failure may be our own: it waits until `is_out` has told."""
        return verdict.reason in NETWORK and verdict.link != "ok" and self.is_outside(verdict.target.url)

    def note(self, verdict: Verdict, now: datetime) -> None:
        if self.is_outside(verdict.target.url):
            self._recent.append((now, replace(verdict, content=None)))

    def is_out(self, now: datetime) -> bool:
        while self._recent and self._recent[0][0] < now - SINCE:
            self._recent.popleft()
        verdicts = [verdict for _, verdict in self._recent]
        if len({netloc(verdict.target.url) for verdict in verdicts}) < FEW_HOSTS:
            verdicts += self._heard(now)
        return checker_is_broken(verdicts, least_hosts=FEW_HOSTS)

    def _heard(self, now: datetime) -> list[Verdict]:
        """What the witnesses say, asked again after a minute."""
        if self._testimony is None or self._testimony[0] < now - timedelta(minutes=1):
            self._testimony = now, list(self.look([Target(url) for url in self.witnesses]))
        return self._testimony[1]

    def is_outside(self, url: str) -> bool:
        """Whether an address can be reached by way of the network alone."""
        return netloc(url) not in self.not_outside


def netloc(url: str) -> str:
    try:
        return urlsplit(url.strip()).netloc.lower()
    except ValueError:
        return ""
