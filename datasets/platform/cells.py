"""Single cells: times without a zone, dates, counts with thousands commas. None where a cell says something else."""

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
COUNT = re.compile(r"\d{1,3}(,\d{3})+|\d+")


def parse_time(cell: str) -> datetime | None:
    """`YYYY-MM-DD HH:MM:SS` of Taipei (a zone, where one is written, counts), or a bare day as 00:00."""
    try:
        moment = datetime.fromisoformat(cell.replace("/", "-"))
    except ValueError:
        day = parse_date(cell)
        return datetime(day.year, day.month, day.day, tzinfo=TAIPEI) if day else None
    return moment if moment.tzinfo else moment.replace(tzinfo=TAIPEI)


def parse_date(cell: str) -> date | None:
    """YYYYMMDD, YYYY/M/D or YYYY-MM-DD, full-width digits too."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", cell))
    if not found or (not found[2] and len(found[0]) != 8):
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def parse_count(cell: str) -> int | None:
    """A whole number of zero or more, with or without thousands commas, full-width digits too."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    if not COUNT.fullmatch(plain) or len(plain) > 24:
        return None
    return int(plain.replace(",", ""))
