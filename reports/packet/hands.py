"""The files of a packet, written by several hands: PDFs by presses, which are processes of their own, the rest here."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from threading import Event
from typing import Generic, TypeVar

from reports.packet.formats import Part
from reports.packet.paper import Tick

PRESSES = 2
"""PDFs that are set at a time; each takes a core and up to 300 MB."""
_PATIENCE = 0.25
"""Seconds between two looks at the presses."""

F = TypeVar("F")
Write = Callable[[Part, Tick], F]
Told = Callable[[int, str], None]


class Stopped(Exception):
    """Nobody wants the packet any more."""


@dataclass
class _Hands(Generic[F]):
    parts: Sequence[Part]
    write: Write[F]
    progress: Told
    files: dict[str, F] = field(default_factory=dict)
    pressed: dict[str, Future[F]] = field(default_factory=dict)
    stop: Event = field(default_factory=Event)

    def work(self) -> list[F]:
        with ThreadPoolExecutor(PRESSES) as presses:
            try:
                for part in self.parts:
                    if part.pressed:
                        self.pressed[part.name] = presses.submit(self.write, part, self._look)
                for part in self.parts:
                    if not part.pressed:
                        self.files[part.name] = self.write(part, lambda part=part: self._tell(part.name))  # type: ignore[misc]  # bound here
                self._await()
            except BaseException:
                self.stop.set()
                presses.shutdown(cancel_futures=True)
                raise
        return [self.files[part.name] for part in self.parts]

    def _await(self) -> None:
        """Progress is told by this thread alone, for it may ask the database."""
        waiting = set(self.pressed.values())
        while waiting:
            waiting = wait(waiting, _PATIENCE, FIRST_EXCEPTION).not_done
            self.files |= {name: one.result() for name, one in self.pressed.items() if one.done()}
            self._tell(next((name for name, one in self.pressed.items() if not one.done()), ""))

    def _look(self) -> None:
        if self.stop.is_set():
            raise Stopped

    def _tell(self, name: str) -> None:
        done = len(self.files.keys() | {name for name, one in self.pressed.items() if one.done()})
        self.progress(100 * done // len(self.parts), name)


def written(parts: Sequence[Part], write: Write[F], progress: Told) -> list[F]:
    """What `write` gives of each part, in their order. What `progress` raises stops all of them."""
    return _Hands(parts, write, progress).work()
