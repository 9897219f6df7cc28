"""How servers behave, the verdict beside each: the living must never be broken, the dead never ok."""

from tests.quality.corpus.behaviours import (
    content,
    cut,
    failing,
    framing,
    moved,
    odd,
    odd_dead,
    packed,
    particular,
    pretending,
    unsure,
)
from tests.quality.corpus.behaviours.said import ALL, Behaviour

__all__ = [
    "ALL",
    "Behaviour",
    "content",
    "cut",
    "failing",
    "framing",
    "moved",
    "odd",
    "odd_dead",
    "packed",
    "particular",
    "pretending",
    "unsure",
]
