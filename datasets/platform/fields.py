"""主要欄位說明: the main fields of a dataset, each `name(explanation, …)`, brackets half or full width."""

from collections.abc import Iterator
from dataclasses import dataclass

OPENING, CLOSING = "(（[［【", ")）]］】"
SEPARATORS = (";；", "、", ",，\n")
"""Today's, the older one, and what people type who know neither: the first that occurs outside brackets is it."""


@dataclass(frozen=True, slots=True)
class MainField:
    """One column that the dataset declares."""

    name: str
    explanation: str = ""


def parse_fields(cell: str) -> tuple[MainField, ...]:
    """The declared columns in their order. Separators inside brackets do not split, unless the brackets are odd."""
    depths = list(_depths(cell)) if balanced(cell) else [0] * len(cell)
    separators = next((s for s in SEPARATORS if any(c in s and not d for c, d in zip(cell, depths, strict=True))), "")
    parts = _split(cell, depths, separators)
    return tuple(_field(part) for part in parts if part.strip())


def balanced(cell: str) -> bool:
    """Every bracket has its partner; half and full width may be mixed, as people do."""
    depth = 0
    for character in cell:
        depth += (character in OPENING) - (character in CLOSING)
        if depth < 0:
            return False
    return depth == 0


def _depths(cell: str) -> Iterator[int]:
    depth = 0
    for character in cell:
        depth += (character in OPENING) - (character in CLOSING)
        yield depth


def _split(cell: str, depths: list[int], separators: str) -> Iterator[str]:
    start = 0
    for at, (character, depth) in enumerate(zip(cell, depths, strict=True)):
        if character in separators and not depth:
            yield cell[start:at]
            start = at + 1
    yield cell[start:]


def _field(part: str) -> MainField:
    """The last bracket is the explanation: `收入(千元)(選填)` is the column 收入(千元)."""
    part = part.strip()
    if not part or part[-1] not in CLOSING or not balanced(part):
        return MainField(part)
    depth = 0
    for at in range(len(part) - 1, -1, -1):
        depth += (part[at] in CLOSING) - (part[at] in OPENING)
        if depth == 0:
            break
    name = part[:at].strip()
    return MainField(name, part[at + 1 : -1].strip()) if name else MainField(part)
