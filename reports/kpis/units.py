"""The tree of units: whose rows a unit's figure is made of, and under whom a merged unit is shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UnitTree:
    """Parents and successors by key, as known at a moment. A merged unit's past stays its own, under its successor."""

    parents: Mapping[str, str | None]
    successors: Mapping[str, str] = field(default_factory=dict)

    def with_descendants(self, unit: str) -> frozenset[str]:
        """The unit and all below it: the units whose rows make its figure."""
        found, wave = {unit}, {unit}
        while wave := {child for child, parent in self.parents.items() if parent in wave} - found:
            found |= wave
        return frozenset(found)

    def scopes(self, units: Iterable[str]) -> dict[str, frozenset[str]]:
        """`with_descendants` of each."""
        return {unit: self.with_descendants(unit) for unit in units}

    def outline(self) -> Iterator[tuple[int, str]]:
        """(depth, unit) from the top down, in the order of `parents`; merged ones under their successors."""
        yield from self._below(None, 0, frozenset())

    def _below(self, above: str | None, depth: int, seen: frozenset[str]) -> Iterator[tuple[int, str]]:
        for unit in self.parents:
            if unit not in seen and self._shown_under(unit) == above:
                yield depth, unit
                yield from self._below(unit, depth + 1, seen | {unit})

    def _shown_under(self, unit: str) -> str | None:
        return self.successors.get(unit) or self.parents[unit]
