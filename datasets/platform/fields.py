"""主要欄位說明: the main fields of a dataset, each `name(explanation, …)`, brackets half or full width."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

OPENING, CLOSING = "(（[［【", ")）]］】"
SEPARATORS = (";；", "、", ",，\n")
"""Today's, the older one, and what people type who know neither: the first that occurs outside brackets is it."""
BRACKET = re.compile(r"[(（\[［【)）\]］】]")
PLAIN = re.compile(r"([^()（）\[\]［］【】]*[^()（）\[\]［］【】\s])[(（\[［【]([^()（）\[\]［］【】]*)[)）\]］】]")
"""Nearly every field: a name, and one bracket behind it."""
MARK = re.compile(r"[(（\[［【)）\]］】;；、,，\n]")


@dataclass(frozen=True, slots=True)
class MainField:
    """One column that the dataset declares."""

    name: str
    explanation: str = ""


def parse_fields(cell: str) -> tuple[MainField, ...]:
    """The declared columns in their order. Separators inside brackets do not split, unless the brackets are odd."""
    if not cell:
        return ()
    outside = _outside(cell) if balanced(cell) else [found.start() for found in MARK.finditer(cell)]
    here = next((set(s) for s in SEPARATORS if any(cell[at] in s for at in outside)), set())
    cuts = [-1, *(at for at in outside if cell[at] in here), len(cell)]
    parts = (cell[a + 1 : b].strip() for a, b in pairwise(cuts))
    return tuple(_field(part) for part in parts if part)


def balanced(cell: str) -> bool:
    """Every bracket has its partner; half and full width may be mixed, as people do."""
    depth = 0
    for bracket in BRACKET.findall(cell):
        depth += 1 if bracket in OPENING else -1
        if depth < 0:
            return False
    return depth == 0


def _outside(cell: str) -> list[int]:
    """Where separators stand outside brackets."""
    return list(_at_depth_zero(cell))


def _at_depth_zero(cell: str) -> Iterator[int]:
    depth = 0
    for found in MARK.finditer(cell):
        if found[0] in OPENING:
            depth += 1
        elif found[0] in CLOSING:
            depth -= 1
        elif not depth:
            yield found.start()


def _field(part: str) -> MainField:
    """The last bracket is the explanation: `收入(千元)(選填)` is the column 收入(千元)."""
    if plain := PLAIN.fullmatch(part):
        return MainField(plain[1].strip(), plain[2].strip())
    if part[-1] not in CLOSING or not balanced(part):
        return MainField(part)
    depth = 0
    for found in reversed(list(BRACKET.finditer(part))):
        depth += 1 if found[0] in CLOSING else -1
        if not depth:
            break
    name = part[: found.start()].strip()
    return MainField(name, part[found.end() : -1].strip()) if name else MainField(part)
