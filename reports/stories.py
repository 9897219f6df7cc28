"""The evidence of one row: what was recorded about it, in order, and what checks saw. Facts only, nobody's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from datasets.dues import with_history
from datasets.facts import claim_of, event_of, obligation_of
from datasets.models import (
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    SystemAssessment,
    SystemDataset,
    UpdateAttestation,
    UpdateObligation,
)
from datasets.punctuation import clauses, listed, notes
from datasets.rules.days import start_of
from datasets.rules.evidence import BEFORE
from datasets.rules.obligations import Claim, Outcome, outcome, standing_claim
from datasets.templatetags.dates import spoken_day
from datasets.templatetags.due import claimed, period
from feedback.models import FeedbackEvent, FeedbackMessage
from reports.kpis.timely_updates import LOOK_AFTER
from reports.looks import Happened, checks, last_checks, outages_of
from reports.models import ClaimExplanation, Kpi, ReviewDecision, ReviewItem

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """`terms`: what the row is about; `told`: the facts in their order; `seen`: what checks saw, oldest first."""

    terms: list[tuple[str, str]] = field(default_factory=list)
    told: list[Happened] = field(default_factory=list)
    seen: list[Happened] = field(default_factory=list)


def story(kpi: str, key: UUID, dataset: UUID | None, as_of: datetime, at: datetime) -> Story:
    """Of a row that a figure gave out; `dataset` is the row's, where it has one; `at`: the period's end or as-of."""
    if kpi in {Kpi.OPEN_RATIO, Kpi.QUALITY_PASS} and dataset:
        return _dataset(dataset, as_of, at)
    tellers: Mapping[str, Callable[[UUID, datetime], Story]] = {
        Kpi.OPEN_RATIO: _system,
        Kpi.TIMELY_UPDATES: _obligation,
        Kpi.TIMELY_REPLIES: _message,
        Kpi.REVIEWS_DONE: _item,
    }
    return tellers[kpi](key, as_of)


def _obligation(key: UUID, as_of: datetime) -> Story:
    row = UpdateObligation.objects.select_related("dataset", "schedule", "unit").get(pk=key)
    claims = UpdateAttestation.objects.known_at(as_of).filter(obligation=row).select_related("recorded_by")
    events = ObligationEvent.objects.known_at(as_of).filter(obligation=row).select_related("recorded_by")
    words = ClaimExplanation.objects.known_at(as_of).filter(claim__obligation=row)
    words = words.select_related("claim", "recorded_by")
    told = [
        Happened(row.recorded_at, _("Obligation recorded"), detail=_deadline(row.deadline)),
        *(_fact(one, _("Update stated"), claimed(one), one.note) for one in claims),
        *(_fact(one, one.get_kind_display(), one.reason, _deadline(one.deadline)) for one in events),
        *(_fact(one, _("Contradicted claim explained"), one.text, claimed(one.claim)) for one in words),
    ]
    terms = [
        (_("Dataset"), f"{row.dataset} ({row.dataset.identifier})"),
        (_("Unit"), str(row.unit)),
        (_("Update period"), clauses([period(row), row.schedule.frequency])),
        (_("Due, deadline"), listed([spoken_day(row.due), spoken_day(row.deadline)])),
        (_("Days counted"), _("working days") if row.day_count == "working" else _("calendar days (APA, article 48)")),
    ]
    claim = standing_claim(map(claim_of, claims), as_of)
    return Story(terms, _in_order(told), _around(row, claim, as_of))


def _around(row: UpdateObligation, claim: Claim | None, as_of: datetime) -> list[Happened]:
    """The checks that bear on a claim; without one, those since the period's end."""
    if claim is None or claim.claimed_at is None:
        return checks(row.dataset_id, start_of(row.period_end), as_of)
    return checks(row.dataset_id, claim.claimed_at - BEFORE - A_DAY, min(claim.claimed_at + LOOK_AFTER, as_of))


def _message(key: UUID, as_of: datetime) -> Story:
    row = FeedbackMessage.objects.select_related("dataset", "unit").get(pk=key)
    events = FeedbackEvent.objects.known_at(as_of).filter(message=row).select_related("recorded_by", "unit")
    told = [
        Happened(row.received_at, _("Message received"), detail=row.get_channel_display()),
        *(_fact(one, one.get_kind_display(), str(one.unit or ""), _deadline(one.deadline)) for one in events),
    ]
    terms = [
        (_("Number"), row.number),
        (_("Topic"), row.get_topic_display()),
        (_("Dataset"), str(row.dataset or "")),
        (_("Unit that received it"), str(row.unit)),
        (_("Deadline"), spoken_day(row.deadline)),
    ]
    return Story(terms, _in_order(told))


def _dataset(key: UUID, as_of: datetime, at: datetime) -> Story:
    lives = LifecycleChange.objects.known_at(as_of).filter(dataset=key).select_related("recorded_by")
    decisions = OpennessDecision.objects.known_at(as_of).filter(dataset=key).select_related("recorded_by")
    told = [
        *(_fact(one, one.get_state_display(), one.reason) for one in lives),
        *(_fact(one, one.get_decision_display(), one.reason, one.legal_basis) for one in decisions),
    ]
    return Story(_overdue(key, as_of, at), _in_order(told), [*outages_of(key, as_of), *last_checks(key, at)])


def _overdue(key: UUID, as_of: datetime, at: datetime) -> list[tuple[str, str]]:
    """The dataset's updates that were overdue at the moment."""
    rows = with_history(UpdateObligation.objects.known_at(as_of).filter(dataset=key).order_by("due"), as_of)
    known = [(row, _outcome(row, as_of, at)) for row in rows]
    return [
        (_("Overdue update"), clauses([period(row), _deadline(found.deadline)]))
        for row, found in known
        if found.state == "overdue"
    ]


def _outcome(row: UpdateObligation, as_of: datetime, at: datetime) -> Outcome:
    claims, events = map(claim_of, row.attestations.all()), map(event_of, row.events.all())
    return outcome(obligation_of(row), claims, events, as_of, at=at)


def _system(key: UUID, as_of: datetime) -> Story:
    assessments = SystemAssessment.objects.known_at(as_of).filter(system=key).select_related("recorded_by")
    links = SystemDataset.objects.known_at(as_of).filter(system=key).select_related("recorded_by", "dataset")
    told = [
        *(_fact(one, _("publishable") if one.publishable else _("not publishable"), one.reason) for one in assessments),
        *(_fact(one, _("dataset linked") if one.linked else _("link taken back"), str(one.dataset)) for one in links),
    ]
    return Story([], _in_order(told))


def _item(key: UUID, as_of: datetime) -> Story:
    row = ReviewItem.objects.select_related("dataset").get(pk=key)
    decisions = ReviewDecision.objects.known_at(as_of).filter(item=row).select_related("recorded_by", "owner")
    told = [
        Happened(row.recorded_at, _("Put up for review"), detail=row.get_rule_display()),
        *(_fact(one, one.get_decision_display(), one.reason, str(one.owner or "")) for one in decisions),
    ]
    return Story([(_("Dataset"), f"{row.dataset} ({row.dataset.identifier})")], _in_order(told))


def _fact(row: Any, what: str | Promise, *details: str) -> Happened:
    who = str(row.recorded_by) if row.recorded_by else ""
    return Happened(row.recorded_at, what, who, notes(details))


def _deadline(day: Any) -> str:
    return _("deadline %(day)s") % {"day": spoken_day(day)} if day else ""


def _in_order(told: Iterable[Happened]) -> list[Happened]:
    return sorted(told, key=lambda happened: happened.at)
