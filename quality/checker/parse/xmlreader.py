"""What expat tells, gathered: elements by path, values of leaves, entities that were declared."""

import re

from quality.checker.budget import ExceededError
from quality.checker.parse.records import DEEP, Node

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
        self._names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        local = self._names.get(name)
        if local is None:
            local = self._local(name)
        node = self._node = self._node.child(local)
        if node.depth > DEEP:
            raise ExceededError("bomb")
        node.count += 1
        self._leaf = True
        self._text = ""
        for key, value in attributes.items() if attributes else ():
            node.put(key.rpartition(" ")[2], value)

    def _local(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        if not self.root:
            self.root, self.space = local, space
        if len(self._names) < 10_000:
            self._names[name] = local
        return local

    def end(self, name: str) -> None:
        """An element closes: a leaf is a value of its parent."""
        node = self._node
        parent = node.parent or self.top
        if self._leaf and parent.parent:
            parent.put(node.name, self._text.strip())
        else:
            parent.nested = True
        self._node, self._leaf, self._text = parent, False, ""

    def data(self, text: str) -> None:
        """Text inside an element; of a long one the beginning serves."""
        if len(self._text) < 200:
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
