"""An export of the facts (`manage.py export_facts`) in memory, each link of the chain checked again."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

TAIPEI = timezone(timedelta(hours=8))
Row = dict[str, Any]


class Broken(ValueError):
    """A link whose hash does not follow from the link before and its fact."""


class Log:
    """The facts by kind in order of position, as known at any moment."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.links = 0
        previous = "0" * 64
        for line in lines:
            told = json.loads(line)
            if "hash" in told:
                self.links += 1
                if not told["withheld"] and _link(previous, told["fact"]) != told["hash"]:
                    raise Broken(f"link {self.links}, {told['kind']}")
                previous = told["hash"]
            row = told["fact"]
            row["recorded_at"] = moment(row["recorded_at"])
            self.rows[told["kind"]].append(row)

    def known(self, kind: str, as_of: datetime) -> Iterator[Row]:
        return (row for row in self.rows[kind] if row["recorded_at"] <= as_of)

    def by(self, kind: str, key: str, as_of: datetime) -> defaultdict[str, list[Row]]:
        """The known facts of a kind by one of their columns."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.known(kind, as_of):
            found[row[key]].append(row)
        return found


def _link(previous: str, fact: Row) -> str:
    """RFC 8785 as far as facts need it: their numbers are text, their names are sorted."""
    body = json.dumps(fact, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((previous + body).encode()).hexdigest()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def day(text: str) -> date:
    return date.fromisoformat(text)


def taipei(at: datetime) -> date:
    return at.astimezone(TAIPEI).date()


def last_moment(of: date) -> datetime:
    return datetime.combine(of, time.max, TAIPEI)


def first_moment(of: date) -> datetime:
    return datetime.combine(of, time.min, TAIPEI)
