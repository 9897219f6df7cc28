"""Whether bytes are UTF-8 (RFC 3629), in half the time that decoding them takes: the text itself is not wanted here.

A byte is a trail byte (80 to BF) exactly where the one before leads a character (C0 and up), or the one before that
leads one of three bytes (E0 and up). Where characters of four bytes are, and at the few bytes behind which not every
trail byte may stand, Python's decoder is asked.
"""

import codecs
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

PIECE = 1 << 17
"""Bytes looked at together: with the arrays made of them they fit a core's second cache."""
_CLOSER = (b"\xc0", b"\xc1", b"\xe0", b"\xed")
"""Behind these a trail byte may be an overlong form or half a surrogate pair."""
_LONGEST = 4


def is_valid(pieces: Iterable[bytes]) -> bool:
    """Whether all of a byte stream, in pieces of any size, is UTF-8 from its first byte to its last."""
    rest = b""
    for piece in pieces:
        whole = rest + piece if rest else piece
        end = _last_start(whole)
        rest = whole[end:]
        if not whole.isascii() and not _takes(whole[:end] if rest else whole):
            return False
    return _decodes(rest)


def _last_start(piece: bytes) -> int:
    """Where a character begins that may not be whole; the length where the last byte ends one for sure."""
    for back in range(1, min(_LONGEST, len(piece)) + 1):
        if piece[-back] >= 0xC0:
            return len(piece) - back
        if piece[-back] < 0x80:
            break
    return len(piece)


def _takes(piece: bytes) -> bool:
    data = np.frombuffer(piece, np.uint8)
    if data.max(initial=0) >= 0xF0 or any(byte in piece for byte in _CLOSER):
        return _decodes(piece)
    return _alternates(data)


def _alternates(data: npt.NDArray[np.uint8]) -> bool:
    """Whether trail bytes stand where they are due, and nowhere else; the last byte must end a character."""
    due = np.zeros(len(data) + 2, bool)
    np.greater_equal(data, 0xC0, out=due[1:-1])
    due[2:] |= data >= 0xE0
    trail = data.view(np.int8) < -64
    return bool((due[:-2] == trail).all()) and not due[-2:].any()


def _decodes(piece: bytes) -> bool:
    try:
        codecs.utf_8_decode(piece, "strict", True)
    except UnicodeDecodeError:
        return False
    return True
