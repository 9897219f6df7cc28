"""Cells that run: years, numbers one by one, days. They name columns as words do."""

import re
from collections.abc import Sequence
from itertools import pairwise

from quality.checker import dates

_DIGITS = re.compile(r"\d+")


def running(cells: Sequence[str]) -> str:
    """How distinct cells run: `year` (2019, 2020; 108, 109), `step` (1, 2, 3) or `date`; empty if they do not."""
    texts = [dates.plain(cell) for cell in cells]
    if len(texts) < 2 or len(set(texts)) < len(texts):
        return ""
    if all(text.isdecimal() and len(text) <= 6 for text in texts):
        steps = {int(b) - int(a) for a, b in pairwise(texts)}
        if _years(texts) and (min(steps) > 0 or max(steps) < 0):
            return "year"
        return "step" if steps in ({1}, {-1}) else ""
    days = [dates.parse(text) for text in texts]
    known = [day for day in days if day]
    if len({_DIGITS.sub("#", text) for text in texts}) > 1:
        return ""
    return "date" if len(known) == len(days) and (known == sorted(known) or known == sorted(known)[::-1]) else ""


def _years(texts: Sequence[str]) -> bool:
    """All of this century and the last, or all years of the Republic."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    return bool(numbers) and (all(1900 <= n <= 2100 for n in numbers) or all(60 <= n <= 150 for n in numbers))
