"""What the readers hand out: rows of named cells, and which columns a format has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from datasets.platform.notices import Notice
from datasets.platform.text import CONTROL, UNREADABLE, clean


@dataclass(frozen=True, slots=True)
class Columns:
    """A format's columns: `names` maps each accepted spelling to our own name; `required` are of ours."""

    names: Mapping[str, str]
    required: tuple[str, ...]

    def spelling(self, ours: str) -> str:
        """How the platform writes one of our names, for messages."""
        return next(theirs for theirs, name in self.names.items() if name == ours)


@dataclass(frozen=True, slots=True)
class Row:
    """One row or JSON item: its number, cells by our names (clean text, "" where empty), and remarks on it."""

    number: int
    cells: Mapping[str, str]
    notices: tuple[Notice, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True, slots=True)
class Head:
    """What a first row says: position → our name. Not usable where a required column is missing."""

    names: dict[int, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    usable: bool = True


def head_of(titles: Iterable[str], columns: Columns, row: int = 1) -> Head:
    """Match the first row's titles with the format's columns, whatever their order."""
    head = Head()
    for position, title in enumerate(found := [clean(title) for title in titles]):
        name = columns.names.get(title)
        if name in head.names.values():
            head.notices.append(Notice("column_twice", row, title, {"column": title}))
        elif name:
            head.names[position] = name
        elif title:
            head.notices.append(Notice("column_unknown", row, title, {"column": title}))
    missing = [columns.spelling(name) for name in columns.required if name not in head.names.values()]
    if missing:
        values = {"column": missing[0], "found": "、".join(found)[:300]}
        head.notices.append(Notice("column_missing", row, missing[0], values, "error"))
    return Head(head.names, head.notices, usable=not missing)


def tidy(number: int, raw: Mapping[str, str], encoding: str) -> Row:
    """Clean the cells of a row and remark on what was lost."""
    notices = []
    cells = dict(raw)
    for name, cell in raw.items():
        if not cell:
            continue
        if UNREADABLE in cell:
            notices.append(Notice("undecodable", number, name, {"encoding": encoding}))
        if CONTROL.search(cell):
            notices.append(Notice("control_characters", number, name, severity="info"))
        cells[name] = clean(cell)
    return Row(number, cells, tuple(notices))
