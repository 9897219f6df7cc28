"""A workbook whose XML is UTF-16, as the standard allows: written anew in UTF-8, the only one that readers take."""

import codecs
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from quality.checker.parse.source import Source

MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
PIECE = 1 << 18
_STATED = re.compile(r"^(<\?xml[^>]*?encoding\s*=\s*[\"'])utf-16(?=[\"'])", re.IGNORECASE)


@contextmanager
def rewritten(source: Source) -> Iterator[Source]:
    """The same workbook in a file of its own. Raises what zipfile raises, and ExceededError."""
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        path = Path(folder) / "book"
        with (
            zipfile.ZipFile(source.file) as old,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
        ):
            for info in old.infolist():
                with old.open(info) as stream, new.open(info.filename, "w", force_zip64=True) as out:
                    for piece in _pieces(stream):
                        source.budget.spend(len(piece))
                        source.budget.tick()
                        out.write(piece)
        yield replace(source, body=path)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """A member's bytes, in UTF-8 where a mark says that they are UTF-16."""
    head = stream.read(PIECE)
    codec = MARKS.get(head[:2])
    if codec is None:
        yield head
        yield from iter(lambda: stream.read(PIECE), b"")
        return
    decoder = codecs.getincrementaldecoder(codec)()
    yield _STATED.sub(r"\1UTF-8", decoder.decode(head[2:])).encode()
    while piece := stream.read(PIECE):
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", True).encode()
