"""What differs between two packets, place by place: beside a corrigendum. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from datasets.punctuation import listed
from reports.packet.canonical import Plain, plain
from reports.packet.data import PacketData

SECTIONS = {
    "cover": 1, "resolutions": 2, "open_state": 3, "performance": 4, "updates": 5, "quality": 6, "opinions": 7,
    "usage": 8, "least_used": 9, "closed": 10, "new_systems": 11, "explanations": 12, "commendations": 13,
    "outreach": 14, "motions": 15, "annex": 16,
}  # fmt: skip
"""The section that shows each part of the record."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`place` leads through the record: units, 3, late. Empty texts where a value is on one side alone."""

    section: int | None
    place: str
    before: str
    after: str


def differences(before: PacketData, after: PacketData) -> Iterator[Difference]:
    """In the record's order; `as_of` differs by nature and is left out."""
    for path, old, new in _walk((), plain(before), plain(after)):
        if path != ("as_of",):
            yield Difference(SECTIONS.get(path[0]), " › ".join(path), _text(old), _text(new))


Step = tuple[tuple[str, ...], Plain, Plain]


def _walk(path: tuple[str, ...], old: Plain, new: Plain) -> Iterator[Step]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _walk((*path, key), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from _walk((*path, str(number)), one, other)
    elif isinstance(old, list) and isinstance(new, list):
        yield from ((path, one, None) for one in old if one not in new)
        yield from ((path, None, one) for one in new if one not in old)
    else:
        yield path, old, new


def _text(value: Plain) -> str:
    match value:
        case None:
            return ""
        case dict():
            return listed(map(_text, value.values()))
        case list():
            return listed(map(_text, value))
    return str(value)
