"""壹 the meeting, 貳 former resolutions (two queries), 參 what is open (three queries)."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from datasets.models import Dataset, Distribution, LifecycleChange, OpennessDecision
from datasets.models.keys import KeyText
from datasets.rules.days import start_of, taipei_day
from datasets.rules.openness import AVAILABLE, Standing
from reports.facts.meetings import plans_known_at
from reports.models import Resolution, ResolutionProgress
from reports.packet.collect.source import Source
from reports.packet.data import (
    Count,
    Cover,
    DatasetEvent,
    DecisionChange,
    KpiFigure,
    MeetingNotice,
    OpenState,
    ResolutionRow,
)

_ORDER = ("open", "partly_open", "not_open", "undecided", "withdrawn", "moved")


def cover(source: Source, figures: tuple[KpiFigure, ...]) -> Cover:
    """The quarter's meeting, the last planned where there are several."""
    plans = [one for one in plans_known_at(source.as_of).values() if one.quarter == source.quarter.code]
    row = max((one for one in plans if not one.cancelled), key=lambda one: one.held_at, default=None)
    return Cover(MeetingNotice(row.title, row.held_at, row.place, row.chair) if row else None, figures)


def resolutions(source: Source) -> tuple[ResolutionRow, ...]:
    """What still stands, and what was released since the quarter before ended."""
    progress: dict[Any, ResolutionProgress] = {
        row.resolution_id: row for row in ResolutionProgress.objects.known_at(source.as_of).order_by("position")
    }
    rows = Resolution.objects.known_at(source.as_of).select_related("meeting").order_by("position")
    since = start_of(source.quarter.start)
    return tuple(_resolution(row, progress.get(row.pk), source) for row in rows if _listed(progress.get(row.pk), since))


def _listed(last: ResolutionProgress | None, since: datetime) -> bool:
    return last is None or not last.released or last.recorded_at >= since


def _resolution(row: Resolution, last: ResolutionProgress | None, source: Source) -> ResolutionRow:
    owner = source.unit(str(row.owner_id)) if row.owner_id else None
    advice = "release" if last and last.released else "keep"
    return ResolutionRow(row.number, row.text, owner, row.due_on, last.text if last else "", advice)  # type: ignore[arg-type]


def open_state(source: Source) -> OpenState:
    standings = {item.key: item.standing(source.as_of, source.at) for item in source.items()}
    opened = {key for key, one in standings.items() if one.is_open}
    badges, themes, formats = _described(opened)
    new, withdrawn = _events(source)
    return OpenState(
        by_decision=_counted(_decision(one) for one in standings.values()),
        new=new,
        withdrawn=withdrawn,
        by_format=_by_size(formats),
        by_badge=_by_size(badges),
        by_category=_by_size(themes),
        changes=tuple(_decision_changes(source)),
    )


def _decision(one: Standing) -> str:
    return one.life if one.life in {"withdrawn", "moved"} else one.verdict


def _counted(codes: Iterable[str]) -> tuple[Count, ...]:
    found = Counter(codes)
    return tuple(Count(code, found[code]) for code in _ORDER if found[code] or code in _ORDER[:4])


def _by_size(names: Iterable[str]) -> tuple[Count, ...]:
    return tuple(
        Count(name, count) for name, count in sorted(Counter(names).items(), key=lambda one: (-one[1], one[0]))
    )


def _described(opened: set[str]) -> tuple[list[str], list[str], list[str]]:
    """Badges, categories, and formats: a dataset counts once under each of its formats."""
    rows = Dataset.objects.values_list(KeyText("pk"), "platform_badge", "theme")
    mine = [(badge, theme) for key, badge, theme in rows.iterator() if key in opened]
    distributions = Distribution.objects.filter(retired=False).values_list(KeyText("dataset_id"), "format").distinct()
    formats = {(key, name.upper()) for key, name in distributions.iterator() if key in opened}
    return [badge for badge, _theme in mine], [theme for _badge, theme in mine], [name for _pk, name in formats]


def _events(source: Source) -> tuple[tuple[DatasetEvent, ...], tuple[DatasetEvent, ...]]:
    """What became available to the public in the quarter, and what was withdrawn from it."""
    new: list[DatasetEvent] = []
    withdrawn: list[DatasetEvent] = []
    available: set[str] = set()
    changes = LifecycleChange.objects.known_at(source.as_of).order_by("position")
    for dataset, state, effective, recorded, reason in changes.values_list(
        KeyText("dataset_id"), "state", "effective_on", "recorded_at", "reason"
    ).iterator():
        day = effective or taipei_day(recorded)
        if day in source.quarter and (state == "withdrawn" or (state in AVAILABLE and dataset not in available)):
            event = DatasetEvent(source.dataset(dataset), source.owner(dataset), day, reason)
            (withdrawn if state == "withdrawn" else new).append(event)
        (available.add if state in AVAILABLE else available.discard)(dataset)
    return tuple(new), tuple(withdrawn)


def _decision_changes(source: Source) -> Iterable[DecisionChange]:
    before: dict[str, str] = {}
    rows = OpennessDecision.objects.known_at(source.as_of).order_by("position")
    columns = KeyText("dataset_id"), "decision", "recorded_at", "reason"
    for key, decision, recorded, reason in rows.values_list(*columns).iterator():
        day = taipei_day(recorded)
        former = before.get(key, "open" if _by_import(source, key, recorded) else "undecided")
        if day in source.quarter and former != decision:
            names = source.dataset(key), source.owner(key)
            yield DecisionChange(*names, former, decision, day, reason)  # type: ignore[arg-type]
        before[key] = decision


def _by_import(source: Source, dataset: str, at: datetime) -> bool:
    """Whether the dataset had been published before anybody decided."""
    changes = source.facts.inventory.items[dataset].changes
    return any(one.recorded_at < at and one.state != "unpublished" for one in changes)
