"""Numbers of `open_ratio` and `reviews_done`, which rest on few facts: not counted again while none of them is new.

Their key names the last fact of each kind that bears on them and that as-of knows, so what is recalled is what the
rule would say of the same facts; nothing has to be thrown away.
"""

from datetime import datetime
from hashlib import sha256
from itertools import chain
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, QuerySet, Value

from datasets.models import (
    LifecycleChange,
    OpennessDecision,
    OwnershipChange,
    SystemAssessment,
    SystemDataset,
    SystemOwner,
)
from datasets.rules.days import taipei_day
from reports.kpis import open_ratio, reviews_done
from reports.models import MeetingPlan, ReviewDecision, ReviewItem

A_DAY = 86_400
KINDS = {
    open_ratio.CODE: (SystemAssessment, SystemDataset, SystemOwner, LifecycleChange, OpennessDecision),
    reviews_done.CODE: (ReviewItem, ReviewDecision, MeetingPlan, OwnershipChange),
}
"""By KPI the facts that it is made of."""


def last_facts(kpi: str, as_of: datetime) -> str:
    """The last of each kind that as-of knows; one query for all. Meetings bear on reviews from when they are held."""
    asked = [_last(kind.objects.known_at(as_of)) for kind in KINDS[kpi]]
    if kpi == reviews_done.CODE:
        held = MeetingPlan.objects.known_at(as_of).filter(held_at__lte=as_of)
        asked.append(held.order_by().values(all=Value(1)).annotate(number=Count("pk")).values("number"))
    columns, params = zip(*(one.query.sql_with_params() for one in asked), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({'), ('.join(columns)})", list(chain(*params)))
        return sha256(repr(cursor.fetchone()).encode()).hexdigest()


def _last(facts: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return facts.order_by("-recorded_at").values("pk")[:1]


def recall(what: str, facts: str, as_of: datetime) -> Any:
    """What was told of the same facts on the same day; None where nothing was."""
    return cache.get(_key(what, facts, as_of))


def remember(what: str, facts: str, as_of: datetime, told: object) -> None:
    cache.set(_key(what, facts, as_of), told, A_DAY)


def _key(what: str, facts: str, as_of: datetime) -> str:
    """Days turn what has a date: what is decided by then, and what is in force."""
    return f"numbers-{what}-{taipei_day(as_of)}-{facts}"
