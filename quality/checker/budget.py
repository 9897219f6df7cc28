"""What one inspection may still spend: bytes unpacked and seconds. Shared by an archive and everything inside it."""

import time
from dataclasses import dataclass, field

from quality.checker.types import Limits

FLOOR = 8 * 1024**2
"""Below this many unpacked bytes the ratio is not asked: padded tables of a few MB reach 200:1 and harm nobody."""
NESTING = 4
"""Archives inside archives: deeper than this nobody packs data."""


class ExceededError(Exception):
    """A limit was passed; `reason` is a link reason of quality.md: bomb, too_large or timeout."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Budget:
    """Counts down as a file is unpacked. `packed` is the size in bytes of what came over the network."""

    limits: Limits
    packed: int
    depth: int = 0
    unpacked: int = 0
    started: float = field(default_factory=time.monotonic)

    def spend(self, count: int) -> None:
        """Account for `count` bytes more that came out of a packed stream, before they are kept."""
        self.unpacked += count
        if self.unpacked > self.limits.decompressed:
            raise ExceededError("bomb")
        if self.unpacked > FLOOR and self.unpacked > self.limits.ratio * max(self.packed, 1):
            raise ExceededError("bomb")

    def tick(self) -> None:
        """Stop a parse that outlasts the whole check."""
        if time.monotonic() - self.started > self.limits.total:
            raise ExceededError("timeout")

    def enter(self) -> None:
        """Go one archive deeper."""
        self.depth += 1
        if self.depth > NESTING:
            raise ExceededError("bomb")

    def leave(self) -> None:
        """Come back out."""
        self.depth -= 1
