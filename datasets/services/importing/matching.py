"""Which dataset a row of a usage list speaks of: by identifier, else by title; never by a guess between two."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from datasets.models import Dataset, Lifecycle
from datasets.platform.notices import Notice
from datasets.platform.titles import match_key
from datasets.platform.usage import UsageRow

PUBLIC = {Lifecycle.PUBLISHED, Lifecycle.DISCONTINUED}


@dataclass(frozen=True, slots=True)
class Match:
    """A row and its dataset. `to_the_letter`: by identifier or by the very title, not by a normalised one."""

    row: UsageRow
    dataset: Dataset
    to_the_letter: bool


class Inventory:
    """The datasets by identifier and by title, for one walk through a list."""

    def __init__(self) -> None:
        rows = list(Dataset.objects.only("pk", "identifier", "title", "publisher", "raw", "lifecycle"))
        self._published = [row for row in rows if row.lifecycle in PUBLIC]
        self.publishers = {row.publisher for row in rows if row.publisher}
        self._by_identifier = {row.identifier: row for row in rows}
        self._by_title: defaultdict[str, list[Dataset]] = defaultdict(list)
        for row in rows:
            self._by_title[match_key(row.title)].append(row)

    def speaks_of(self, row: UsageRow) -> bool:
        """Whether a row is about a publisher of this inventory (or names none)."""
        return row.identifier in self._by_identifier or not row.agency or row.agency in self.publishers

    def match(self, rows: Iterable[UsageRow]) -> Iterator[Match | Notice]:
        """One answer a row. Rows that could mean the same dataset are not counted, unless one has its very title."""
        groups: defaultdict[object, list[UsageRow]] = defaultdict(list)
        for row in rows:
            groups[row.identifier or match_key(row.title)].append(row)
        for group in groups.values():
            yield from self._group(group)

    def not_among(self, matched: Collection[object]) -> Iterator[Dataset]:
        """Published datasets that no row spoke of."""
        return (row for row in self._published if row.pk not in matched)

    def _group(self, group: list[UsageRow]) -> Iterator[Match | Notice]:
        found = self._candidates(group[0])
        exact = [(row, dataset) for row in group for dataset in found if _exactly(row, dataset)]
        if len(exact) == 1:
            row, dataset = exact[0]
            yield Match(row, dataset, to_the_letter=True)
            group = [other for other in group if other is not row]
        elif len(found) == 1 and len(group) == 1:
            yield Match(group[0], found[0], to_the_letter=False)
            return
        for row in group:
            yield _unmatched(row, len(found), len(group))

    def _candidates(self, row: UsageRow) -> list[Dataset]:
        if row.identifier:
            return [self._by_identifier[row.identifier]] if row.identifier in self._by_identifier else []
        named = self._by_title.get(match_key(row.title), [])
        return [dataset for dataset in named if not row.agency or dataset.publisher in ("", row.agency)]


def _exactly(row: UsageRow, dataset: Dataset) -> bool:
    if row.identifier:
        return row.identifier == dataset.identifier
    return row.title == (dataset.raw.get("資料集名稱") or dataset.title)


def _unmatched(row: UsageRow, found: int, rows: int) -> Notice:
    title = (row.title or row.identifier)[:120]
    if not found:
        return Notice("not_matched", row.row, "資料集名稱", {"value": title}, "error")
    if rows > 1:
        return Notice("listed_twice", row.row, "資料集名稱", {"value": title, "count": rows}, "error")
    return Notice("ambiguous", row.row, "資料集名稱", {"value": title, "count": found}, "error")
