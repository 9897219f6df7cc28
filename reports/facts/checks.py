"""What checks saw of every distribution, and which files a dataset had when (six queries).

Observations are stored by change, so they tell every turn; of the checks that only confirmed one, the failures are
read too, since an outage counts them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from sys import intern

from django.db.models import F, Max

from datasets.models import Distribution, FileList
from datasets.models.keys import KeyText
from quality.facts import SEEN, pardons, seen_of
from quality.models import Check, Observation
from quality.rules import Seen
from reports.facts.grouping import grouped

RETIRED_AFTER = timedelta(days=8)
"""A retired distribution was still there for so long after its last check: the longest wait, and a day."""


@dataclass(frozen=True, slots=True)
class Looks:
    """One distribution's checks, oldest first; `last_at`: of a retired one, its last check."""

    seen: tuple[Seen, ...] = ()
    retired: bool = False
    last_at: datetime | None = None
    key: str = ""

    def existed(self, at: datetime) -> bool:
        """Whether the catalogue held it: not yet retired then, and not first seen only later.

        For files from before their lists were facts: one that was never checked counts as there, and as not known.
        """
        if self.retired:
            return (
                bool(self.seen)
                and self.seen[0].at <= at
                and self.last_at is not None
                and at <= self.last_at + RETIRED_AFTER
            )
        return not self.seen or self.seen[0].at <= at


@dataclass(frozen=True, slots=True)
class Checks:
    """By dataset, the looks at each of its distributions."""

    by_dataset: Mapping[str, Sequence[Looks]] = field(default_factory=dict)
    lists: Mapping[str, Sequence[tuple[datetime, Collection[str]]]] = field(default_factory=dict)
    """By dataset, its files from a moment on (`FileList`), oldest first."""

    def of(self, dataset: str, at: datetime) -> tuple[tuple[Seen, ...], ...]:
        listed = self._listed(dataset, at)
        there = self.by_dataset.get(dataset, ())
        return tuple(one.seen for one in there if (one.existed(at) if listed is None else one.key in listed))

    def _listed(self, dataset: str, at: datetime) -> Collection[str] | None:
        """The files at a moment; before the first list, the first one known; None where none was recorded."""
        lists = self.lists.get(dataset, ())
        before = [files for recorded_at, files in lists if recorded_at <= at]
        return before[-1] if before else lists[0][1] if lists else None


def checks(as_of: datetime) -> Checks:
    seen = _seen(as_of)
    last = dict(
        Check.objects.filter(distribution__retired=True, checked_at__lte=as_of)
        .values_list(KeyText("distribution_id")).annotate(Max("checked_at"))
    )  # fmt: skip
    found: defaultdict[str, list[Looks]] = defaultdict(list)
    files = Distribution.objects.order_by("dataset", "order").values_list(
        KeyText("pk"), KeyText("dataset_id"), "retired"
    )
    for key, dataset, retired in files.iterator():
        looks = tuple(sorted(seen.pop(key, ()), key=lambda s: s.at))
        found[intern(dataset)].append(Looks(looks, retired, last.get(key), key))
    return Checks(found, grouped(FileList.objects.known_at(as_of).order_by("position"), "dataset_id", _listed))


def _listed(row: FileList) -> tuple[datetime, Collection[str]]:
    return row.recorded_at, frozenset(row.files)


def _seen(as_of: datetime) -> defaultdict[str, list[Seen]]:
    turns = Observation.objects.known_at(as_of).filter(observed_at__lte=as_of)
    failures = Check.objects.filter(
        observation__link="broken", observation__recorded_at__lte=as_of, checked_at__lte=as_of,
        checked_at__gt=F("observation__observed_at"),
    )  # fmt: skip
    pardoned = {str(key): pardon for key, pardon in pardons(as_of).items()}
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    of, then = KeyText("distribution_id"), [f"observation__{name}" for name in SEEN]
    changed = turns.values_list(of, KeyText("pk"), "observed_at", *SEEN)
    again = failures.values_list(of, KeyText("observation_id"), "checked_at", *then)
    for rows in (changed, again):
        for distribution, key, *values in rows.iterator():
            seen = seen_of(*values)
            found[distribution].append(replace(seen, pardon=pardoned[key]) if key in pardoned else seen)
    return found
