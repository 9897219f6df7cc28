"""The badges' thresholds as an office sets them: versions with the day from which each holds, none ever edited."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import User
from datasets.rules.refusal import Refusal
from quality.models import BadgeTable
from quality.scores.national import BADGES, Badge


def table_in_force(day: date, as_of: datetime | None = None) -> tuple[Badge, ...]:
    """The table that holds on a day, as it was known at as-of; the project's own before the first was recorded.

    Of two for the same day the one recorded later.
    """
    known = BadgeTable.objects.known_at(as_of).filter(effective_on__lte=day)
    last = known.order_by("effective_on", "position").last()
    return badges_of(last.needs) if last else BADGES


def badges_of(needs: Mapping[str, Sequence[int]]) -> tuple[Badge, ...]:
    """In the order of the badges, from bronze up."""
    return tuple(Badge(one.code, frozenset(needs[one.code])) for one in BADGES)


def versions(as_of: datetime | None = None) -> list[BadgeTable]:
    """All that were recorded, the one that begins last first."""
    known = BadgeTable.objects.known_at(as_of).select_related("recorded_by")
    return list(known.order_by("-effective_on", "-position"))


def set_table(
    *, needs: Mapping[str, Sequence[int]], effective_on: date, reason: str, by: User, today: date
) -> BadgeTable:
    """Raises Refusal where it would act on the past, a badge asks nothing, or less than the one below it."""
    if effective_on < today:
        raise Refusal("past", gettext_noop("A table holds from today at the earliest; the past keeps its own."))
    below: frozenset[int] = frozenset()
    for badge in badges_of(needs):
        if not badge.needs:
            raise Refusal("nothing", gettext_noop("Each badge needs at least one indicator."))
        if not below <= badge.needs:
            raise Refusal("less", gettext_noop("A better badge needs all that the one below it needs, too."))
        below = badge.needs
    kept = {badge.code: sorted(badge.needs) for badge in badges_of(needs)}
    return ledger.record([BadgeTable(effective_on=effective_on, needs=kept, reason=reason)], by=by)[0]
