"""What a server does, and what is to be said of it; a behaviour's name is the first part of its path.

`suffix` is what its address ends in, `declared` what the catalogue says.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.quality.corpus.server import Handler


@dataclass(frozen=True)
class Behaviour:
    """What a server does, and what is to be said of it."""

    handler: Handler
    reason: str
    declared: str = "CSV"
    suffix: str = ".csv"
    origin: str = "http"
    etag: str = ""

    @property
    def name(self) -> str:
        return self.handler.__name__

    @property
    def path(self) -> str:
        return f"/{self.name}{self.suffix}"


ALL: list[Behaviour] = []


def says(
    reason: str, declared: str = "CSV", suffix: str = ".csv", origin: str = "http", etag: str = ""
) -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        ALL.append(Behaviour(handler, reason, declared, suffix, origin, etag))
        return handler

    return keep
