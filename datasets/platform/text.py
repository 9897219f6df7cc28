"""From bytes to text: which encoding the whole file is in, and text without what no cell may hold."""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

CANDIDATES = ("utf-8", "cp950", "big5hkscs", "gb18030")
"""Tried in this order; the first that decodes the whole file is it. 堃 is only in big5hkscs."""

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHUNK = 1 << 20
UNREADABLE = "\ufffd"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\u2060\ud800-\udfff]")
"""Never meant in a cell, and PostgreSQL refuses NUL. Tab and line breaks stay."""


def encoding_of(source: BinaryIO) -> str:
    """The encoding of a seekable file; where none fits, the one with the fewest characters lost."""
    start = _rewound(source).read(4)
    for bom, name in BOMS:
        if start.startswith(bom):
            return name
    for name in CANDIDATES:
        if decodes(source, name):
            return name
    return min(CANDIDATES[:2], key=lambda name: _lost(source, name))


def decodes(source: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    try:
        for chunk in iter(lambda: source.read(CHUNK), b""):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        source.seek(0)
    return True


@contextmanager
def as_text(source: BinaryIO, encoding: str) -> Iterator[TextIO]:
    """The file as text; what cannot be read becomes U+FFFD. Line breaks are left as they are, for the CSV reader."""
    text = io.TextIOWrapper(_rewound(source), encoding=encoding, errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()  # the file belongs to the caller: a wrapper that dies would close it


def clean(cell: str) -> str:
    """A cell without control characters and outer blanks, with plain line breaks."""
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", cell).strip()


def _rewound(source: BinaryIO) -> BinaryIO:
    source.seek(0)
    return source


def _lost(source: BinaryIO, encoding: str) -> int:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    source.seek(0)
    lost = sum(decoder.decode(chunk).count(UNREADABLE) for chunk in iter(lambda: source.read(CHUNK), b""))
    source.seek(0)
    return lost
