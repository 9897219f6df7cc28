"""What a day is here: Asia/Taipei, and never the server's or Greenwich's."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")


def taipei_day(moment: datetime) -> date:
    """The Taipei date of an aware moment: 2026-06-30T16:30Z is 1 July."""
    return moment.astimezone(TAIPEI).date()


def start_of(day: date) -> datetime:
    """The first moment of a day, 00:00 in Taipei."""
    return datetime.combine(day, time.min, TAIPEI)


def end_of(day: date) -> datetime:
    """The last moment of a day: a limit ends with the whole day."""
    return datetime.combine(day, time.max, TAIPEI)
