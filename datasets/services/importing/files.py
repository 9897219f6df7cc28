"""A dataset's files: which are new, which changed, which are no longer listed (retired, never deleted)."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from datasets.models import Dataset, Distribution, FileChange
from datasets.platform.export import Record

WRITTEN = ("order", "format", "encoding", "row_count", "fields", "retired")
DESCRIBING = ("title", "download_url", "format", "encoding", "row_count", "fields")
"""What a file's page tells of it; its place in the list is told by `FileList`."""
FORMAT_LIMIT = 40


@dataclass(slots=True)
class FileChanges:
    """Rows to insert, rows to write, and how the list read before and after (only what differs)."""

    new: list[Distribution] = field(default_factory=list)
    written: list[Distribution] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    listed: list[str] | None = None
    """The keys of the files from now on, where one came or went."""
    told: list[FileChange] = field(default_factory=list)
    """How each file read before and after, where it was there and reads otherwise now."""


def merge_files(record: Record, dataset: Dataset, known: Sequence[Distribution]) -> FileChanges:
    """Match by address, repeated ones in their order. A record without addresses says nothing of the files."""
    changes = FileChanges()
    if not record.resources:
        return changes
    there = {row.pk for row in known if not row.retired}
    by_url: defaultdict[str, deque[Distribution]] = defaultdict(deque)
    for row in known:
        by_url[row.download_url].append(row)
    fields = [{"name": f.name, "explanation": f.explanation} for f in record.fields]
    for order, resource in enumerate(record.resources):
        told = {
            "order": order,
            "format": resource.format[:FORMAT_LIMIT],
            "encoding": resource.encoding[:FORMAT_LIMIT],
            "row_count": resource.size[:FORMAT_LIMIT],
            "fields": fields,
        }
        if matches := by_url.get(resource.url):
            _tell(matches.popleft(), told, changes)
        else:
            row = Distribution(dataset=dataset, download_url=resource.url, **told)
            changes.new.append(row)
            changes.after.append(line(row))
    for row in (row for rows in by_url.values() for row in rows if not row.retired):
        changes.before.append(line(row))
        row.retired = True
        changes.written.append(row)
    now = [*(row for row in known if not row.retired), *changes.new]
    if {row.pk for row in now} != there:
        changes.listed = [str(row.pk) for row in sorted(now, key=lambda row: row.order)]
    return changes


def differences(before: Distribution, after: Distribution) -> dict[str, list[Any]]:
    """What reads otherwise of one file: {column: [before, after]}."""
    return {
        name: [getattr(before, name), getattr(after, name)]
        for name in DESCRIBING
        if getattr(before, name) != getattr(after, name)
    }


def line(row: Distribution) -> str:
    """One file as a difference shows it."""
    return " ".join(part for part in (row.format, row.encoding, row.download_url) if part)


def _tell(row: Distribution, told: dict[str, object], changes: FileChanges) -> None:
    """Write what is filled in and differs; a file that is listed again comes back."""
    news = {name: value for name, value in told.items() if value not in ("", []) and getattr(row, name) != value}
    if not news and not row.retired:
        return
    before = [] if row.retired else [line(row)]
    row.retired = False
    if told := {name: [getattr(row, name), value] for name, value in news.items() if name in DESCRIBING}:
        changes.told.append(FileChange(file=row, changes=told))
    for name, value in news.items():
        setattr(row, name, value)
    if before != [line(row)]:
        changes.before.extend(before)
        changes.after.append(line(row))
    changes.written.append(row)
