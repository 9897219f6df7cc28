"""What an import would change, as a value that a page can show, a job can store and a test can compare."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from datasets.platform.cells import TAIPEI
from datasets.platform.notices import Notice

LISTED = 2000
"""How many entries of each list are stored and shown; the counts are always whole."""


@dataclass(frozen=True, slots=True)
class NewDataset:
    """A dataset that the inventory does not have yet. `state` is a `Lifecycle`."""

    row: int
    identifier: str
    title: str
    state: str
    files: int


@dataclass(frozen=True, slots=True)
class ChangedDataset:
    """A known dataset, and column → (before, after) as text or lists of text. Personal columns show blanks."""

    row: int
    identifier: str
    title: str
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class GoneDataset:
    """Published here, and no longer in the list. Nothing is done to it: the officer decides."""

    identifier: str
    title: str


@dataclass(frozen=True, slots=True)
class Difference:
    """New, changed field by field, gone, unchanged, and remarks with row numbers."""

    new: tuple[NewDataset, ...]
    changed: tuple[ChangedDataset, ...]
    gone: tuple[GoneDataset, ...]
    unchanged: int
    notices: tuple[Notice, ...]

    @property
    def rows(self) -> int:
        return len(self.new) + len(self.changed) + self.unchanged

    @property
    def changes_nothing(self) -> bool:
        return not self.new and not self.changed

    @property
    def digest(self) -> str:
        """Names this difference: who confirms it confirms just this one."""
        content = [[n.identifier for n in self.new], [[c.identifier, c.changes] for c in self.changed]]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """For a JSON column: counts whole, lists up to `LISTED`."""
        return {
            "counts": {
                "new": len(self.new),
                "changed": len(self.changed),
                "gone": len(self.gone),
                "unchanged": self.unchanged,
                "notices": len(self.notices),
            },
            "new": [asdict(entry) for entry in self.new[:LISTED]],
            "changed": [asdict(entry) for entry in self.changed[:LISTED]],
            "gone": [asdict(entry) for entry in self.gone[:LISTED]],
            "digest": self.digest,
        }


def plain(value: Any) -> Any:
    """A column's value as JSON has it; times in Taipei, as the platform writes them."""
    if isinstance(value, datetime):
        return value.astimezone(TAIPEI).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is not None else ""
