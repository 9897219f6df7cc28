"""What one record does to one dataset: columns, files, facts. Nothing is written here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from datasets.models import (
    Dataset,
    Distribution,
    Fact,
    FileList,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    Openness,
    OwnershipChange,
    Unit,
)
from datasets.platform.cells import TAIPEI
from datasets.platform.export import Record
from datasets.platform.notices import Notice
from datasets.platform.titles import parse_title
from datasets.rules.frequencies import Question, parse
from datasets.services.importing.difference import plain
from datasets.services.importing.files import FileChanges, merge_files
from datasets.services.importing.values import CELL, PERSONAL, Described, describe, merged_raw


@dataclass(frozen=True, slots=True)
class Context:
    """Where a list comes from and to whom its datasets go.

    `unit_for` answers with the unit of a new dataset; None: `default`. `agency`: only rows of this publisher.
    """

    source: str
    default: Unit
    units: Mapping[str, Unit] = field(default_factory=dict)
    agency: str = ""
    unit_for: Callable[[Record], Unit | None] | None = None


@dataclass(slots=True)
class Plan:
    """A dataset as it will be, in memory. `is_new` False and no `changes`: nothing to do."""

    record: Record
    dataset: Dataset
    is_new: bool
    changes: dict[str, tuple[Any, Any]]
    written: set[str]
    files: FileChanges
    facts: list[Fact]
    notices: list[Notice]


def plan(record: Record, known: Dataset | None, files: Sequence[Distribution], context: Context) -> Plan | None:
    """The plan for a record; None for one that gives no dataset (`why_none` says why)."""
    described = describe(record)
    if known is None:
        return None if why_none(record) else _new(record, described, context)
    return _changed(record, known, described, files, context)


def why_none(record: Record) -> str:
    """The code of a notice: why an unknown dataset is not created; "" where it is."""
    if record.change == "delisted":
        return "delisted_unknown"
    return "" if record.title.clean else "not_created"


def _new(record: Record, described: Described, context: Context) -> Plan:
    unit = (context.unit_for and context.unit_for(record)) or context.units.get(record.publisher, context.default)
    dataset = Dataset(identifier=record.identifier, unit=unit, raw=dict(described.raw), **described.values)
    dataset.lifecycle, dataset.openness = Lifecycle(record.title.state), Openness.OPEN
    facts: list[Fact] = [OwnershipChange(dataset=dataset, unit=unit, reason=context.source)]
    if dataset.issued and dataset.lifecycle != Lifecycle.PUBLISHED:
        facts.append(_life(dataset, Lifecycle.PUBLISHED, record, context))
    facts.append(_life(dataset, dataset.lifecycle, record, context))
    files = merge_files(record, dataset, ())
    facts.extend(_listed(dataset, files))
    notices = [*record.notices, *described.notices, *_doubts(record)]
    if dataset.lifecycle != Lifecycle.PUBLISHED:
        notices.append(_says(record, dataset.lifecycle))
    return Plan(record, dataset, True, {}, set(), files, facts, notices)


def _changed(
    record: Record, dataset: Dataset, described: Described, files: Sequence[Distribution], context: Context
) -> Plan:
    changes: dict[str, tuple[Any, Any]] = {}
    written: set[str] = set()
    notices = [*record.notices, *described.notices, *_doubts(record)]
    if dataset.openness == Openness.NOT_OPEN and not record.change:
        notices.append(Notice("closed_but_listed", record.row, values={"value": dataset.identifier}))
    life = _next_life(record, dataset, notices)  # reads the title as it was: before the columns change
    for name, value in described.values.items():
        if (before := getattr(dataset, name)) != value:
            changes[name] = ("", "") if name in PERSONAL else (plain(before), plain(value))
            setattr(dataset, name, value)
            written.add(name)
    if (raw := merged_raw(dataset.raw, described)) != dataset.raw:
        differing = {column for column in {*raw, *dataset.raw} if raw.get(column) != dataset.raw.get(column)}
        changes |= {column: (dataset.raw.get(column, ""), raw.get(column, "")) for column in sorted(differing)}
        dataset.raw = raw
        written.add("raw")
    merged = merge_files(record, dataset, files)
    if merged.before or merged.after:
        changes["distributions"] = (merged.before, merged.after)
    facts: list[Fact] = []
    if changes:
        facts.append(MetadataChange(dataset=dataset, changes=_kept(changes), source=context.source))
    facts.extend(merged.told)
    facts.extend(_listed(dataset, merged))
    if life is not None:
        changes["lifecycle"] = (str(dataset.lifecycle), str(life))
        facts.append(_life(dataset, life, record, context))
        dataset.lifecycle = life
        written.add("lifecycle")
        if dataset.openness == Openness.UNDECIDED:
            dataset.openness = Openness.OPEN
            written.add("openness")
    return Plan(record, dataset, False, changes, written, merged, facts, notices)


def _listed(dataset: Dataset, files: FileChanges) -> list[Fact]:
    return [] if files.listed is None else [FileList(dataset=dataset, files=files.listed)]


def _next_life(record: Record, dataset: Dataset, notices: list[Notice]) -> Lifecycle | None:
    """The state that the list gives a known dataset, or None. What people decided here is not undone by a list."""
    if not record.title.original or record.change == "delisted":
        return None
    stated = Lifecycle(record.title.state)
    stated_before = parse_title(dataset.raw.get(CELL["title"], "")).state
    if dataset.lifecycle == Lifecycle.WITHDRAWN:
        notices.append(Notice("withdrawn_but_listed", record.row, values={"value": dataset.identifier}))
        return None
    if stated == dataset.lifecycle or (stated == stated_before and dataset.lifecycle != Lifecycle.UNPUBLISHED):
        return None
    if stated != Lifecycle.PUBLISHED:
        notices.append(_says(record, stated))
    return stated


def _life(dataset: Dataset, state: Lifecycle, record: Record, context: Context) -> LifecycleChange:
    """Publication has the platform's own date; of the other states the list tells no date."""
    on = record.issued.astimezone(TAIPEI).date() if record.issued and state == Lifecycle.PUBLISHED else None
    reason = record.title.remark if state == record.title.state else ""
    return LifecycleChange(dataset=dataset, state=state, effective_on=on, reason=reason, source=context.source)


def _says(record: Record, state: Lifecycle) -> Notice:
    values = {"value": record.title.remark, "state": str(state)}
    return Notice("title_changed_state", record.row, CELL["title"], values, "info")


def _doubts(record: Record) -> list[Notice]:
    """An update frequency that cannot be read is asked about, never guessed."""
    code = _doubt(record.frequency)
    return [Notice(code, record.row, CELL["frequency"], {"value": record.frequency[:80]})] if code else []


@lru_cache(maxsize=1024)
def _doubt(frequency: str) -> str:
    """The code of a notice; a list has few wordings and many rows."""
    found = parse(frequency) if frequency else None
    if not isinstance(found, Question):
        return ""
    return "frequency_ambiguous" if found.choices else "frequency_unknown"


def _kept(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, list[Any]]:
    return {name: list(pair) for name, pair in changes.items()}
