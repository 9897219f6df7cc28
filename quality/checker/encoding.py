"""In which encoding a text file is written: trial decode of the whole file, never of a sample.

Order: byte order mark, UTF-16 and UTF-32 without one (wide.py), UTF-8, Japanese and Korean by their own letters
(legacy.py), scripts of one byte a letter by theirs (onebyte.py), then Big5 (cp950, big5hkscs) against GB 18030 by how
common the characters are that come out, since most GB bytes also decode as Big5, into characters that nobody uses; what
none of them takes, or stands in words of ASCII, by the languages of Latin letters. charset-normalizer is asked last.
"""

import codecs
import contextlib
from dataclasses import dataclass

from quality.checker import everyday, legacy, onebyte, utf8, wide
from quality.checker.parse.source import Source

CHUNK = 1 << 14
"""Bytes decoded at once: with their text they fit a core's first cache, which is three times as fast as a megabyte."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = tuple(mark for mark, _ in _BOMS)


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` is a Python codec; `skip` the length of the byte order mark; `row` the first line that does not decode."""

    name: str
    skip: int = 0
    ascii_only: bool = False
    problem: str = ""
    """Empty, `undecodable` or `mixed_encoding`."""
    row: int | None = None


def read(source: Source) -> tuple[Encoding, str]:
    """The encoding, and the file's beginning (`source.head`) as text; what does not decode becomes U+FFFD."""
    head = source.head
    if source.complete and not head.startswith(_MARKS) and b"\0" not in head[: wide.LOOK]:
        with contextlib.suppress(UnicodeDecodeError):
            return Encoding("utf-8", ascii_only=head.isascii()), head.decode("utf-8")
    found = detect(source)
    return found, codecs.getincrementaldecoder(found.name)("replace").decode(head[found.skip :])


def detect(source: Source) -> Encoding:
    """Decode the whole file until a codec takes all of it."""
    head = source.head
    for mark, name in _BOMS:
        if head.startswith(mark):
            return _checked(source, name, len(mark))
    if name := wide.codec_of(head):
        return _checked(source, name, 0)
    plain = True
    for piece in source.pieces(0, CHUNK):
        if not piece.isascii():
            plain = False
            break
    if plain:
        return Encoding("utf-8", ascii_only=True)
    if _decodes(source, "utf-8"):
        return Encoding("utf-8")
    return _legacy(source)


def _decodes(source: Source, name: str, skip: int = 0) -> bool:
    if name == "utf-8":
        return utf8.is_valid(source.pieces(skip, utf8.PIECE))
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for piece in source.pieces(skip, CHUNK):
            decoder.decode(piece)
        decoder.decode(b"", True)
    except UnicodeError:  # not of decoding alone: UTF-16 that misses its mark
        return False
    return True


def _checked(source: Source, name: str, skip: int) -> Encoding:
    """The encoding a mark promises; a promise may be broken."""
    if _decodes(source, name, skip):
        return Encoding(name, skip)
    if name != "utf-8":
        return Encoding(name, skip, problem="undecodable")
    return _broken(source, name, skip)


def _legacy(source: Source) -> Encoding:
    """Not UTF-8: the legacy codecs that take all of it, the most plausible first."""
    sample = _foreign(source)
    if not legacy.is_latin(sample) and (name := everyday.codec_of(sample)) and _decodes(source, name):
        return Encoding(name)
    if (name := legacy.neighbour(sample)) and _decodes(source, name):
        return Encoding(name)
    fit = next((name for name in ("cp950", "big5hkscs", "gb18030") if _decodes(source, name)), "")
    if (name := onebyte.codec_of(sample, latin=False)) and _decodes(source, name):
        return Encoding(name)
    if name := _latin(source, sample, fit):
        return Encoding(name)
    if fit == "gb18030":
        common = legacy.gb_share(sample) > 0.7 or legacy.has_four(sample)
        return Encoding("gb18030") if common else _broken(source, "cp950")
    if fit:
        better = legacy.gb_share(sample) > legacy.big5_share(sample) + 0.2 and _decodes(source, "gb18030")
        return Encoding("gb18030" if better else fit)
    return _broken(source, "utf-8")


def _latin(source: Source, sample: bytes, fit: str) -> str:
    """The codec of a language of Latin letters; `fit` is what takes it all as Chinese."""
    surely = legacy.is_latin(sample) and legacy.big5_share(sample) < 0.8 if fit else legacy.stands_alone(sample)
    in_words = legacy.stands_in_words(sample)
    if fit and not (surely or in_words):
        return ""
    least = onebyte.LOOSE if surely else onebyte.COVERED
    few = 1 if surely else 3 if in_words else onebyte.LEAST
    name = onebyte.codec_of(sample, latin=True, least=least, few=few)
    if name and (surely or not fit or name.startswith("cp125")) and _decodes(source, name):
        return name
    return "" if not surely else "cp1252" if _decodes(source, "cp1252") else _stranger(source)


def _foreign(source: Source, limit: int = 1 << 13) -> bytes:
    """The runs of bytes outside ASCII, with their trail bytes, from the first pieces that have any."""
    found = bytearray()
    for piece in source.pieces(0, CHUNK):
        for line in piece.split(b"\n"):
            if not line.isascii():
                found += line + b"\n"
            if len(found) > limit:
                return bytes(found)
    return bytes(found)


def _broken(source: Source, guess: str, skip: int = 0) -> Encoding:
    """No codec takes all of it: line by line, to tell a mixture from damage, and where it begins."""
    lines = {"utf-8": 0, "cp950": 0}
    bad = first_utf8_failure = 0
    with source.open() as file:
        file.seek(skip)
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            codec = next((name for name in lines if _takes(line, name)), "")
            if codec:
                lines[codec] += 1
            if codec != "utf-8" and not first_utf8_failure:
                first_utf8_failure = number
            if not codec:
                bad = bad or number
    if lines["utf-8"] and lines["cp950"] and not bad:
        return Encoding(
            max(lines, key=lambda name: lines[name]), skip, problem="mixed_encoding", row=first_utf8_failure
        )
    if not any(lines.values()) and (other := _stranger(source)):
        return Encoding(other, skip)
    name = max(lines, key=lambda name: lines[name]) if any(lines.values()) else guess
    return Encoding(name, skip, problem="undecodable", row=bad or first_utf8_failure or None)


def _takes(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _stranger(source: Source) -> str:
    """Another language's encoding (Shift JIS, Windows-1252...), if it takes the whole file."""
    from charset_normalizer import from_bytes  # rarely asked, slow to load

    best = from_bytes(_foreign(source)).best()
    return best.encoding if best and _decodes(source, best.encoding) else ""
