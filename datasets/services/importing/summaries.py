"""What a run stores for its page: plain JSON, counts whole, lists up to `LISTED`."""

from typing import Any

from datasets.platform.calendars import Day
from datasets.services.importing.calendars import CalendarDifference, DayChange
from datasets.services.importing.difference import LISTED
from datasets.services.importing.usage import UsageDifference


def calendar_summary(difference: CalendarDifference) -> dict[str, Any]:
    """Years with the days that change; of a year that is new only the number of days."""
    return {
        "usable": difference.usable,
        "changes_nothing": difference.changes_nothing,
        "years": [
            {
                "year": year.year,
                "supersedes": year.supersedes,
                "count": len(year.days),
                "days": [_day(change) for change in year.days] if year.supersedes else [],
            }
            for year in difference.years
        ],
    }


def usage_summary(difference: UsageDifference) -> dict[str, Any]:
    return {
        "taken_on": difference.taken_on.isoformat(),
        "counts": {
            "new": len(difference.new),
            "to_the_letter": difference.to_the_letter,
            "known": difference.known,
            "others": difference.others,
            "missing": len(difference.missing),
        },
        "new": [
            {
                "row": match.row.row,
                "identifier": match.dataset.identifier,
                "title": match.dataset.title,
                "listed_as": match.row.title,
                "views": match.row.views,
                "downloads": match.row.downloads,
                "to_the_letter": match.to_the_letter,
            }
            for match in difference.new[:LISTED]
        ],
        "missing": [{"identifier": row.identifier, "title": row.title} for row in difference.missing[:LISTED]],
    }


def _day(change: DayChange) -> dict[str, Any]:
    return {"day": change.day.isoformat(), "before": _plain(change.before), "after": _plain(change.after)}


def _plain(day: Day | None) -> list[Any] | None:
    return [day.off, day.note] if day else None
