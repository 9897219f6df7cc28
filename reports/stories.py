"""The evidence of one row: what was recorded about it, in order, and what checks saw. Facts only, nobody's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from datasets.fields import shown_day
from datasets.models import (
    LifecycleChange,
    ObligationEvent,
    OpennessDecision,
    SystemAssessment,
    SystemDataset,
    UpdateAttestation,
    UpdateObligation,
)
from datasets.templatetags.dates import spoken_day
from datasets.templatetags.due import claimed, period
from feedback.models import FeedbackEvent, FeedbackMessage
from quality.models import Check, Outage
from reports.models import Kpi, ReviewDecision, ReviewItem


@dataclass(frozen=True, slots=True)
class Happened:
    """One recorded fact: when, what, by whom, and what it said."""

    at: datetime
    what: str | Promise
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """`terms`: what the row is about; `told`: the facts in their order; `seen`: what checks saw, oldest first."""

    terms: list[tuple[str, str]] = field(default_factory=list)
    told: list[Happened] = field(default_factory=list)
    seen: list[Happened] = field(default_factory=list)


def story(kpi: str, key: UUID, dataset: UUID | None, as_of: datetime) -> Story:
    """Of a row that a figure gave out; `dataset` is the row's, where it has one."""
    if kpi in {Kpi.OPEN_RATIO, Kpi.QUALITY_PASS} and dataset:
        return _dataset(dataset, as_of)
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
    told = [
        Happened(row.recorded_at, _("Obligation recorded"), detail=_deadline(row.deadline)),
        *(_fact(one, _("Update stated"), claimed(one), one.note) for one in claims),
        *(_fact(one, one.get_kind_display(), one.reason, _deadline(one.deadline)) for one in events),
    ]
    terms = [
        (_("Dataset"), f"{row.dataset} ({row.dataset.identifier})"),
        (_("Unit"), str(row.unit)),
        (_("Update period"), f"{period(row)}, {row.schedule.frequency}"),
        (_("Due, deadline"), f"{spoken_day(row.due)}, {spoken_day(row.deadline)}"),
        (_("Days counted"), _("working days") if row.day_count == "working" else _("calendar days (APA, article 48)")),
    ]
    return Story(terms, _in_order(told), _checks(row.dataset_id, as_of, since=row.period_start))


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


def _dataset(key: UUID, as_of: datetime) -> Story:
    lives = LifecycleChange.objects.known_at(as_of).filter(dataset=key).select_related("recorded_by")
    decisions = OpennessDecision.objects.known_at(as_of).filter(dataset=key).select_related("recorded_by")
    told = [
        *(_fact(one, one.get_state_display(), one.reason) for one in lives),
        *(_fact(one, one.get_decision_display(), one.reason, one.legal_basis) for one in decisions),
    ]
    return Story([], _in_order(told), [*_outages(key, as_of), *_checks(key, as_of)])


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


def _checks(dataset: UUID, as_of: datetime, since: Any = None, newest: int = 40) -> list[Happened]:
    """The newest checks of the dataset's distributions."""
    rows = Check.objects.filter(distribution__dataset=dataset, checked_at__lte=as_of)
    if since:
        rows = rows.filter(checked_at__date__gte=since)
    rows = rows.select_related("distribution", "observation").order_by("-checked_at")[:newest]
    return [Happened(row.checked_at, str(row.distribution), row.observation.reason, _seen(row)) for row in rows][::-1]


def _seen(row: Check) -> str:
    changed = row.observation.content_changed if row.checked_at <= row.observation.observed_at else False
    parts = [
        {True: _("content changed"), False: _("content unchanged"), None: ""}[changed],
        _("newest date %(day)s") % {"day": shown_day(row.observation.newest_date)}
        if row.observation.newest_date
        else "",
        {True: _("machine readable"), False: _("not machine readable"), None: ""}[row.observation.machine_readable],
    ]
    return ", ".join(part for part in parts if part)


def _outages(dataset: UUID, as_of: datetime) -> list[Happened]:
    rows = Outage.objects.filter(distribution__dataset=dataset, confirmed_at__lte=as_of).select_related("distribution")
    return [
        Happened(
            row.began_at, str(row.distribution), row.reason, _("down for %(count)s checks") % {"count": row.failures}
        )
        for row in rows
    ]


def _fact(row: Any, what: str | Promise, *details: str) -> Happened:
    who = str(row.recorded_by) if row.recorded_by else ""
    return Happened(row.recorded_at, what, who, "; ".join(detail for detail in details if detail))


def _deadline(day: Any) -> str:
    return _("deadline %(day)s") % {"day": spoken_day(day)} if day else ""


def _in_order(told: Iterable[Happened]) -> list[Happened]:
    return sorted(told, key=lambda happened: happened.at)
