"""Rows by a key, in their order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


def gathered(rows: Iterable[Sequence[Any]], read: Callable[..., T]) -> defaultdict[str, list[T]]:
    """Rows of values whose first is the key (`KeyText`); `read` takes the others."""
    found: defaultdict[str, list[T]] = defaultdict(list)
    for key, *values in rows:
        found[key].append(read(*values))
    return found


def grouped(rows: Iterable[Any], key: str, read: Callable[[Any], T]) -> defaultdict[str, list[T]]:
    """`key` names an attribute, such as `dataset_id`; the result's keys are its text."""
    found: defaultdict[str, list[T]] = defaultdict(list)
    for row in rows:
        found[str(getattr(row, key))].append(read(row))
    return found
