"""7Z and RAR, read by libraries that push a member's bytes at us; what they push passes the budget first."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import brotli
import py7zr
from backports import zstd
from py7zr.io import Py7zIO, WriterFactory
from unrar.cffi import unrarlib

from quality.checker.budget import Budget, ExceededError
from quality.checker.parse import memory
from quality.checker.parse.apart import Beat, DiedError, apart
from quality.checker.parse.damage import DAMAGED
from quality.checker.parse.source import Source
from quality.checker.parse.spill import Scratch, Sink

MAX_MEMBERS = 2000
_END = 10
"""What UnRAR answers after the last member."""
PIECE = 1 << 20
"""Bytes of a 7Z unpacked at once; by itself py7zr takes 128 MB, which the budget would see too late."""
_SEVENZIP = (TypeError, AttributeError, AssertionError, ArithmeticError, MemoryError, brotli.error, zstd.ZstdError)
"""What py7zr also raises over a damaged header."""
READ = 1 << 15
"""Bytes of a 7Z read for each piece: what does not fit in it is kept by the decoder, and would grow to the whole."""
# The library has no other way to bound its pieces.
py7zr.py7zr.get_memory_limit = lambda: PIECE  # type: ignore[attr-defined]  # not in its stubs
py7zr.compressor.get_default_blocksize = lambda: READ  # type: ignore[attr-defined]  # imported there for itself


class Unreadable(Exception):
    """The archive as a whole cannot be opened; `code` is a finding: corrupt or encrypted."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Packed:
    """One member: its name, and how to write it out."""

    name: str
    write: Callable[[Sink], Any]
    encrypted: bool = False


