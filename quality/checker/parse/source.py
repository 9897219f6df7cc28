"""The file under inspection, and the little that is known of it beforehand."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from quality.checker import names
from quality.checker.budget import Budget
from quality.checker.types import Body, Declared

HEAD = 1 << 18
LONG = 1 << 22


@dataclass(frozen=True)
class Source:
    """`body` is the bytes themselves while they are few, else the file in which they lie.

    `name_hint` is the last part of the address or the member's name: a tie-breaker, never a proof.
    """

    body: Body
    declared: Declared
    budget: Budget
    name_hint: str = ""
    today: date | None = None

    @property
    def file(self) -> Path | BinaryIO:
        """What most libraries take: the path, or a stream over the bytes."""
        return self.body if isinstance(self.body, Path) else io.BytesIO(self.body)

    def open(self) -> BinaryIO:
        """The whole as a stream that can be sought in."""
        return self.body.open("rb") if isinstance(self.body, Path) else io.BytesIO(self.body)

    @contextmanager
    def on_disk(self) -> Iterator[Path]:
        """A path, for a library that takes nothing else."""
        if isinstance(self.body, Path):
            yield self.body
            return
        with tempfile.NamedTemporaryFile(prefix="body-") as file:
            file.write(self.body)
            file.flush()
            yield Path(file.name)

    def start(self, size: int) -> bytes:
        """So many bytes from the beginning."""
        if isinstance(self.body, bytes):
            return self.body[:size]
        with self.body.open("rb") as file:
            return file.read(size)

    @cached_property
    def head(self) -> bytes:
        """The first 256 KB, or 4 MB more where no line ends in them: a header can be long."""
        if isinstance(self.body, bytes):
            return self.body
        with self.body.open("rb") as file:
            data = file.read(HEAD)
            return data if b"\n" in data or b"\r" in data else data + file.read(LONG)

    @cached_property
    def size(self) -> int:
        """Length in bytes."""
        return self.body.stat().st_size if isinstance(self.body, Path) else len(self.body)

    @property
    def complete(self) -> bool:
        """Whether the head is the whole file."""
        return len(self.head) == self.size

    def pieces(self, skip: int, size: int) -> Iterator[bytes]:
        """The file in pieces of `size` bytes, from byte `skip` on."""
        if self.complete:
            yield from (self.head[at : at + size] for at in range(skip, self.size, size))
            return
        with self.open() as file:
            file.seek(skip)
            while piece := file.read(size):
                yield piece

    @cached_property
    def expected(self) -> str:
        """The format that the catalogue, or else the name, leads one to expect; empty if neither says."""
        suffix = PurePosixPath(self.name_hint.lower()).suffix
        return names.format_name(self.declared.format) or names.format_name(suffix)
