"""How a run of the checker behaves; every figure has a default that is fit for the open internet."""

import os
from dataclasses import dataclass, field

from quality.checker import guard
from quality.checker.types import Limits

USER_AGENT = "Mozilla/5.0 (compatible; OpenDataQualityCheck/1.0; open data link and content check)"


@dataclass(frozen=True, slots=True)
class Options:
    """`concurrency`: requests in flight in all; `per_host`: on one host. Times in seconds.

    `user_agent` should name the agency and a contact. `backoff`: the waits before the second and the third attempt.
    `patience`: the longest Retry-After that is waited for. `pace`: the least time between two requests to one host.
    `ca_bundle`: a file of trusted certificates instead of the usual ones. `workers`: processes that judge content.
    """

    limits: Limits = field(default_factory=Limits)
    concurrency: int = 1000
    per_host: int = 4
    allow_private: bool = False
    allowed: frozenset[tuple[str, int]] = frozenset()
    """Exact (host, port) pairs that are opened although internal: a demonstration's own host, nothing else."""
    user_agent: str = USER_AGENT
    backoff: tuple[float, ...] = (0.5, 2.0)
    patience: float = 60.0
    pace: float = 0.0
    ca_bundle: str = ""
    workers: int = field(default_factory=lambda: max(1, len(os.sched_getaffinity(0))))
    resolve: guard.Resolve = guard.resolve
    dial: guard.Dial = guard.dial

    def opens(self, host: str, port: int) -> bool:
        """Whether an internal address may be opened there."""
        return self.allow_private or (host, port) in self.allowed
