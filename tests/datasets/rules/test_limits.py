"""Limits with dates, by hand."""

from datetime import UTC, date, datetime

import pytest

from datasets.rules.limits import DayLimit, DayVersion, days_on
from datasets.rules.schedules import Grace
from tests.calendars import office

ON_1_SEPT, ON_5_SEPT = datetime(2026, 9, 1, 1, tzinfo=UTC), datetime(2026, 9, 5, 1, tzinfo=UTC)
LIMIT = DayLimit(
    5,
    (
        DayVersion(ON_1_SEPT, 7, date(2026, 10, 1)),
        DayVersion(ON_5_SEPT, 10, date(2027, 1, 1)),
        DayVersion(ON_5_SEPT, 8, date(2026, 10, 1)),
    ),
)


@pytest.mark.parametrize(
    ("day", "known_at", "days"),
    [
        (date(2026, 9, 30), None, 5),
        (date(2026, 10, 1), None, 8),
        (date(2026, 10, 1), ON_1_SEPT, 7),
        (date(2026, 10, 1), datetime(2026, 8, 31, tzinfo=UTC), 5),
        (date(2026, 12, 31), None, 8),
        (date(2027, 1, 1), None, 10),
    ],
)
def test_the_limit_of_a_day_as_known_at_a_moment(day: date, known_at: datetime | None, days: int) -> None:
    assert days_on(LIMIT, day, known_at) == days
    assert days_on(6, day, known_at) == 6


def test_a_deadline_takes_the_limit_of_its_periods_last_day() -> None:
    """The third quarter ends on 30 September, under the old limit, though its data is due in October."""
    grace = Grace(office(), LIMIT)
    assert grace.deadline(date(2026, 10, 30), date(2026, 9, 30)) == date(2026, 11, 4)
    assert grace.deadline(date(2026, 10, 31), date(2026, 10, 31)) == date(2026, 11, 9)  # the 8th is a Sunday
