"""The records inside a tree (JSON, XML): how many there are, under which names, and whether they are flat."""

from dataclasses import dataclass, field
from datetime import date

from quality.checker import dates
from quality.checker.parse.source import Source

MAX_PATHS, MAX_NAMES, KEEP = 500, 1000, 300
DEEP = 500
"""No data is nested this deep; a parser that recurses dies of it."""


@dataclass(slots=True)
class Group:
    """All records met at one path."""

    depth: int
    count: int = 0
    nested: bool = False
    names: dict[str, list[str]] = field(default_factory=dict)
    """Field name -> some of its values: the first ones and the last."""

    def put(self, name: str, value: str) -> None:
        """Note one value of a field."""
        values = self.names.get(name)
        if values is None:
            if len(self.names) >= MAX_NAMES:
                return
            values = self.names[name] = []
        if len(values) < KEEP:
            values.append(value[:200])
        else:
            values[-1] = value[:200]


@dataclass(slots=True)
class Tree:
    """Groups by path. Few paths hold data; a file with thousands of them is no list of records."""

    groups: dict[str, Group] = field(default_factory=dict)
    deepest: int = 0

    def at(self, path: str, depth: int) -> Group:
        """The group of a path; beyond MAX_PATHS one that nobody keeps."""
        group = self.groups.get(path)
        if group is None:
            group = Group(depth)
            if len(self.groups) < MAX_PATHS:
                self.groups[path] = group
        return group

    def newest(self, path: str, source: Source) -> date | None:
        """The newest date among the fields of one group."""
        group = self.groups.get(path)
        found = [
            dates.newest(values, named=dates.names_dates(name), until=source.today)
            for name, values in (group.names.items() if group else ())
            if dates.is_date_column(name, values)
        ]
        return max(filter(None, found), default=None)

    def texts(self, path: str) -> tuple[str, ...]:
        """Some values of one group."""
        group = self.groups.get(path)
        return tuple(value for values in group.names.values() for value in values[:20]) if group else ()
