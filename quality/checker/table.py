"""What the parsers hand to the rules: a file as read, before anybody judged it."""

from dataclasses import dataclass, field
from datetime import date

from quality.checker.types import Finding, Member

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the header of a table is. Row numbers are 1-based and count blank lines, as a spreadsheet shows them.

    `header` is the first line of the header block, `depth` its number of lines (2 or more: stacked),
    `titles` the lines above it that are not part of the table. `header` is None where the first row is data.
    """

    header: int | None = None
    depth: int = 0
    titles: tuple[int, ...] = ()
    fields: Row = ()
    cells: Row = ()
    """The header's first line as it is written."""

    @property
    def first_data(self) -> int:
        """Row number at which the data begins."""
        if self.header is None:
            return (self.titles[-1] if self.titles else 0) + 1
        return self.header + self.depth


@dataclass(frozen=True, slots=True)
class Spots:
    """How often a thing was met in the whole file, and at which rows first (at most a handful)."""

    count: int = 0
    first: tuple[tuple[int, int], ...] = ()
    """(row number, cells in that row) of the first ones."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `rows` counts the records after the header that hold anything; blank ones are counted apart."""

    layout: Layout
    columns: int
    rows: int
    name: str = ""
    sample: tuple[Row, ...] = ()
    """Data rows from the beginning and the end, for statistics only."""
    numbers: tuple[int, ...] = ()
    """The row number of each."""
    ragged: Spots = Spots()
    notes: Spots = Spots()
    """Lines of remark below the table (資料來源, 註) that fill one cell of many."""
    blank: Spots = Spots()
    """Blank rows between data rows; those at the end are not counted."""
    newlines: Spots = Spots()
    others: Spots = Spots()
    """Rows where another table begins."""
    bare_columns: tuple[int, ...] = ()
    """1-based columns that hold data under an empty header cell."""
    date_columns: tuple[int, ...] = ()
    """Columns (from 0) whose cells are dates."""
    newest: date | None = None
    merged: int = 0
    formulas: int = 0

    @property
    def fields(self) -> Row:
        """Names of the columns; empty where there is no header."""
        return self.layout.fields


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file as read. `readable`: what its format and syntax alone say; the tables' rules may still take it away."""

    format: str
    readable: bool | None = True
    encoding: str = ""
    ascii_only: bool = False
    delimiter: str = ""
    tables: tuple[Table, ...] = ()
    rows: int | None = None
    fields: Row = ()
    newest: date | None = None
    faults: tuple[Finding, ...] = ()
    """What the parser itself ran into: corrupt, encrypted, invalid_json..."""
    members: tuple[Member, ...] = ()
    stars: int | None = None
    """Only where the format alone does not tell (archives, linked data)."""
    reason: str = ""
    texts: tuple[str, ...] = field(default=(), repr=False)
    """Some text values, for the rules about values (HTML in data, personal data) where there is no table."""
