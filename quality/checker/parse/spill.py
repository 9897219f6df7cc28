"""What comes out of an archive: in memory while it is small, else in a file that goes with its folder."""

import tempfile
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from quality.checker.parse.source import HEAD
from quality.checker.types import Body

ROOM = 1 << 22
"""Bytes of small files that one archive may hold in memory at a time."""


class Scratch(ExitStack):
    """A folder of our own, made when the first file needs it."""

    room = ROOM

    @cached_property
    def folder(self) -> Path:
        return Path(self.enter_context(tempfile.TemporaryDirectory(prefix="member-")))


class Sink:
    """Takes one file's bytes; `close` gives them, or the file where they are many; `drop` forgets them."""

    def __init__(self, scratch: Scratch, name: str) -> None:
        self._scratch, self._name = scratch, name
        self._held = bytearray()
        self._file: BinaryIO | None = None

    def write(self, piece: bytes | bytearray) -> int:
        if self._file is None and len(self._held) + len(piece) > min(HEAD, self._scratch.room):
            self._file = (self._scratch.folder / self._name).open("wb")
            self._file.write(self._held)
            self._held = bytearray()
        if self._file is not None:
            return self._file.write(piece)
        self._held += piece
        self._scratch.room -= len(piece)
        return len(piece)

    def close(self) -> Body:
        if self._file is None:
            return bytes(self._held)
        self._file.close()
        return self._scratch.folder / self._name

    def drop(self) -> None:
        self._scratch.room += len(self._held)
        self._held = bytearray()
        if self._file is not None:
            self._file.close()
            (self._scratch.folder / self._name).unlink(missing_ok=True)
