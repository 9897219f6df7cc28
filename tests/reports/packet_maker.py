"""A packet made from the types alone: every field filled, every choice taken, every text the caller's own."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reports.packet.data import PacketData

ROWS = 6
"""Of every table: so many that each choice of its rows comes."""
FIXED = {"quarter": "2026Q3", "period": "2026Q2", "definitions": "timely_updates", "by_decision.key": "open"}
"""Texts that are codes: layouts look them up."""
SAMPLES: dict[Any, Any] = {
    int: lambda row: row + 1,
    bool: lambda row: row % 2 == 0,
    date: lambda row: date(2026, 7, row + 1),
    datetime: lambda row: datetime(2026, 10, row + 1, tzinfo=UTC),
    Decimal: Decimal,
    Fraction: lambda row: Fraction(9, 10),
}


def packet_of(text: Callable[[str], str]) -> PacketData:
    """`text` says what stands at a path such as least_used.dataset.zh; it is asked once for every text."""
    made: PacketData = _make(PacketData, text, "", 0)
    return made


def _make(kind: Any, text: Callable[[str], str], path: str, row: int) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        wanted = next(one for one in inner if one is not NoneType)
        return None if row % 3 == 2 else _make(wanted, text, path, row)
    if origin is Literal:
        return inner[row % len(inner)]
    if origin is tuple and inner[-1] is ...:
        return tuple(_make(inner[0], text, path, place) for place in range(ROWS))
    if origin is tuple:
        return tuple(_make(one, text, path, row) for one in inner)
    if is_dataclass(kind):
        hints, start = get_type_hints(kind), f"{path}." if path else ""
        return kind(**{one.name: _make(hints[one.name], text, start + one.name, row) for one in fields(kind)})
    if kind is str:
        return next((words for end, words in FIXED.items() if path.endswith(end)), "") or text(path)
    return SAMPLES[kind](row)
