"""Import the platform's usage list: cumulative counts become snapshots, their increases become uses a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from datasets import ledger
from datasets.models import Dataset, PlatformSnapshot, User
from datasets.platform.notices import Notice
from datasets.platform.usage import UsageRow, read_usage
from datasets.services.importing.increments import Reset, insert_increments
from datasets.services.importing.matching import Inventory, Match
from datasets.services.usage_sums import add_up


@dataclass(frozen=True, slots=True)
class UsageDifference:
    """What a list brings. `others`: rows of other agencies. `known`: counts that were imported before."""

    taken_on: date
    new: tuple[Match, ...]
    known: int
    others: int
    missing: tuple[Dataset, ...]
    """Published datasets that no row spoke of: their uses at this date are not known."""
    notices: tuple[Notice, ...]

    @property
    def to_the_letter(self) -> int:
        return sum(match.to_the_letter for match in self.new)

    @property
    def changes_nothing(self) -> bool:
        return not self.new


def compare_usage(source: BinaryIO, taken_on: date) -> UsageDifference:
    """What `apply_usage` would record. Writes nothing."""
    inventory = Inventory()
    ours: list[UsageRow] = []
    notices: list[Notice] = []
    others = 0
    for item in read_usage(source):
        if isinstance(item, Notice):
            notices.append(item)
        elif inventory.speaks_of(item):
            ours.append(item)
            notices.extend(item.notices)
        else:
            others += 1
    found = list(inventory.match(ours))
    notices += [item for item in found if isinstance(item, Notice)]
    matches = [item for item in found if isinstance(item, Match) and _counts(item.row) != (None, None)]
    new, known, clashes = _against_snapshots(matches, taken_on)
    notices += clashes
    missing = tuple(inventory.not_among({match.dataset.pk for match in matches}))
    notices.sort(key=lambda notice: notice.row or 0)
    return UsageDifference(taken_on, tuple(new), known, others, missing, tuple(notices))


@transaction.atomic
def apply_usage(
    source: BinaryIO, taken_on: date, *, by: User | None = None, at: datetime | None = None
) -> tuple[UsageDifference, list[Reset]]:
    """Record the snapshots, then the uses a day that follow from them. Twice is harmless."""
    ledger.lock()
    difference = compare_usage(source, taken_on)
    facts = [
        PlatformSnapshot(dataset=m.dataset, taken_on=taken_on, views=m.row.views, downloads=m.row.downloads)
        for m in difference.new
    ]
    ledger.record(facts, by=by, at=at)
    resets = insert_increments(fact.dataset_id for fact in facts)
    add_up()
    return difference, resets


def _against_snapshots(matches: Sequence[Match], taken_on: date) -> tuple[list[Match], int, list[Notice]]:
    """New counts, how many are known already, and those that contradict what was imported."""
    rows = PlatformSnapshot.objects.filter(taken_on=taken_on).values_list("dataset", "views", "downloads")
    known = {dataset: (views, downloads) for dataset, views, downloads in rows}
    new = [match for match in matches if match.dataset.pk not in known]
    clashes = [
        Notice("snapshot_exists", match.row.row, values={"date": taken_on.isoformat()}, severity="error")
        for match in matches
        if known.get(match.dataset.pk, _counts(match.row)) != _counts(match.row)
    ]
    return new, len(matches) - len(new) - len(clashes), clashes


def _counts(row: UsageRow) -> tuple[int | None, int | None]:
    return row.views, row.downloads
