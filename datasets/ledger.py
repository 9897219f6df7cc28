"""The only way a fact gets in: one lock, strictly increasing positions and times, one hash chain.

Source: domain.md "Facts and as-of"; the JSON of a link is RFC 8785 (JCS).
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import rfc8785
from django.db import connection, models, transaction
from django.utils import timezone

from datasets.bulk import insert
from datasets.models.ledger import Fact, Installation, LedgerEntry

GENESIS = "0" * 64
LOCK = 0x4E4343  # any constant: the advisory lock that every writer of facts takes
TICK = timedelta(microseconds=1)
_BEFORE_ALL = datetime(1912, 1, 1, tzinfo=UTC)

F = TypeVar("F", bound=Fact)


class PastNotAllowed(RuntimeError):
    """A real database records facts at the moment of insertion, never at another."""


def canonical(fact: Fact) -> bytes:
    """The RFC 8785 JSON of a fact: every column by name, UUIDs and decimals as text, times in UTC."""
    body = {f.attname: _plain(_stored(f, fact)) for f in fact._meta.concrete_fields}
    return rfc8785.dumps({"kind": fact._meta.label_lower, **body})


def _stored(field: Any, fact: Fact) -> Any:
    """The value as the database gives it back: a decimal has all its places, however it was written."""
    value = field.value_from_object(fact)
    if value is not None and isinstance(field, models.DecimalField):
        return Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places))
    return value


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() | uuid.UUID() | Decimal():
            return str(value)
        case int() if not isinstance(value, bool):
            return str(value)  # 64-bit numbers do not survive a JSON reader's doubles
        case dict():
            return {str(k): _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v) for v in value]
    return value


def link(previous: str, fact: Fact) -> str:
    return hashlib.sha256(previous.encode() + canonical(fact)).hexdigest()


def head(as_of: datetime | None = None) -> LedgerEntry | None:
    """The newest committed link ("now" in every report means its recorded time), or the last one recorded by as-of.

    By the moment, which rises with the position: the index that finds the moment finds the link.
    """
    known = LedgerEntry.objects.all() if as_of is None else LedgerEntry.objects.filter(recorded_at__lte=as_of)
    return known.order_by("-recorded_at").first()


_demonstrated_at: ContextVar[datetime | None] = ContextVar("demonstrated_at", default=None)


@contextmanager
def demonstrated_at(moment: datetime) -> Iterator[None]:
    """Inside, facts without a moment of their own are recorded at this one; for a demonstration database alone."""
    token = _demonstrated_at.set(moment)
    try:
        yield
    finally:
        _demonstrated_at.reset(token)


def record(facts: Sequence[F], *, by: Any = None, at: datetime | None = None) -> list[F]:
    """Append facts in the given order and return them with position and time.

    `at` (aware) is for a demonstration database alone, and never places a fact before the newest one there.
    """
    moment = at or _demonstrated_at.get()
    return record_history([(moment, fact) for fact in facts], by=by)


def record_history(history: Sequence[tuple[datetime | None, F]], *, by: Any = None) -> list[F]:
    """Append (moment, fact) pairs in the given order; None is now, any other moment only in a demonstration."""
    facts = [fact for _, fact in history]
    if not facts:
        return []
    if any(at is not None for at, _ in history) and not Installation.is_demonstration():
        raise PastNotAllowed("only a database marked as a demonstration may record at a chosen time")
    with transaction.atomic():
        lock()
        last = head()
        _place(history, last, by)
        for rows in _by_model(facts).values():
            insert(rows)
        insert(list(_links(facts, last.hash if last else GENESIS)))
    return facts


def lock() -> None:
    """Held to commit. SQLite's BEGIN IMMEDIATE (settings) is the same lock for the whole file."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _place(history: Sequence[tuple[datetime | None, Fact]], last: LedgerEntry | None, by: Any) -> None:
    now = timezone.now()
    position, newest = (last.position, last.recorded_at) if last else (0, _BEFORE_ALL)
    for at, fact in history:
        position, newest = position + 1, max(at or now, newest + TICK)
        fact.position, fact.recorded_at = position, newest
        if fact.recorded_by_id is None:
            fact.recorded_by = by


def _by_model(facts: Iterable[F]) -> dict[type[models.Model], list[F]]:
    """In any order: foreign keys are checked at commit, so a fact may point to another of the same batch."""
    rows: dict[type[models.Model], list[F]] = {}
    for fact in facts:
        rows.setdefault(type(fact), []).append(fact)
    return rows


def _links(facts: Iterable[Fact], previous: str) -> Iterator[LedgerEntry]:
    for fact in facts:
        previous = link(previous, fact)
        yield LedgerEntry(
            position=fact.position,
            recorded_at=fact.recorded_at,
            kind=fact._meta.label_lower,
            fact_id=fact.pk,
            hash=previous,
        )
