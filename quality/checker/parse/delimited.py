"""CSV and its kin: any delimiter, any encoding, the whole file."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from quality.checker import dates, layout
from quality.checker.encoding import Encoding
from quality.checker.parse import rare, scan
from quality.checker.parse.source import Source
from quality.checker.parse.watch import Filled, Newest, Watch
from quality.checker.table import Layout, Parsed, Row, Spots, Table
from quality.checker.types import Finding

DELIMITERS = ",\t;|"
SAMPLE, LAST, TRIAL = 200, 100, 120
"""Records looked at closely at the beginning and at the end, and those by which a delimiter is chosen."""
WATCHED = 2000
"""Columns without a name that are looked at; nobody has as many and means it."""
PART = 1 << 15
"""Characters of a text in which its first records mostly are."""
_TRANSPARENT = frozenset({"utf-8", "ascii", "cp950", "big5hkscs", "gb18030", "gbk", "cp1252", "iso8859-1", "latin_1"})
_LOW_TRAIL = "|^~@"
"""Delimiters that are also the second byte of Big5 and GBK characters: such files are read as UTF-8."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """A delimiter, with how well the beginning of the file fits it: share of records that have the usual width."""

    delimiter: str
    width: int
    fit: float
    records: tuple[Row, ...]
    mark: str = ""
    """What stands in the file for the delimiter, where it is more than a byte."""
    rival: str = ""
    """Another delimiter that fits the beginning as well."""

    @property
    def is_table(self) -> bool:
        """Several columns nearly everywhere."""
        return self.width > 1 and self.fit >= 0.7 and len(self.records) > 1


def dialect(text: str, *, complete: bool) -> Dialect:
    """The delimiter that cuts the text into the most regular records; a comma where none does."""
    found = sorted((attempt(text, mark, complete=complete) for mark in DELIMITERS if mark in text), key=_merit)
    best = found[-1] if found else None
    unsure = best is None or not best.is_table or _doubled(best)
    if unsure and (other := _rare(text, complete=complete)):
        return other
    if best is None or best.width == 1:
        best = attempt(text, ",", complete=complete)
    equals = [other.delimiter for other in found[:-1] if _merit(other)[:2] == _merit(best)[:2] and best.width > 1]
    records = read(text, best.delimiter, complete=complete)
    return replace(best, records=records, rival=equals[-1] if equals else "")


def _rare(text: str, *, complete: bool) -> Dialect | None:
    """The first of the delimiters that few choose to make a table that shows itself."""
    for mark in (*rare.SURE, *rare.OTHERS):
        if mark in text:
            wide = rare.is_wide(mark)
            cut = text.replace(mark, rare.STAND_IN) if wide else text
            found = attempt(cut, rare.STAND_IN if wide else mark, complete=complete)
            if found.is_table and _is_convincing(found, mark):
                records = read(cut, found.delimiter, complete=complete)
                return replace(found, records=records, mark=mark if wide else "")
    return None


def _is_convincing(found: Dialect, mark: str) -> bool:
    """Whether a rare delimiter makes a table that nobody takes for sentences."""
    if found.fit <= 0.95:
        return mark in rare.FULL_WIDTH and rare.shows_figures(found.records)
    return mark in rare.SURE or rare.shows_itself(found.records)


def _doubled(found: Dialect) -> bool:
    """Two bars for one: every second cell is empty."""
    return found.delimiter == "|" and found.width > 2 and not any(any(row[1::2]) for row in found.records)


def _merit(found: Dialect) -> tuple[object, ...]:
    fit = round(found.fit, 1) if found.width > 1 else 0
    return found.width > 1, fit, _texture(found), not _trails(found), found.fit, found.width


def _texture(found: Dialect) -> bool:
    """Not a delimiter that only ever ends lines or splits sentences: cells are short."""
    cells = [cell for record in found.records[:50] for cell in record if cell.strip()]
    return bool(cells) and sum(len(cell) <= 60 for cell in cells) * 10 >= len(cells) * 8


def _trails(found: Dialect) -> bool:
    """Each cell but the last ends in the same mark: that mark is the delimiter, and this one is padding after it."""
    ends = {cell[-1:] for record in found.records[:50] for cell in record[:-1]}
    return len(ends) == 1 and ends <= set(DELIMITERS)


def attempt(text: str, delimiter: str, *, complete: bool) -> Dialect:
    records = read(text, delimiter, complete=complete, limit=TRIAL)
    widths = [len(r) for r in records if not layout.is_blank(r)]
    if not widths:
        return Dialect(delimiter, 1, 0.0, records)
    width = max(set(widths), key=lambda w: (widths.count(w) * (w > 1), w))
    return Dialect(delimiter, width, widths.count(width) / len(widths), records)


def lines_of(text: str) -> str:
    """The text with its line ends as line feeds; a return in the middle of a line is a blank."""
    if "\r" not in text:
        return text
    if "\n" not in text:
        return text.replace("\r", "\n")
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", " ")


def read(text: str, delimiter: str, *, complete: bool, limit: int = SAMPLE) -> tuple[Row, ...]:
    """The first records of a text; the last one is left out where the text may have been cut inside it."""
    if len(text) > PART and len(rows := _rows(text[:PART], delimiter, limit + 1)[0]) > limit:
        return tuple(rows[:limit])
    rows, whole = _rows(text, delimiter, limit)
    return tuple(rows if complete or not whole or len(rows) == limit else rows[:-1])


def _rows(text: str, delimiter: str, limit: int) -> tuple[list[Row], bool]:
    """So many records at most, and whether none was in the way of the next."""
    rows: list[Row] = []
    try:
        rows.extend(islice(map(tuple, csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter)), limit))
    except csv.Error:
        return rows, False
    return rows, True


def parse(source: Source, found: Encoding, text: str, best: Dialect) -> Parsed:
    """Read a whole file as a table. `text` is its decoded beginning, in lines; `best` fits it best."""
    parsed = _parse(source, found, text, best)
    if best.rival and parsed.tables and parsed.tables[0].ragged.count:
        records = read(text, best.rival, complete=source.complete)
        other = _parse(source, found, text, replace(best, delimiter=best.rival, records=records))
        if other.tables and other.tables[0].ragged.count < parsed.tables[0].ragged.count:
            return other
    return parsed


def _parse(source: Source, found: Encoding, text: str, best: Dialect) -> Parsed:
    """Read it by one delimiter."""
    text = text.replace(best.mark, rare.STAND_IN) if best.mark else text
    place = layout.find(best.records)
    width = len(place.fields) if place.header else best.width
    codec = _codec(found, best)
    tail = Tail(source, found, text, best)
    head, seen = best.records[place.first_data - 1 :], len(best.records)
    watches: list[Watch] = [
        *_dates(source, place, width, (*head, *tail.records), codec),
        *islice((Filled(i) for i, name in enumerate(place.fields) if not name), WATCHED),
    ]
    header = _line(text, place, codec)
    delimiter = (best.mark or best.delimiter) if best.width > 1 else ""
    pieces = _stream(source, found, best)
    try:
        shape = scan.scan(pieces, ord(best.delimiter), width, place.first_data, codec, source.budget, watches, header)
    except scan.UnclosedError as error:
        fault = Finding("corrupt", "error", {"unclosed": '"'}, row=error.row)
        return Parsed("CSV", False, found.name, found.ascii_only, delimiter, faults=(fault,), fields=place.fields)
    last = tail.records[max(0, len(tail.records) + seen - shape.number) :]  # those that the head has not shown
    table = Table(
        place,
        width,
        shape.rows,
        sample=(*head, *last),
        numbers=(*range(place.first_data, seen + 1), *range(shape.number - len(last) + 1, shape.number + 1)),
        ragged=shape.spots("ragged"),
        blank=shape.spots("blank"),
        newlines=shape.spots("newlines"),
        others=_others(shape, best, place, codec),
        notes=tail.notes(shape.number, width, place.first_data),
        date_columns=tuple(w.column for w in watches if isinstance(w, Newest)),
        newest=max((w.day for w in watches if isinstance(w, Newest) and w.day), default=None),
        bare_columns=tuple(w.column + 1 for w in watches if isinstance(w, Filled) and w.found),
    )
    kind = "TSV" if delimiter == "\t" else "CSV"
    if not shape.rows and place.header is None:
        return Parsed(kind, False, found.name, found.ascii_only, delimiter, rows=0)
    return Parsed(kind, True, found.name, found.ascii_only, delimiter, (table,), newest=table.newest)


def _dates(source: Source, place: Layout, width: int, sample: Sequence[Row], codec: str) -> Iterator[Newest]:
    """Watches on the columns that hold dates, as the sample shows."""
    for column, cells in enumerate(islice(zip_longest(*sample, fillvalue=""), width)):
        header = place.fields[column] if column < len(place.fields) else ""
        if dates.is_date_column(header, cells):
            yield Newest(column, header, codec, source.today)


def _line(text: str, place: Layout, codec: str) -> bytes:
    """The header's line as bytes, where it is one line that names several columns."""
    if not place.header or place.depth > 1 or len(place.fields) < 2:
        return b""
    lines = text.split("\n", place.header)
    line = lines[place.header - 1].rstrip("\r").lstrip("\ufeff") if len(lines) > place.header else ""
    return line.encode(codec, "replace") if '"' not in line or line.count('"') % 2 == 0 else b""


