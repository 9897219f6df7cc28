"""A unit disputes what the checker says, with a reason and for a limited time; an officer rules, once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import User
from datasets.rules.refusal import Refusal
from quality.models import Dispute, DisputeRuling, DistributionState, Observation


def disputable(observation: Observation) -> list[str]:
    """The codes that may be disputed: the link's reason where it is not fine, and every finding."""
    link = [] if observation.link == "ok" else [observation.reason]
    return [*link, *dict.fromkeys(found["code"] for found in observation.findings)]


@transaction.atomic
def dispute(*, observation: Observation, code: str, reason: str, by: User, today: date, days: int) -> Dispute:
    """Raises Refusal where the observation does not say that, or the same is in dispute already."""
    if code not in disputable(observation):
        raise Refusal("not_said", gettext_noop("The check does not say that; see its newest result."))
    if standing(Dispute.objects.filter(observation=observation, code=code), today):
        raise Refusal("in_dispute", gettext_noop("This is in dispute already."))
    return ledger.record(
        [Dispute(observation=observation, code=code, reason=reason, expires_on=today + timedelta(days=days))], by=by
    )[0]


def rule(*, dispute: Dispute, accepted: bool, reason: str, by: User) -> DisputeRuling:
    """Raises Refusal where somebody has ruled already, or where it is refused without a reason."""
    if not accepted and not reason.strip():
        raise Refusal("no_reason", gettext_noop("Please tell the unit why the dispute is refused."))
    try:
        with transaction.atomic():
            return ledger.record([DisputeRuling(dispute=dispute, accepted=accepted, reason=reason)], by=by)[0]
    except IntegrityError as error:
        raise Refusal("ruled", gettext_noop("This dispute was ruled on already.")) from error


def open_disputes(today: date, as_of: datetime | None = None) -> list[Dispute]:
    """What waits, or waited at as-of, for an officer's ruling, oldest first."""
    unruled = Q(ruling=None) | Q(ruling__recorded_at__gt=as_of) if as_of else Q(ruling=None)
    waiting = Dispute.objects.known_at(as_of).filter(unruled, expires_on__gte=today).order_by("position")
    return list(waiting.select_related("observation__distribution__dataset__unit", "recorded_by"))


def past(today: date) -> QuerySet[Dispute]:
    """What was ruled on, or ran out of time, newest first."""
    over = Dispute.objects.exclude(ruling=None, expires_on__gte=today).order_by("-position")
    return over.select_related("observation__distribution__dataset__unit", "recorded_by", "ruling__recorded_by")


def accepted_then(today: date, newest: Iterable[Observation], as_of: datetime) -> list[Dispute]:
    """The same of a moment, `newest` being what its newest checks said."""
    accepted = Dispute.objects.known_at(as_of).filter(ruling__accepted=True, ruling__recorded_at__lte=as_of)
    keys = {one.pk for one in newest}
    rows = accepted.filter(expires_on__gte=today).select_related("observation")
    return [one for one in rows if one.observation_id in keys]


def accepted_now(today: date) -> list[Dispute]:
    """Accepted disputes in force of what the newest check still says."""
    newest = DistributionState.objects.values("observation")
    accepted = Dispute.objects.filter(ruling__accepted=True, expires_on__gte=today, observation__in=newest)
    return list(accepted.select_related("observation"))


def standing(disputes: Iterable[Dispute], today: date) -> list[Dispute]:
    """In force: not expired, and accepted or not ruled on yet."""
    return [one for one in disputes if one.expires_on >= today and (not hasattr(one, "ruling") or one.ruling.accepted)]
