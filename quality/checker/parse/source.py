"""The file under inspection, and the little that is known of it beforehand."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

from quality.checker import names
from quality.checker.budget import Budget
from quality.checker.types import Declared

HEAD = 1 << 18
LONG = 1 << 22


@dataclass(frozen=True)
class Source:
    """`name_hint` is the last part of the address or the member's name: a tie-breaker, never a proof."""

    path: Path
    declared: Declared
    budget: Budget
    name_hint: str = ""
    today: date | None = None

    @cached_property
    def head(self) -> bytes:
        """The first 256 KB, or 4 MB more where no line ends in them: a header can be long."""
        with self.path.open("rb") as file:
            data = file.read(HEAD)
            return data if b"\n" in data or b"\r" in data else data + file.read(LONG)

    @cached_property
    def size(self) -> int:
        """Length in bytes."""
        return self.path.stat().st_size

    @property
    def complete(self) -> bool:
        """Whether the head is the whole file."""
        return len(self.head) == self.size

    @property
    def expected(self) -> str:
        """The format that the catalogue, or else the name, leads one to expect; empty if neither says."""
        suffix = PurePosixPath(self.name_hint.lower()).suffix
        return names.format_name(self.declared.format) or names.format_name(suffix)