def _codec(found: Encoding, best: Dialect) -> str:
    return found.name if _is_transparent(found, best) else "utf-8"


def _is_transparent(found: Encoding, best: Dialect) -> bool:
    low = best.mark or best.delimiter in _LOW_TRAIL
    return found.name == "utf-8" or (found.name in _TRANSPARENT and not low)


def _stream(source: Source, found: Encoding, best: Dialect) -> Iterator[bytes]:
    """The file's bytes in which a delimiter, quote or line end is always itself; lone returns become line ends."""
    returns = _old_mac(source)
    pieces = source.pieces(found.skip, scan.CHUNK)
    if _has_nuls(source, found):
        pieces = (piece.replace(b"\0", b" ") for piece in pieces)
    if not _is_transparent(found, best):
        pieces = _recode(pieces, found)
    if best.mark:
        pieces = rare.stood_in(pieces, best.mark)
    for piece in pieces:
        yield piece.replace(b"\r", b"\n") if returns else piece


def _has_nuls(source: Source, found: Encoding) -> bool:
    """Whether cells, or the file's end, are filled up with NULs."""
    if found.name.startswith(("utf-16", "utf-32")):
        return False
    with source.open() as file:
        file.seek(-min(1024, source.size), 2)
        return b"\0" in source.head or b"\0" in file.read()


