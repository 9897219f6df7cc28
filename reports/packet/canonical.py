"""The packet as canonical JSON (RFC 8785) and back. These bytes are the record that is hashed.

Times are UTC with a Z, dates ISO 8601, decimals and fractions text; a ratio stays two integers. Text is kept to the
letter, hostile or not: it is made visible by the renderers, never here.
"""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import rfc8785

from reports.packet.data import PacketData

Plain = dict[str, "Plain"] | list["Plain"] | str | int | bool | None


def canonical(data: PacketData) -> bytes:
    """Raises rfc8785.CanonicalizationError for text that is not Unicode (a lone surrogate)."""
    return rfc8785.dumps(plain(data))


def pieces(value: object) -> Iterator[bytes]:
    """The same bytes as `canonical`, row by row: a large packet is never held twice.

    Of text, whole numbers, lists and objects with ASCII names `json` makes RFC 8785 too, three times as fast.
    """
    if is_dataclass(value):
        names = sorted(_written(value))  # ASCII: any order of code units is this one
        for place, name in enumerate(names):
            yield f'{"," if place else "{"}"{name}":'.encode()
            yield from pieces(getattr(value, name))
        yield b"}"
    elif isinstance(value, tuple) and value:
        for place, one in enumerate(value):
            yield (b"," if place else b"[") + _json(plain(one))
        yield b"]"
    else:
        yield _json(plain(value))


_json_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _json(value: Plain) -> bytes:
    return _json_text(value).encode()


def plain(value: object) -> Plain:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case Fraction():
            return str(value)
        case tuple():
            return [plain(one) for one in value]
    if is_dataclass(value):
        return {name: plain(getattr(value, name)) for name in _written(value)}
    raise TypeError(f"the packet holds no {type(value).__name__}")


@cache
def _later(kind: type) -> dict[str, Any]:
    """Fields that came later, by the default at which they stay unwritten: older records remain as they are."""
    return {one.name: one.default for one in fields(kind) if "optional" in one.metadata}


def _written(value: Any) -> list[str]:
    later = _later(type(value))  # type: ignore[arg-type]  # a class is hashable
    return [name for name in value.__dataclass_fields__ if name not in later or getattr(value, name) != later[name]]


def parse(raw: object) -> PacketData:
    """The packet of a decoded JSON document. Raises KeyError, TypeError or ValueError where it is none."""
    packet = _typed(PacketData, raw)
    assert isinstance(packet, PacketData)
    return packet


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(kind: Any, raw: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if raw is None else _typed(next(one for one in inner if one is not NoneType), raw)
    if origin is tuple:
        kinds = inner[:1] * len(raw) if inner[-1] is ... else inner
        return tuple(_typed(one, value) for one, value in zip(kinds, raw, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        left_out = _later(kind).keys() - raw.keys()
        return kind(**{name: _typed(hint, raw[name]) for name, hint in _hints(kind).items() if name not in left_out})
    if origin is Literal:
        if raw not in inner:
            raise ValueError(f"{raw!r} is none of {inner}")
        return raw
    if kind in (datetime, date):
        return kind.fromisoformat(raw)
    if kind in (Decimal, Fraction):
        return kind(raw)
    if type(raw) is not kind:
        raise TypeError(f"{raw!r} is no {kind.__name__}")
    return raw
