"""One stocktaking round of the year: most units answered, one late, one not yet."""

from collections.abc import Mapping
from datetime import timedelta

from datasets.models import Unit, User
from ncc_opendata.demo.span import Story, at
from reports.models import StocktakingAnswer, StocktakingRound

BEGAN = 200
"""Days after the story's start."""
ANSWERS = (
    ("accounting", 6, 2, 0, 1),
    ("personnel", 8, 1, 0, 0),
    ("secretariat", 9, 2, 2, 1),
    ("spectrum", 11, 4, 1, 2),
    ("equipment", 13, 2, 1, 0),
    ("stations", 18, 3, 1, 1),
    ("infrastructure", 20, 3, 1, 1),
    ("content", 24, 4, 2, 1),
    ("planning", 36, 2, 1, 1),
)
"""Unit, days after the beginning, systems, sites, items reported."""


def take_stock(story: Story, units: Mapping[str, Unit], clerks: Mapping[object, User], officer: User) -> None:
    began = story.start + timedelta(days=BEGAN)
    asked = StocktakingRound(
        title=f"{began.year - 1911}年對外網站及內部系統盤點",
        due_on=began + timedelta(days=30),
        note="請逐一檢視對外網站及內部系統所產製之資料，回報應列入清單之項目。",
        recorded_by=officer,
    )
    story.add(at(began, 9, 30), asked)
    for code, days, systems, sites, found in ANSWERS:
        unit = units[code]
        answer = StocktakingAnswer(
            round=asked, unit=unit, systems=systems, sites=sites, found=found, recorded_by=clerks[unit.pk]
        )
        story.add(at(began + timedelta(days=days), 15, 10), answer)
