"""Where the text of a page begins and ends, in points: read from the lengths of a template, kept within reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

POINTS = {"cm": 72 / 2.54, "mm": 7.2 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
CM = POINTS["cm"]
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(cm|mm|in|pt|pc|px)")
_WIDEST, _HIGHEST = 5 * CM, 6 * CM
"""A page of A4 keeps room for its tables whatever a template asks for."""


@dataclass(frozen=True, slots=True)
class Margins:
    """Of a page; the heights of head and foot are the least ones, the gaps stand between them and the text."""

    top: float
    bottom: float
    left: float
    right: float
    head: float
    head_gap: float
    foot: float
    foot_gap: float

    def width(self, wide: bool) -> float:
        """Between left and right on A4, upright or flat."""
        return (29.7 if wide else 21) * CM - self.left - self.right


OURS = Margins(1.4 * CM, 1.2 * CM, 2.2 * CM, 2.2 * CM, 0.6 * CM, 0.2 * CM, 0.8 * CM, 0.3 * CM)
"""Those of a packet without a letterhead."""


def margins(page: Mapping[str, str], head: Mapping[str, str], foot: Mapping[str, str]) -> Margins:
    """From the attributes of ODF 1.3 (16.6, 17.2): margin-left and the like, else margin for all four."""

    def side(name: str, most: float, ours: float) -> float:
        return _within(page.get(f"margin-{name}", page.get("margin", "")), most, ours)

    def part(told: Mapping[str, str], name: str, ours: float) -> float:
        return _within(told.get(name, ""), _HIGHEST, ours if told else 0.0)

    return Margins(
        top=side("top", _HIGHEST, OURS.top),
        bottom=side("bottom", _HIGHEST, OURS.bottom),
        left=side("left", _WIDEST, OURS.left),
        right=side("right", _WIDEST, OURS.right),
        head=part(head, "min-height" if "min-height" in head else "height", OURS.head),
        head_gap=part(head, "margin-bottom", 0.0),
        foot=part(foot, "min-height" if "min-height" in foot else "height", OURS.foot),
        foot_gap=part(foot, "margin-top", 0.0),
    )


def points(length: str) -> float | None:
    """2.2cm as 62.4; None for what is no length (60%, auto)."""
    found = _LENGTH.fullmatch(length.strip())
    return float(found[1]) * POINTS[found[2]] if found else None


def _within(length: str, most: float, ours: float) -> float:
    found = points(length)
    return ours if found is None else min(max(found, 0.0), most)
