"""Identifiers of rows: random UUIDs, but a demonstration's come from its seed, so that two of one day are alike."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_dice: ContextVar[random.Random | None] = ContextVar("seeded_ids", default=None)


def new_id() -> uuid.UUID:
    dice = _dice.get()
    return uuid.UUID(int=dice.getrandbits(128), version=4) if dice else uuid.uuid4()


@contextmanager
def seeded_ids(seed: str) -> Iterator[None]:
    """Inside, new rows get the same identifiers at every run with the same seed."""
    token = _dice.set(random.Random(seed))
    try:
        yield
    finally:
        _dice.reset(token)
