"""Decide whether a dataset is open, change its state of life, and withdraw it with a second person's consent.

Every function records a fact; the columns on `Dataset` follow it. Afterwards the doors call `lapse_obligations`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import (
    Dataset,
    Lifecycle,
    LifecycleChange,
    Openness,
    OpennessDecision,
    User,
    WithdrawalRefusal,
    WithdrawalRequest,
)
from datasets.querysets import waiting_withdrawals
from datasets.rules.refusal import Refusal

BY_HAND = (Lifecycle.PUBLISHED, Lifecycle.DISCONTINUED, Lifecycle.MOVED)
"""States that one person may set; withdrawn takes two."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided. Not fully open needs grounds, a reason and a later review date."""

    decision: str
    grounds: Sequence[str] = ()
    legal_basis: str = ""
    reason: str = ""
    review_by: date | None = None

    def check(self, today: date) -> None:
        """Raise `Refusal` with the field's name as code where something is missing."""
        if self.decision not in {Openness.OPEN, Openness.PARTLY_OPEN, Openness.NOT_OPEN}:
            raise Refusal("decision", gettext_noop("Choose open, partly open or not open."))
        if self.decision == Openness.OPEN:
            return
        if not self.grounds:
            raise Refusal("grounds", gettext_noop("Choose at least one ground: what is not open needs one."))
        if not self.reason.strip():
            raise Refusal("reason", gettext_noop("Write the unit's own reason, in a sentence."))
        if self.review_by is None or self.review_by <= today:
            raise Refusal("review_by", gettext_noop("Give a day after today on which this is looked at again."))


@transaction.atomic
def decide_openness(dataset: Dataset, ruling: Ruling, *, by: User, today: date) -> OpennessDecision:
    """Append a decision; the one before stays in the history."""
    ruling.check(today)
    ledger.lock()
    is_open = ruling.decision == Openness.OPEN
    fact = OpennessDecision(
        dataset=dataset,
        decision=ruling.decision,
        grounds=[] if is_open else list(ruling.grounds),
        legal_basis=ruling.legal_basis,
        reason=ruling.reason,
        review_by=None if is_open else ruling.review_by,
    )
    ledger.record([fact], by=by)
    Dataset.objects.filter(pk=dataset.pk).update(openness=ruling.decision)
    dataset.openness = ruling.decision
    return fact


@transaction.atomic
def change_life(dataset: Dataset, state: str, *, by: User, on: date | None = None, reason: str = "") -> None:
    """Publish, stop updating, or note that another agency has it now. A withdrawn dataset may be published again."""
    if state not in BY_HAND:
        raise Refusal("state", gettext_noop("Withdrawing takes a request and a second person's approval."))
    ledger.lock()
    dataset.refresh_from_db(fields=["lifecycle"])
    if dataset.lifecycle == state:
        raise Refusal("state", gettext_noop("The dataset is in this state already."))
    _live(dataset, LifecycleChange(dataset=dataset, state=state, effective_on=on, reason=reason), by)


@transaction.atomic
def request_withdrawal(dataset: Dataset, reason: str, *, by: User) -> WithdrawalRequest:
    """Ask; nothing happens before another person approves."""
    ledger.lock()
    dataset.refresh_from_db(fields=["lifecycle"])
    if dataset.lifecycle not in BY_HAND:
        raise Refusal("reason", gettext_noop("Only a published dataset can be withdrawn."))
    if waiting_withdrawals().filter(dataset=dataset).exists():
        raise Refusal("reason", gettext_noop("A request to withdraw this dataset is waiting already."))
    if not reason.strip():
        raise Refusal("reason", gettext_noop("Write why the dataset shall be withdrawn: the public will read it."))
    return ledger.record([WithdrawalRequest(dataset=dataset, reason=reason.strip())], by=by)[0]


@transaction.atomic
def approve_withdrawal(request: WithdrawalRequest, *, by: User) -> None:
    """The dataset is withdrawn, stays visible as such, and the fact names who asked and who approved."""
    _must_wait(request, by)
    change = LifecycleChange(
        dataset=request.dataset, state=Lifecycle.WITHDRAWN, reason=request.reason, asked_by=request.recorded_by
    )
    _live(request.dataset, change, by)


@transaction.atomic
def refuse_withdrawal(request: WithdrawalRequest, reason: str, *, by: User) -> None:
    """The request is closed with a reason; the dataset stays as it is."""
    _must_wait(request, by)
    if not reason.strip():
        raise Refusal("reason", gettext_noop("Write why the request is refused."))
    ledger.record([WithdrawalRefusal(request=request, reason=reason.strip())], by=by)


def _must_wait(request: WithdrawalRequest, by: User) -> None:
    ledger.lock()
    if request.recorded_by_id == by.pk:
        raise Refusal("same_person", gettext_noop("Another person than the one who asked has to decide."))
    if not waiting_withdrawals().filter(pk=request.pk).exists():
        raise Refusal("decided", gettext_noop("This request was decided before."))


def _live(dataset: Dataset, change: LifecycleChange, by: User) -> None:
    ledger.record([change], by=by)
    Dataset.objects.filter(pk=dataset.pk).update(lifecycle=change.state)
    dataset.lifecycle = change.state
