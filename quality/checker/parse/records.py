"""The records inside a tree (JSON, XML): how many there are, under which names, and whether they are flat."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from quality.checker import dates

MAX_NODES, MAX_NAMES, KEEP, MAX_DAYS = 2000, 1000, 300, 100_000
DEEP = 500
"""No data is nested this deep; a parser that recurses dies of it."""


class Field:
    """One field of many records: its first values, and of a date the newest of all."""

    __slots__ = ("_is_date", "_known", "name", "sample")

    def __init__(self, name: str) -> None:
        self.name = name
        self.sample: list[str] = []
        self._is_date: bool | None = None
        self._known: set[str] = set()

    def see(self, value: str) -> None:
        """Note one value."""
        if len(self.sample) < KEEP:
            self.sample.append(value[:200])
            return
        if self._is_date is None:
            self._is_date = self.is_date()
        if self._is_date and len(self._known) < MAX_DAYS:
            self._known.add(value[:40])

    def see_all(self, values: Iterator[str]) -> None:
        """Note the values of many records; no more of them are drawn than say something."""
        self.sample += [value[:200] for value in islice(values, KEEP - len(self.sample))]
        while not self.told and (value := next(values, None)) is not None:
            self.see(value)

    @property
    def told(self) -> bool:
        """Whether more values say nothing new: enough were seen, and they are no dates."""
        return self._is_date is False

    def is_date(self) -> bool:
        """Whether its first values are dates."""
        return dates.is_date_column(self.name, self.sample)

    def newest(self, until: date | None) -> date | None:
        """The newest date, if these are dates."""
        if not self.is_date():
            return None
        return dates.newest((*self.sample, *self._known), named=dates.names_dates(self.name), until=until)


class Node:
    """All values met at one path."""

    __slots__ = ("children", "count", "dated", "depth", "fields", "known", "name", "nested", "parent", "told", "trash")

    def __init__(self, name: str = "", parent: "Node | None" = None) -> None:
        self.name, self.parent = name, parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.children: dict[str, Node] = {}
        self.known: dict[str, Node] = {}
        """The same by longer names, for a reader that has such."""
        self.told = False
        """Whether the reader needs no more values of it."""
        self.count = 0
        self.nested = False
        self.fields: dict[str, Field] = {}
        self.trash: bool = parent.trash if parent else False
        self.dated: list[Field] | None = None

    def child(self, name: str) -> "Node":
        """The node below; a file with very many names is no list of records, and all its rest is one node."""
        node = self.children.get(name)
        if node is None:
            full = len(self.children) >= MAX_NAMES or self.trash
            node = Node("" if full else name, self)
            node.trash = full
            if not full or "" not in self.children:
                self.children[node.name] = node
            else:
                node = self.children[""]
        return node

    def put(self, name: str, value: str) -> Field | None:
        """Note one value of a field; None where there are too many fields."""
        found = self._field(name)
        if found:
            found.see(value)
        return found

    def put_all(self, name: str, values: Iterator[str]) -> None:
        """Note the values of one field of many records."""
        if found := self._field(name):
            found.see_all(values)

    def _field(self, name: str) -> Field | None:
        found = self.fields.get(name)
        if found is None and len(self.fields) < MAX_NAMES:
            found = self.fields[name] = Field(name)
        return found

    def settled(self) -> "list[Field] | None":
        """Once the first records were seen: the fields of dates, the only ones still looked at."""
        if self.dated is None and self.count > KEEP:
            self.dated = [found for found in self.fields.values() if found.is_date()]
        return self.dated

    def walk(self, limit: int = MAX_NODES) -> "Iterator[Node]":
        """This node and those below, outermost first."""
        ring = [self]
        while ring and limit > 0:
            limit -= len(ring)
            yield from ring
            ring = [child for node in ring for child in node.children.values()]

    @property
    def path(self) -> str:
        """Names from the top, with dots."""
        names: list[str] = []
        node: Node | None = self
        while node and node.parent:
            names.append(node.name)
            node = node.parent
        return ".".join(reversed(names)).replace(".[]", "[]")

    def newest(self, until: date | None) -> date | None:
        """The newest date among the fields."""
        return max(filter(None, (found.newest(until) for found in self.fields.values())), default=None)

    def texts(self) -> tuple[str, ...]:
        """Some values."""
        return tuple(value for found in self.fields.values() for value in found.sample[:20])
