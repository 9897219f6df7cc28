"""Tim Berners-Lee's stars: of each distribution, and of a dataset its best one."""

from collections.abc import Sequence
from dataclasses import dataclass

from quality.scores.facts import FileFacts

HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Stars:
    """`best`: of the dataset, None where nothing was checked; `each`: of its distributions in order.

    `step`: what the next star asks, a code of words.STEPS; empty at five.
    """

    best: int | None
    each: tuple[int | None, ...]
    step: str


_STEPS = ("obtainable", "structured", "open_format", "linked", "links_out")


def dataset_stars(files: Sequence[FileFacts]) -> Stars:
    """The stars, and the step to the next."""
    each = tuple(file.stars for file in files)
    known = [stars for stars in each if stars is not None]
    best = max(known, default=None)
    return Stars(best, each, _STEPS[best or 0] if (best or 0) < HIGHEST else "")
