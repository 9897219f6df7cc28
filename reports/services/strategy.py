"""Targets, limits and definitions change from a day on, adopted by a resolution; the past keeps its own."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.limits import reply_limit, update_limit
from datasets.models import LimitVersion, User
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from datasets.rules.workdays import parse_count
from datasets.services import obligations
from feedback.services import deadlines
from feedback.services.receive import Limit
from reports.models import DefinitionVersion, Resolution, TargetVersion


@dataclass(frozen=True, slots=True)
class Adoption:
    """From which day, and by what: a resolution of the group, with the officer's remark."""

    effective_on: date
    resolution: Resolution
    remark: str
    by: User
    now: datetime

    @property
    def reason(self) -> str:
        return " ".join(filter(None, (self.resolution.number, self.remark.strip())))

    def check(self) -> None:
        """Raises Refusal: no change takes effect on or before the day it is recorded."""
        today = taipei_day(self.now)
        if self.effective_on <= today:
            message = gettext_noop("A change holds from a later day than today (%(today)s).")
            raise Refusal("not_ahead", message, {"today": today})


def adopt_target(kpi: str, target: Decimal, how: Adoption) -> TargetVersion:
    """`target` is a share, 0 to 1."""
    how.check()
    made = TargetVersion(kpi=kpi, target=target, effective_on=how.effective_on, reason=how.reason)
    return ledger.record([made], by=how.by)[0]


@transaction.atomic
def adopt_limit(code: str, days: int, how: Adoption) -> LimitVersion:
    """Deadlines that lie ahead move by recorded facts, as after a newer office calendar."""
    how.check()
    made = LimitVersion(code=code, days=days, effective_on=how.effective_on, reason=how.reason)
    ledger.record([made], by=how.by)
    if code == LimitVersion.Code.UPDATE:
        obligations.move_deadlines(taipei_day(how.now), grace_days=update_limit())
    else:
        limit = Limit(reply_limit(), parse_count(settings.DAY_COUNT))
        deadlines.move_deadlines(now=how.now, limit=limit)
    return made


def adopt_definition(kpi: str, text: str, text_en: str, how: Adoption) -> DefinitionVersion:
    how.check()
    made = DefinitionVersion(kpi=kpi, text=text, text_en=text_en, effective_on=how.effective_on, reason=how.reason)
    return ledger.record([made], by=how.by)[0]
