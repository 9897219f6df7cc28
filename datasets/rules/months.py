"""Calendar months by their first day."""

import re
from collections.abc import Iterator
from datetime import date


def parse_month(text: str, default: date) -> date:
    """The first day of the month that `2026-11` names; of the default's month where the text names none."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text.strip(), re.ASCII)
    named = date(int(found[1]), int(found[2]), 1) if found and int(found[1]) > 0 else default
    return named.replace(day=1)


def add_months(first: date, months: int) -> date:
    """The first day of the month so many months later (or earlier)."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, last: date) -> Iterator[date]:
    """First days of the months from the one to the other, both among them."""
    while first <= last:
        yield first
        first = add_months(first, 1)


def months_around(month: date, today: date, before: int = 5, after: int = 1) -> list[date]:
    """First days of the months to choose from: around today, and the one looked at, newest first."""
    this = today.replace(day=1)
    return sorted({add_months(this, n) for n in range(-before, after + 1)} | {month.replace(day=1)}, reverse=True)
