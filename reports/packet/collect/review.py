"""玖 the least used and 拾 the not open datasets, with proposals and decisions (six queries)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from datasets.models import LifecycleChange, OpennessDecision
from datasets.rules.days import taipei_day
from datasets.rules.openness import AVAILABLE, was_published_throughout
from quality.rules import OutageSpan, outages
from reports.facts.checks import Looks
from reports.facts.inventory import Item
from reports.kpis.least_used import UseFacts, least_used
from reports.models import ReviewDecision, ReviewItem, ReviewProposal
from reports.packet.collect.source import Source
from reports.packet.collect.uses import Total
from reports.packet.data import ClosedRow, LeastUsedRow


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit proposes for its dataset, and what was decided of it in the quarter: in each list by itself,
    since one that is partly open may stand in both."""

    proposals: dict[str, str]
    decisions: dict[tuple[str, str], str]


def least_used_rows(source: Source) -> tuple[LeastUsedRow, ...]:
    """The ranked ones, then those whose uses are not known and so cannot be ranked."""
    ranking = least_used(_use_facts(source), source.quarter, source.as_of)
    ranks: dict[str, int | None] = {one.dataset: one.rank for one in ranking.items}
    ranks |= dict.fromkeys(ranking.not_known)
    said, published = _said(source), _published(source)

    def place(one: tuple[str, int | None]) -> tuple[bool, int, str]:
        return one[1] is None, one[1] or 0, source.dataset(one[0]).identifier

    return tuple(
        LeastUsedRow(
            rank, source.dataset(key), source.owner(key),
            *_told(key, source, ranked=rank is not None),
            published.get(key), _days_down(source, key),
            said.proposals.get(key, ""), said.decisions.get((key, ReviewItem.Rule.LEAST_USED.value), ""),
        )
        for key, rank in sorted(ranks.items(), key=place)
    )  # fmt: skip


def _told(dataset: str, source: Source, *, ranked: bool) -> tuple[Decimal | None, Decimal | None]:
    """Views and downloads; not known of what could not be ranked."""
    uses = sum(source.uses.get(dataset, {}).values(), start=Total())
    return (uses.views, uses.downloads) if ranked else (None, None)


def _use_facts(source: Source) -> Iterable[UseFacts]:
    """Of every open dataset. A platform that counted nothing of a dataset is not known, never zero."""
    first, last = source.quarter.start, source.quarter.end
    for item in source.facts.inventory.open_at(source.as_of, source.at):
        own = source.uses.get(item.key, {})
        yield UseFacts(
            item.key,
            sum((one.all for name, one in own.items() if name != "platform"), start=Decimal(0)),
            own["platform"].all if "platform" in own else None,
            was_published_throughout(item.changes, first, last, source.as_of),
        )


def _published(source: Source) -> dict[str, date]:
    """By dataset, the first day on which the public had it."""
    changes = LifecycleChange.objects.known_at(source.as_of).filter(state__in=AVAILABLE).order_by("-position")
    rows = changes.values_list("dataset_id", "effective_on", "recorded_at")
    return {str(pk): effective or taipei_day(recorded) for pk, effective, recorded in rows}


def _days_down(source: Source, dataset: str) -> int:
    """Days of the quarter on which the link of any of its distributions was down."""
    down: set[date] = set()
    for looks in source.facts.checks.by_dataset.get(dataset, ()):
        down |= _down(looks, source)
    return len(down)


def _down(looks: Looks, source: Source) -> set[date]:
    spans = outages([one for one in looks.seen if one.at <= source.as_of], source.facts.limits)
    return {day for span in spans if span.is_outage for day in _days(span, source)}


def _days(span: OutageSpan, source: Source) -> Iterable[date]:
    first = max(taipei_day(span.began_at), source.quarter.start)
    last = min(taipei_day(span.ended_at or source.at), source.quarter.end)
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _said(source: Source) -> Said:
    quarter = source.quarter.code
    proposals = ReviewProposal.objects.known_at(source.as_of).filter(quarter=quarter).order_by("position")
    decisions = ReviewDecision.objects.known_at(source.as_of).filter(item__quarter=quarter).order_by("position")
    return Said(
        {str(pk): text for pk, text in proposals.values_list("dataset_id", "proposal")},
        {
            (str(pk), rule): code
            for pk, rule, code in decisions.values_list("item__dataset_id", "item__rule", "decision")
        },
    )


def closed_rows(source: Source) -> tuple[ClosedRow, ...]:
    """Every item whose decision is not "open"; what was withdrawn in the quarter, or is to be looked at again in it."""
    last: dict[Any, OpennessDecision] = {
        row.dataset_id: row for row in OpennessDecision.objects.known_at(source.as_of).order_by("position")
    }
    by_key = {str(key): row for key, row in last.items() if row.recorded_at <= source.at}
    reviewed, said, again = _reviewed(source), _said(source), _again(source, by_key)
    rows = [
        _closed(item, state, by_key.get(item.key), reviewed.get(item.key), said, source)
        for item in source.items()
        if (state := under_review(item, source, again.get(item.key)))
    ]
    return tuple(sorted(rows, key=lambda row: (row.unit.identifier, row.dataset.identifier)))


def _again(source: Source, decided: Mapping[str, OpennessDecision]) -> dict[str, date]:
    """By dataset, the day on which it is to be looked at again: the review's own, else that of its decision."""
    own = {key: row.review_by for key, row in decided.items() if row.review_by}
    told = _on_what_is_not_open(source).exclude(due_on=None).order_by("position")
    return own | {str(pk): day for pk, day in told.values_list("item__dataset_id", "due_on") if day}


def under_review(item: Item, source: Source, again: date | None = None) -> str:
    """The state that brings an item up for review, or an empty text. `again`: its review-by date."""
    now = item.standing(source.as_of, source.at)
    if now.life == "withdrawn":
        day = max(taipei_day(one.effective_at) for one in item.changes if one.state == "withdrawn")
        return "withdrawn" if day in source.quarter or (again is not None and again in source.quarter) else ""
    if now.life == "moved":
        return ""
    return now.verdict if now.verdict in {"partly_open", "not_open"} else ""


def _closed(
    item: Item, state: Any, last: OpennessDecision | None, reviewed: date | None, said: Said, source: Source
) -> ClosedRow:
    return ClosedRow(
        source.dataset(item.key), source.owner(item.key), state,
        tuple(last.grounds) if last else (), last.legal_basis if last else "",
        taipei_day(last.recorded_at) if last else None, reviewed,
        said.proposals.get(item.key, ""), said.decisions.get((item.key, ReviewItem.Rule.NOT_OPEN.value), ""),
    )  # fmt: skip


def _on_what_is_not_open(source: Source) -> QuerySet[ReviewDecision]:
    """What was decided of little used ones has due dates too, but looks at no ground."""
    return ReviewDecision.objects.known_at(source.as_of).filter(item__rule=ReviewItem.Rule.NOT_OPEN)


def _reviewed(source: Source) -> dict[str, date]:
    """By dataset, the day of the last decision on its openness in a review before this quarter's."""
    rows = _on_what_is_not_open(source).filter(item__quarter__lt=source.quarter.code)
    pairs = rows.order_by("position").values_list("item__dataset_id", "recorded_at")
    return {str(pk): taipei_day(recorded) for pk, recorded in pairs}
