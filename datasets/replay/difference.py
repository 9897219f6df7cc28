"""What a replay finds: one row that does not say what its facts say."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that does not say what its facts say."""

    what: str
    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what} {self.key}: expected {self.expected}, found {self.found}"


def differs(what: str, key: object, expected: object, found: object) -> Iterator[Difference]:
    """Nothing where both are equal."""
    if expected != found:
        yield Difference(what, str(key), str(expected), str(found))
