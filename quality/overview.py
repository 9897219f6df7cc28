"""The officer's view of all checks: how the catalogue stands by reason, host and format, and which files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args
from uuid import UUID

from django.utils.translation import gettext as _

from datasets.models import Distribution
from quality.models import DistributionState, Observation
from quality.past import observed
from quality.querysets import checkable
from quality.services.rounds import host_of
from quality.words import LABELS, LINKS

By = Literal["reason", "host", "format"]
UNKNOWN = "unknown"
"""The verdict of what was never checked, or only when the checker itself was at fault."""

WORST_FIRST = ("broken", "unsure", UNKNOWN, "ok")


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest verdict of one distribution. `format` is what the bytes are, or else what was declared."""

    distribution: UUID
    link: str
    reason: str
    host: str
    format: str
    readable: bool | None


@dataclass(slots=True)
class Group:
    """One line of a table: how many of what."""

    key: str
    label: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*LINKS, UNKNOWN), 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def standings_then(states: Iterable[DistributionState]) -> list[Standing]:
    """The same of a moment's states (`past.states_then`)."""
    found = (_standing_then(state.distribution, observed(state)) for state in states)
    return sorted(found, key=lambda row: WORST_FIRST.index(row.link))


def _standing_then(file: Distribution, seen: Observation | None) -> Standing:
    if seen is None:
        return _standing(file.pk, file.download_url, file.format, "", "", "", False, None)
    told = (seen.link, seen.reason, seen.format, seen.fault, seen.machine_readable)
    return _standing(file.pk, file.download_url, file.format, *told)


def standings() -> list[Standing]:
    """Every distribution that is checked, with its newest verdict, trouble first; one query."""
    seen = "state__observation__"
    rows = checkable().values_list(
        "pk",
        "download_url",
        "format",
        *(seen + name for name in ("link", "reason", "format", "fault", "machine_readable")),
    )
    found = (_standing(*row) for row in rows.order_by("dataset__identifier", "order").iterator())
    return sorted(found, key=lambda row: WORST_FIRST.index(row.link))


def _standing(
    pk: UUID, url: str, declared: str, link: str, reason: str, format: str, fault: bool, readable: bool | None
) -> Standing:
    told = bool(link) and not fault
    return Standing(
        pk,
        link if told else UNKNOWN,
        reason if told else UNKNOWN,
        host_of(url),
        format or declared.strip().upper(),
        readable,
    )


def grouped(rows: Iterable[Standing], by: By) -> list[Group]:
    """The largest groups of trouble first, then the largest."""
    groups: dict[str, Group] = {}
    for row in rows:
        key = str(getattr(row, by))
        groups.setdefault(key, Group(key, label(by, key))).counts[row.link] += 1
    return sorted(groups.values(), key=lambda group: (-group.counts["broken"], -group.total, group.key))


def label(by: str, key: str) -> str:
    if by == "reason":
        return str(LABELS.get(key, _("not checked yet")))
    return key or _("none given")


def chosen(rows: Sequence[Standing], wanted: dict[str, str]) -> list[Standing]:
    """Those that match every given value of link, reason, host and format; unknown names are passed over."""
    names = ("link", *get_args(By))
    asked = {name: wanted[name] for name in names if wanted.get(name)}
    return [row for row in rows if all(getattr(row, name) == value for name, value in asked.items())]