class _Spool(Py7zIO):
    """Takes one member of a 7Z, within the budget."""

    def __init__(self, sink: Sink, budget: Budget, spools: "_Spools") -> None:
        self.sink, self._budget, self._size, self._spools = sink, budget, 0, spools

    def write(self, s: "bytes | bytearray") -> int:
        self._budget.spend(len(s))
        self._budget.tick()
        self._size += len(s)
        self._spools.written += len(s)
        self._spools.beat()
        return self.sink.write(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        pass

    def size(self) -> int:
        return self._size


class _Spools(WriterFactory):
    """Files by number, never by the archive's own names: those may point anywhere."""

    def __init__(self, scratch: Scratch, budget: Budget, folders: "list[Any]", beat: Beat = int) -> None:
        self.files: list[tuple[str, Sink]] = []
        self.written = 0
        self._scratch, self._budget, self.beat = scratch, budget, beat
        self.streams = folders
        self._waiting = deque((folder, folder.get_unpack_size()) for folder in folders)
        """The packed streams that are not unpacked yet, with their sizes."""
        for folder, size in self._waiting:
            memory.admit(memory.of_folder(folder.coders), size)

    def create(self, filename: str) -> Py7zIO:
        if len(self.files) >= MAX_MEMBERS:
            raise ExceededError("too_large")
        while self._waiting and self._waiting[0][1] <= self.written:
            folder, size = self._waiting.popleft()
            folder.decompressor = None  # the library keeps its dictionary, that of every stream
            self.written -= size
        sink = Sink(self._scratch, str(len(self.files)))
        self.files.append((filename, sink))
        return _Spool(sink, self._budget, self)


def sevenzip(source: Source) -> Iterator[Packed]:
    """The members of a 7Z. All are unpacked first: in a solid archive they are one stream."""
    with Scratch() as scratch:
        try:
            members = _members(source, scratch)
        except py7zr.PasswordRequired as error:
            raise Unreadable("encrypted") from error
        except (ExceededError, Unreadable):
            raise
        except (py7zr.exceptions.ArchiveError, *_SEVENZIP, *DAMAGED, DiedError) as error:
            raise Unreadable("corrupt", type(error).__name__) from error
        for name, write in members:
            if not name.endswith("/"):
                yield Packed(name, write)


def _members(source: Source, scratch: Scratch) -> list[tuple[str, Callable[[Sink], None]]]:
    """Their names, and how to take them out of the scratch."""
    with source.open() as file, py7zr.SevenZipFile(file) as archive:
        if archive.needs_password():
            raise Unreadable("encrypted")
        streams = archive.header.main_streams
        folders = streams.unpackinfo.folders if streams else []
        if any(map(memory.is_ppmd, folders)):
            return _members_apart(source, scratch)
        spools = _Spools(scratch, source.budget, folders)
        try:
            archive.extractall(factory=spools)
        except py7zr.UnsupportedCompressionMethodError:
            return [(name, _unknown) for name in archive.getnames()]
    return [(name, partial(_move, sink)) for name, sink in spools.files]


def _members_apart(source: Source, scratch: Scratch) -> list[tuple[str, Callable[[Sink], None]]]:
    """The same, unpacked by a child into files: PPMd's decoder dies of damage."""
    scratch.room = 0
    folder = scratch.folder  # made here, since a child takes its own along when it goes

    def unpack(beat: Beat) -> "tuple[list[str], int] | Exception":
        try:
            with source.open() as file, py7zr.SevenZipFile(file) as archive:
                spools = _Spools(scratch, source.budget, archive.header.main_streams.unpackinfo.folders, beat)
                archive.extractall(factory=spools)
        except Exception as error:
            return error if isinstance(error, ExceededError) else Unreadable("corrupt", type(error).__name__)
        for _, sink in spools.files:
            sink.close()
        return [name for name, _ in spools.files], source.budget.unpacked

    found = apart(unpack, source.budget.limits.idle)
    if isinstance(found, Exception):
        raise found
    names, source.budget.unpacked = found
    return [(name, partial(_pour, folder / str(number))) for number, name in enumerate(names)]


def _unknown(out: Sink) -> None:
    """Packed in a way that we have no reader for."""
    raise NotImplementedError


def _pour(path: Path, out: Sink) -> None:
    """A file of the scratch; one that was never made is empty."""
    if path.exists():
        with path.open("rb") as file:
            while piece := file.read(1 << 18):
                out.write(piece)
        path.unlink()


def _move(sink: Sink, out: Sink) -> None:
    body = sink.close()
    if isinstance(body, bytes):
        out.write(body)
    else:
        _pour(body, out)
    sink.drop()


def rar(source: Source) -> Iterator[Packed]:
    """The members of a RAR (versions 4 and 5), by the UnRAR library."""
    try:
        with source.on_disk() as path, unrarlib.RarArchive.open_for_processing(path) as archive:
            size = 0  # of all so far: in a solid archive they share a dictionary
            for header in _headers(archive):
                size += header.UnpSize | header.UnpSizeHigh << 32
                memory.admit(header.headerDataEx.DictSize << 10, size)
                if header.Flags & unrarlib.FLAGS_RHDF_DIRECTORY:
                    header.skip()
                    continue
                yield Packed(
                    header.FileNameW, _tester(archive, header, source.budget), encrypted=bool(header.Flags & 0x04)
                )
                if header.Flags & 0x04:
                    header.skip()
    except unrarlib.BadRarFile as error:
        raise _unreadable(error.code) from error


def _headers(archive: Any) -> Iterator[Any]:
    """The members' headers; the library's own loop takes a damaged or locked one for the archive's end."""
    while True:
        data = unrarlib.RARHeaderDataEx()
        result = unrarlib.RARReadHeaderEx(archive.handle, data)
        if result == _END:
            return
        if result != unrarlib.FLAGS_SUCCESS:
            raise _unreadable(result)
        yield unrarlib.RarHeader(archive, data)


def _unreadable(code: int) -> Unreadable:
    locked = code in (unrarlib.FLAGS_MISSING_PASSWORD, unrarlib.FLAGS_BAD_PASSWORD)
    return Unreadable("encrypted" if locked else "corrupt", str(code))


def _tester(archive: Any, header: Any, budget: Budget) -> Callable[[Sink], None]:
    """Unpack one member through the library's test mode, which hands over every chunk; -1 stops it."""

    def write(out: Sink) -> None:
        stopped: list[ExceededError] = []

        def take(message: int, address: int, length: int) -> int:
            if message != unrarlib.UCM_PROCESSDATA:
                return -1
            try:
                budget.spend(length)
                budget.tick()
            except ExceededError as error:
                stopped.append(error)
                return -1
            out.write(bytes(unrarlib.ffi.buffer(unrarlib.ffi.cast("char *", address), length)))
            return 1

        handle = unrarlib.ffi.new_handle(take)
        unrarlib.RARSetCallbackPtr(archive.handle, unrarlib.PyUNRARCALLBACKStub, handle)
        result = unrarlib.RARProcessFileW(archive.handle, unrarlib.C_RAR_TEST, unrarlib.ffi.NULL, unrarlib.ffi.NULL)
        unrarlib.RARSetCallbackPtr(archive.handle, unrarlib.ffi.NULL, unrarlib.ffi.NULL)
        if stopped:
            raise stopped[0]
        if result != unrarlib.FLAGS_SUCCESS:
            raise _unreadable(result)

    return write
