"""A packet laid out: sections of headings, sentences, tables and pictures, before any file format.

Every renderer writes this, so all formats say the same. Its tables are those of `datasets.tables`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from datasets.tables import NUMBERS, Column, Kind, Table, Value

if TYPE_CHECKING:
    from reports.packet.letterhead import Letterhead

__all__ = [
    "NUMBERS",
    "Block",
    "Column",
    "Kind",
    "Paper",
    "Paragraph",
    "Picture",
    "Section",
    "Table",
    "Tick",
    "Value",
    "quiet",
]

Tick = Callable[[], None]
"""Called again and again while a format is being written; what it raises stops the writing."""


def quiet() -> None:
    """The tick of nobody."""


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
