"""The trend on paper: no value stands on a line."""

import random
import re
from fractions import Fraction
from itertools import pairwise

import pytest

from reports.packet.pictures import trend_picture

NUMBER = r"([0-9.]+)"
TARGET = Fraction(9, 10)


def crossed(svg: str) -> list[str]:
    """The values whose letters a line of the trend or the target runs through, looked at dot by dot."""
    points = [tuple(map(float, one.split(","))) for run in re.findall(r'points="([^"]+)"', svg) for one in run.split()]
    (target,) = re.findall(rf'y1="{NUMBER}" y2="[0-9.]+" stroke="#b50909"', svg)
    values = re.findall(rf'<text x="{NUMBER}" y="{NUMBER}" text-anchor="middle"[^>]*>([0-9.]+%)<', svg)
    return [words for x, y, words in values if _hit(float(x), float(y), words, points, float(target))]


def _hit(x: float, y: float, words: str, points: list[tuple[float, ...]], target: float) -> bool:
    left, right, top, bottom = x - 3 * len(words), x + 3 * len(words), y - 9, y
    if top < target < bottom:
        return True
    along = (
        (one[0] + (other[0] - one[0]) * n / 200, one[1] + (other[1] - one[1]) * n / 200)
        for one, other in pairwise(points)
        for n in range(201)
    )
    return any(left < across < right and top < down < bottom for across, down in along)


def test_of_a_year_like_the_demonstration_s() -> None:
    shares = (912, 927, 891, 946, 909, 891, 935, 1000, 964, 907, 982, 982)
    picture = trend_picture("c", "a", [(f"{n}", Fraction(one, 1000)) for n, one in enumerate(shares)], TARGET)
    assert crossed(picture.svg) == []


@pytest.mark.parametrize("seed", range(5))
def test_of_a_year_by_chance_hardly_any(seed: int) -> None:
    """Where all places are crossed the least crossed one is taken."""
    chance = random.Random(seed)
    points = [(f"{n}", Fraction(chance.randrange(700, 1001), 1000)) for n in range(12)]
    assert len(crossed(trend_picture("c", "a", points, TARGET).svg)) <= 1
