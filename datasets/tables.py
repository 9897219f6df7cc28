"""A table as data: typed cells, so that every file format shows them its own way. `kind` says how a column is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal["text", "integer", "decimal", "percent", "points", "date", "datetime", "yesno"]
"""`percent` and `points` hold shares (Fraction): 0.9 shows as 90.0 %, a change of 0.05 as +5.0."""

Value = None | str | bool | int | Decimal | Fraction | date | datetime

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
