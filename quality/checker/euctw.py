"""EUC-TW, which Python has no codec for: planes 1 and 2 of CNS 11643 lie in the order of Big5, but for a few runs.

A character is two bytes (plane 1) or 8E, A1 to B0 for the plane, two bytes. What Big5 lacks becomes U+FFFD.
Checked cell by cell against the GNU C library: all ideographs of both planes are the same but 彞, which Big5 lacks.
"""

import codecs
import re
from functools import cache

NAME = "euc_tw"
_CHAR = re.compile(rb"\x8e([\xa1-\xb0])([\xa1-\xfe][\xa1-\xfe])|([\xa1-\xfe][\xa1-\xfe])|([\x00-\x7f]+)")
_RUNS = {
    1: "0 0 5 6 6 15 21 23 2 24 22 1 29 29 44 73 74 1 74 73 1 75 75 22 98 98 1 100 100 27 127 128 1 128 127 1"
    " 129 129 19 148 149 1 149 148 1 150 150 4 155 21 1 156 156 78 282 234 29 312 264 1 314 266 142 470 6101"
    " 20 3290 471 1412 4702 1884 424 5126 1883 1 5127 2308 1876 7003 4571 1 7004 4184 387 7391 4572 525 7916"
    " 5286 1 7917 5097 105 8023 5203 83 8106 5287 84 8190 5517 1 8191 5371 54 8245 5426 1 8246 5425 1 8247"
    " 5427 90 8337 5518 354",
    2: "0 6280 10 10 6291 33 43 6372 1 44 6324 48 92 6373 46 138 6586 1 139 6419 167 306 6587 1840 2146 9074 1"
    " 2147 8428 108 2255 8537 537 2792 8427 1 2793 9075 100 2893 8536 1 2894 9175 399 3293 9575 1637 4930"
    " 11761 1 4931 11212 146 5077 11899 1 5078 11358 287 5365 12508 1 5366 11645 116 5482 11762 137 5619 11900"
    " 104 5723 12425 1 5724 12004 222 5946 12227 198 6144 12426 82 6226 12509 86 6312 12226 1 6313 12595 8"
    " 6321 12604 153 6474 12758 56 6530 13114 1 6531 12814 113 6644 12603 1 6645 12927 142 6787 12757 1 6788"
    " 13069 45 6833 13115 71 6904 13380 1 6905 13186 194 7099 13381 490 7589 13914 1 7590 13871 43 7633 13915"
    " 1 7634 13917 11 7645 13916 1 7646 13928 4",
}
"""By plane: first cell there, first cell in Big5 (157 a row), how many."""


@cache
def _table(plane: int) -> dict[bytes, str]:
    numbers = list(map(int, _RUNS[plane].split()))
    found = {}
    for start, there, count in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        for step in range(count):
            row, cell = divmod(start + step, 94)
            lead, trail = divmod(there + step, 157)
            big5 = bytes((0xA1 + lead, trail + (0x40 if trail < 63 else 0x62)))
            found[bytes((0xA1 + row, 0xA1 + cell))] = big5.decode("cp950", "replace")
    return found


def decode(data: bytes, errors: str = "strict", final: bool = True) -> tuple[str, int]:
    """Text and how many bytes it was. Raises UnicodeDecodeError where `errors` is strict."""
    out, at = [], 0
    while at < len(data):
        found = _CHAR.match(data, at)
        if found:
            plane = found[1][0] - 0xA0 if found[1] else 1
            cell = found[2] or found[3]
            out.append(found[4].decode() if found[4] else _table(plane).get(cell, "\ufffd") if plane < 3 else "\ufffd")
            at = found.end()
        elif not final and len(data) - at < (4 if data[at] == 0x8E else 2):
            break
        elif errors == "strict":
            raise UnicodeDecodeError(NAME, data, at, at + 1, "no character")
        else:
            out.append("\ufffd")
            at += 1
    return "".join(out), at


class _Decoder(codecs.BufferedIncrementalDecoder):
    def _buffer_decode(self, data: bytes, errors: str, final: bool) -> tuple[str, int]:  # type: ignore[override]  # the stubs hide the parameter's name
        return decode(data, errors, final)


def _refuse(text: str, errors: str = "strict") -> tuple[bytes, int]:
    raise UnicodeEncodeError(NAME, text, 0, 1, "nothing is written in it")


def _find(name: str) -> codecs.CodecInfo | None:
    if name != NAME:
        return None
    return codecs.CodecInfo(_refuse, decode, incrementaldecoder=_Decoder, name=NAME)  # type: ignore[arg-type]  # bytes are all it gets


codecs.register(_find)
