"""Excuse obligations by a resolution of the advisory group: shown from then on, and out of the ratio."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import ObligationEvent, UpdateObligation, User
from datasets.rules.obligations import ASIDE
from datasets.rules.refusal import Refusal
from reports.models import Excusal, Resolution


@transaction.atomic
def excuse(
    *, obligations: Sequence[UpdateObligation], resolution: Resolution, reason: str, by: User
) -> list[ObligationEvent]:
    """Two facts each: the event that the rules read, and the resolution it rests on. All of them or none."""
    ledger.lock()
    aside = ObligationEvent.objects.filter(obligation__in=obligations, kind__in=ASIDE).select_related(
        "obligation__dataset"
    )
    if already := aside.first():
        raise Refusal(
            "obligations",
            gettext_noop("%(dataset)s has lapsed or was excused before: take it out of the choice."),
            {"dataset": already.obligation.dataset.title},
        )
    events = [ObligationEvent(obligation=row, kind=ObligationEvent.Kind.EXCUSED, reason=reason) for row in obligations]
    ledger.record([*events, *(Excusal(event=event, resolution=resolution) for event in events)], by=by)
    return events
