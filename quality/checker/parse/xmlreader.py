"""What expat tells, gathered: elements by path, values of leaves, entities that were declared."""

import re

from quality.checker.budget import ExceededError
from quality.checker.parse.records import DEEP, MAX_NAMES, Node

_REFERENCE = re.compile(r"&([\w.:-]+);")
EXPANDED = 1 << 20
"""Characters; entities that grow beyond it are a bomb."""


class Reader:
    """The handlers of one document."""

    def __init__(self) -> None:
        self.top = self._node = Node()
        self.root = self.space = ""
        self.entities: dict[str, str] = {}
        self.external = False
        self._sizes: dict[str, int] = {}
        self._leaf = True
        self._text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        node = self._node = self._node.known.get(name) or self._enter(name)
        node.count += 1
        self._leaf = True
        self._text = ""
        if attributes:
            for key, value in attributes.items():
                node.put(key.rpartition(" ")[2], value)

    def _enter(self, name: str) -> Node:
        """The node of an element, remembered by its whole name."""
        space, _, local = name.rpartition(" ")
        if not self.root:
            self.root, self.space = local, space
        node = self._node.child(local)
        if node.depth > DEEP:
            raise ExceededError("bomb")
        if len(self._node.known) < MAX_NAMES:
            self._node.known[name] = node
        return node

    def end(self, name: str) -> None:
        """An element closes: a leaf is a value of its parent."""
        node = self._node
        parent = self._node = node.parent or self.top
        if not self._leaf or not parent.parent:
            parent.nested = True
        elif not node.told:
            field = parent.put(node.name, self._text.strip())
            node.told = field is not None and field.told
        self._leaf = False

    def data(self, text: str) -> None:
        """Text inside an element; of a long one the beginning serves."""
        if len(self._text) < 200 and not self._node.told:
            self._text += text[:200]

    def entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        """An entity is declared."""
        self.external |= system is not None
        self.entities[name] = value or ""
        size = len(value or "") + sum(self._sizes.get(inner, 0) for inner in _REFERENCE.findall(value or ""))
        self._sizes[name] = size
        if size > EXPANDED or len(self.entities) > 10_000:
            raise ExceededError("bomb")
