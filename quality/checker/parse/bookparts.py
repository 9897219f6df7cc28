"""The small parts of an XLSX: attributes, texts, columns' letters, styles that show dates."""

import re
from array import array
from datetime import datetime, timedelta
from html import unescape

_PAIR = re.compile(rb"([\w:]+)\s*=\s*\"([^\"]*)\"")
_TEXT = re.compile(rb"<t(?:\s[^>]*)?>([^<]*)</t>")
_READING = re.compile(rb"<rPh\b.*?</rPh>", re.DOTALL)
_FORMAT = re.compile(rb"<numFmt\s([^>]*)/?>")
_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<xf\s([^>]*)>")
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of the built-in formats that show dates and times."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Strings:
    """The workbook's texts, packed in one run of bytes: as Python's own they would take three times as much."""

    def __init__(self) -> None:
        self._bytes, self._ends = bytearray(), array("Q", [0])

    def add(self, marked: bytes) -> None:
        """Take in the contents of an `si`, without the readings that stand beside Japanese."""
        self._bytes += b"".join(_TEXT.findall(_READING.sub(b"", marked)))
        self._ends.append(len(self._bytes))

    def keep(self, text: str) -> None:
        """Take in a text that is not marked, for `raw`."""
        self._bytes += text.encode("utf-8", "replace")
        self._ends.append(len(self._bytes))

    def raw(self, index: int) -> bytes:
        """What was taken in, in UTF-8."""
        return bytes(self._bytes[self._ends[index] : self._ends[index + 1]])

    def __getitem__(self, index: int) -> str:
        return plain(self.raw(index))


def dated_styles(styles: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles that show a date or a time."""
    own = {p.get("numFmtId", ""): p.get("formatCode", "") for p in map(pairs, _FORMAT.findall(styles))}
    dated = {number for number, code in own.items() if shows_date(code)}
    dated |= {str(number) for number in _DATES} - own.keys()
    used = _STYLES.search(styles)
    cells = map(pairs, _STYLE.findall(used[0] if used else b""))
    return frozenset(b"%d" % i for i, given in enumerate(cells) if given.get("numFmtId") in dated)


def shows_date(code: str) -> bool:
    """Whether a format of cells shows a date or a time."""
    return bool(re.search(r"[ymdhs]", _LITERAL.sub("", code), re.I))


def is_dated(number: int, code: str | None) -> bool:
    """The same of a format's number, and of its code where the workbook has its own."""
    return number in _DATES if code is None else shows_date(code)


def shown_number(number: float) -> str:
    """A whole one without .0."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def shown_day(serial: float, start: datetime) -> str:
    """A date in ISO 8601, of which the workbook holds the days since `start`."""
    if not 0 <= serial < 2958466:
        return repr(serial)
    moment = start + timedelta(seconds=round(serial * 86400))
    if serial < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if serial.is_integer() else moment.isoformat(" ")


_columns: dict[bytes, int] = {}


def column_of(letters: bytes) -> int:
    """A is 0."""
    if letters not in _columns:
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        _columns[letters] = number - 1
    return _columns[letters]


def pairs(attributes: bytes) -> dict[str, str]:
    """The attributes of an element."""
    return {key.decode(): unescape(value.decode("utf-8", "replace")) for key, value in _PAIR.findall(attributes)}


def plain(data: bytes) -> str:
    """Text without the escapes of XML and of Excel."""
    text = data.decode("utf-8", "replace")
    text = unescape(text) if "&" in text else text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
