"""The colours hold their contrast in both schemes (WCAG 2.2: 1.4.3 text 4.5:1, 1.4.11 controls 3:1)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
LIGHT, DARK, _PRINT = (CSS / "tokens.css").read_text().split("@media")
TEXT = [(ink, ground) for ink in ("ink", "muted", "accent", "link", "visited") for ground in ("bg", "surface")]
STATES = [(state, f"{state}-bg") for state in ("good", "bad", "warn", "info", "none")]
ON_PAGE = [(state, ground) for state in ("good", "bad", "warn") for ground in ("bg", "surface")]
HEAT = [*(("heat-low-ink", f"heat-{i}") for i in (0, 1, 2)), *(("heat-high-ink", f"heat-{i}") for i in (3, 4))]
BARS = [("accent-ink", "accent"), ("bar-ink", "bar"), ("bar-muted", "bar"), ("focus-ink", "focus")]


def colours(scheme: str) -> dict[str, str]:
    block = LIGHT if scheme == "light" else LIGHT + DARK
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), [*TEXT, *STATES, *ON_PAGE, *HEAT, *BARS])
def test_text_stands_out(scheme: str, ink: str, ground: str) -> None:
    palette = colours(scheme)
    assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "surface"])
def test_controls_stand_out(scheme: str, ground: str) -> None:
    palette = colours(scheme)
    assert contrast(palette["control"], palette[ground]) >= 3


def test_no_other_sheet_names_a_colour() -> None:
    for sheet in CSS.glob("*.css"):
        if sheet.name != "tokens.css":
            assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", sheet.read_text()), sheet.name