def _old_mac(source: Source) -> bool:
    head = source.head
    return b"\r" in head and b"\n" not in head


def _recode(pieces: Iterator[bytes], found: Encoding) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(found.name)("replace")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "replace")
    if not found.name.startswith("utf-16"):  # half a character at the end is no row
        yield decoder.decode(b"", True).encode("utf-8", "replace")


class Tail:
    """The last records of a file, numbered from its end."""

    SIZE = 1 << 16
    """Bytes at the end of a file in which its last records are looked for."""

    def __init__(self, source: Source, found: Encoding, text: str, best: Dialect) -> None:
        self._all = best.records
        self.records: tuple[Row, ...] = ()
        if not source.complete:
            text = lines_of(self._decoded(source, found))
            text = text.replace(best.mark, rare.STAND_IN) if best.mark else text
        if not source.complete or len(best.records) >= SAMPLE:
            self._all = self.records = self._last(text[-self.SIZE :].partition("\n")[2], best.delimiter)

    def _decoded(self, source: Source, found: Encoding) -> str:
        with source.open() as file:
            file.seek(-min(self.SIZE, source.size), 2)
            data = file.read()
        if found.name.startswith("utf-16"):
            data = data[len(data) % 2 :]
        return data.decode(found.name, "replace").replace("\0", " ")

    def _last(self, text: str, delimiter: str) -> tuple[Row, ...]:
        if '"' not in text:  # then a line is a record
            text = "\n".join(text.rsplit("\n", LAST + 1)[-LAST - 1 :])
        return read(text, delimiter, complete=True, limit=1 << 16)[-LAST:]

    def notes(self, total: int, width: int, start: int) -> Spots:
        """Remarks padded with delimiters among the last records of `total`, from row `start` on."""
        first = total - len(self._all) + 1
        last = enumerate(self._all[-20:], first + max(0, len(self._all) - 20))
        found = [
            (number, layout.filled(row))
            for number, row in last
            if number >= start and len(row) == width and layout.is_note(row)
        ]
        return Spots(len(found), tuple(found))


def _others(shape: scan.Shape, best: Dialect, place: Layout, codec: str) -> Spots:
    """Rows that are a header of their own: the same line again, or another one after a blank row."""
    spots = list(shape.repeats_first)
    known = {row for row, _ in spots}
    for number, data in shape.after_blank:
        if number > place.first_data and number not in known:
            rows = read(data.decode(codec, "replace"), best.delimiter, complete=True, limit=9)
            if rows and layout.begins_table(rows, place.fields):
                spots.append((number, len(rows[0])))
    return Spots(max(len(spots), shape.repeats), tuple(sorted(spots)))
