"""Hostile text made visible: what a reader cannot see, or a file format cannot hold, is written out as [U+202E]."""

import re
from collections.abc import Iterable, Iterator

_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, without tab, line feed and carriage return
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"  # drawn as nothing
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # zero width, bidirectional controls, separators
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"  # tags, not characters, lone surrogates
    "]"
)
_RUN = re.compile(r"[!-~]{24,}")


def visible(text: str) -> str:
    """The text with every control, bidirectional and zero-width character written out; line ends become line feeds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub(lambda found: _named(found[0]), text)


def with_glyphs(text: str, glyphs: frozenset[int]) -> str:
    """The text with every character that the font cannot draw written out."""
    if glyphs.issuperset(map(ord, text)):
        return text
    return "".join(one if ord(one) in glyphs or one in "\n\t" else _named(one) for one in text)


def missing(texts: Iterable[str], glyphs: frozenset[int]) -> str:
    """The characters of the texts that the font cannot draw, once each, in order."""
    used: set[str] = set()
    for text in texts:
        used.update(text)
    return "".join(sorted(one for one in used - {"\n", "\t"} if ord(one) not in glyphs))


def breakable(text: str) -> str:
    """Long runs without a blank get places to break, so that an address stays within its cell on paper."""
    return _RUN.sub(lambda run: "\u200b".join(_pieces(run[0], 12)), text)


def split_utf16(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` UTF-16 units, which spreadsheets count; no character is torn."""
    pieces, start, size = [], 0, 0
    for place, one in enumerate(text):
        units = 2 if ord(one) > 0xFFFF else 1
        if size + units > limit:
            pieces.append(text[start:place])
            start, size = place, 0
        size += units
    return [*pieces, text[start:]]


def _named(one: str) -> str:
    return f"[U+{ord(one):04X}]"


def _pieces(text: str, size: int) -> Iterator[str]:
    return (text[place : place + size] for place in range(0, len(text), size))
