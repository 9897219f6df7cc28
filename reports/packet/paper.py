"""A packet laid out: sections of headings, sentences, tables and pictures, before any file format.

Every renderer writes this, so all formats say the same. Values stay typed in the cells; `kind` says how a column
shows them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reports.packet.letterhead import Letterhead

Kind = Literal["text", "integer", "decimal", "percent", "points", "date", "datetime", "yesno"]
"""`percent` and `points` hold shares (Fraction): 0.9 shows as 90.0 %, a change of 0.05 as +5.0."""

Value = None | str | bool | int | Decimal | Fraction | date | datetime

Tick = Callable[[], None]
"""Called again and again while a format is being written; what it raises stops the writing."""


def quiet() -> None:
    """The tick of nobody."""


NUMBERS: frozenset[Kind] = frozenset({"integer", "decimal", "percent", "points"})


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a weight beside the other columns of the table."""

    title: str
    kind: Kind = "text"
    width: int = 2


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`svg` needs nothing outside itself; `alt` says what the picture shows to who cannot see it."""

    caption: str
    svg: str
    alt: str


Block = Table | Paragraph | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """`wide`: its tables need a page in landscape."""

    number: int
    heading: str
    blocks: tuple[Block, ...]
    wide: bool = False

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole packet in one language. `facts` are the lines of the cover: label and words."""

    language: str
    title: str
    agency: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    written: datetime
    watermark: str = ""
    letterhead: "Letterhead | None" = None

    @property
    def tables(self) -> Iterator[tuple[Section, int, Table]]:
        """Every table with its section and its number in it, from 1."""
        for section in self.sections:
            for number, table in enumerate(section.tables, 1):
                yield section, number, table
