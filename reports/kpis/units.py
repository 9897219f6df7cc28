"""The tree of units: whose rows a unit's figure is made of, and under whom a merged unit is shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UnitTree:
    """Parents and successors by key, as known at a moment. A merged unit's past stays its own, under its successor."""

    parents: Mapping[str, str | None]
    successors: Mapping[str, str] = field(default_factory=dict)
    _below: dict[str | None, tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _shown_below: dict[str | None, tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._below.update(_grouped(self.parents, self.parents.get))
        self._shown_below.update(_grouped(self.parents, self._shown_under))

    def with_descendants(self, unit: str) -> frozenset[str]:
        """The unit and all below it: the units whose rows make its figure."""
        if unit not in self._below:
            return frozenset({unit})  # most are at the tree's end
        found, wave = {unit}, {unit}
        while wave := {child for above in wave for child in self._below.get(above, ())} - found:
            found |= wave
        return frozenset(found)

    def scopes(self, units: Iterable[str]) -> dict[str, frozenset[str]]:
        """`with_descendants` of each."""
        return {unit: self.with_descendants(unit) for unit in units}

    def outline(self) -> Iterator[tuple[int, str]]:
        """(depth, unit) from the top down, in the order of `parents`; merged ones under their successors."""
        yield from self._outline(None, 0, frozenset())

    def _outline(self, above: str | None, depth: int, seen: frozenset[str]) -> Iterator[tuple[int, str]]:
        for unit in self._shown_below.get(above, ()):
            if unit not in seen:
                yield depth, unit
                yield from self._outline(unit, depth + 1, seen | {unit})

    def _shown_under(self, unit: str) -> str | None:
        return self.successors.get(unit) or self.parents[unit]


def _grouped(units: Iterable[str], above: Callable[[str], str | None]) -> dict[str | None, tuple[str, ...]]:
    """Units by the one above them, in their order."""
    found: dict[str | None, list[str]] = {}
    for unit in units:
        found.setdefault(above(unit), []).append(unit)
    return {key: tuple(below) for key, below in found.items()}
