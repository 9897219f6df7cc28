"""A table as data: what stands beside every chart, and what components/table.html draws."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """Caption, columns, and rows of cells that are already text; the first cell heads its row."""

    caption: str
    columns: Sequence[Column]
    cells: Sequence[Sequence[str]]

    @property
    def rows(self) -> Iterator[Iterator[tuple[Column, str]]]:
        return (zip(self.columns, row, strict=True) for row in self.cells)
