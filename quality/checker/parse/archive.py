"""ZIP, KMZ, 7Z, GZ, TAR and RAR: every member is unpacked within the budget and judged like a distribution."""

import gzip
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BufferedIOBase
from typing import IO

from quality.checker.budget import Budget, ExceededError
from quality.checker.parse import memory
from quality.checker.parse.damage import DAMAGED, corrupt
from quality.checker.parse.source import Source
from quality.checker.parse.spill import Scratch, Sink
from quality.checker.parse.unpack import MAX_MEMBERS, Packed, Unreadable, rar, sevenzip
from quality.checker.table import Parsed
from quality.checker.types import Content, Declared, Finding, Member

Inspect = Callable[[Source], Content]
_RUBBISH = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "._")
_CHUNK = 1 << 18


def parse(source: Source, kind: str, inspect: Inspect) -> Parsed:
    """Unpack and judge the members one after another; only one is kept at a time."""
    members: list[Member] = []
    faults: list[Finding] = []
    source.budget.enter()
    try:
        with Scratch() as scratch:
            for packed in _open(source, kind):
                if len(members) >= MAX_MEMBERS:
                    raise ExceededError("too_large")
                members.append(_judge(packed, Sink(scratch, "member"), source, inspect))
    except ExceededError:
        raise
    except Unreadable as error:
        faults.append(Finding(error.code, "error", {"detail": error.detail}))
    except DAMAGED as error:
        faults.append(corrupt(error))
    finally:
        source.budget.leave()
    return Parsed(kind, None if not faults else False, members=tuple(members), faults=tuple(faults))


def _open(source: Source, kind: str) -> Iterator[Packed]:
    readers = {"ZIP": _zip, "KMZ": _zip, "TAR": _tar, "GZ": _gzip, "7Z": sevenzip, "RAR": rar}
    return readers[kind](source)


def _judge(packed: Packed, sink: Sink, source: Source, inspect: Inspect) -> Member:
    """Unpack one member and look at it."""
    if packed.encrypted:
        fault = Finding("encrypted", "error", {"name": packed.name})
        return Member(packed.name, Content(machine_readable=False, findings=(fault,)))
    try:
        packed.write(sink)
        inner = replace(source, body=sink.close(), name_hint=packed.name, declared=Declared())
        return Member(packed.name, inspect(inner))
    except Unreadable as error:
        return Member(packed.name, Content(machine_readable=False, findings=(Finding(error.code, "error"),)))
    except NotImplementedError:  # a packing that we have no reader for: nothing can be told
        return Member(packed.name, Content())
    except DAMAGED as error:
        return Member(packed.name, Content(machine_readable=False, findings=(corrupt(error),)))
    finally:
        sink.drop()


def _copy(stream: "IO[bytes] | BufferedIOBase", out: Sink, budget: Budget) -> None:
    while piece := stream.read(_CHUNK):
        budget.spend(len(piece))
        budget.tick()
        out.write(piece)


def is_rubbish(name: str) -> bool:
    """Left behind by a desktop, no part of the data."""
    last = name.rpartition("/")[2]
    return name.startswith(_RUBBISH) or last.startswith(_RUBBISH) or not last


def _zip(source: Source) -> Iterator[Packed]:
    with zipfile.ZipFile(source.file) as archive:
        for info in archive.infolist():
            name = zip_name(info)
            if info.is_dir() or is_rubbish(name):
                continue

            def write(out: Sink, info: zipfile.ZipInfo = info) -> None:
                memory.admit(memory.of_zip(source, info), info.file_size)
                with archive.open(info) as stream:
                    _copy(stream, out, source.budget)

            yield Packed(name, write, encrypted=bool(info.flag_bits & 1))


def zip_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag are in the packer's own encoding: here Big5, or UTF-8 that forgot to say so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "cp950"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _tar(source: Source) -> Iterator[Packed]:
    with source.open() as file, tarfile.open(fileobj=file, mode="r:") as archive:
        for info in archive:
            if not info.isreg() or is_rubbish(info.name):
                continue

            def write(out: Sink, info: tarfile.TarInfo = info) -> None:
                stream = archive.extractfile(info)
                if stream:
                    _copy(stream, out, source.budget)

            yield Packed(info.name, write)


def _gzip(source: Source) -> Iterator[Packed]:
    name = source.name_hint.rpartition("/")[2]
    for ending, inner in ((".tgz", ".tar"), (".gz", "")):
        if name.lower().endswith(ending):
            name = name[: -len(ending)] + inner

    def write(out: Sink) -> None:
        with gzip.open(source.file) as stream:
            _copy(stream, out, source.budget)

    yield Packed(name or "data", write)
