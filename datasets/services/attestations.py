"""Units state when their data was updated: many at once, all or nothing (the strategy, 伍五)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from datasets import ledger
from datasets.facts import obligation_of
from datasets.models import UpdateAttestation, UpdateObligation, User
from datasets.rules.obligations import check_claim
from datasets.rules.refusal import Refusal
from datasets.rules.roc import Stamp


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody filled in for one obligation; `stamp` None takes a claim back.

    `seen` is the attestation that the writer's page showed (None: none yet).
    """

    obligation: UUID
    stamp: Stamp | None
    seen: UUID | None = None
    note: str = ""


class Refused(Exception):
    """Nothing was saved; `errors` says why, by obligation."""

    def __init__(self, errors: Mapping[UUID, Refusal]) -> None:
        super().__init__(f"{len(errors)} refused")
        self.errors = errors


Standing = dict[UUID, tuple[date, UpdateAttestation]]
"""By obligation: its due date and the attestation in force."""


@transaction.atomic
def attest_updates(entries: Sequence[Entry], *, by: User, now: datetime) -> list[UpdateAttestation]:
    """Record every entry, or none and raise `Refused`. The caller has checked the right to each obligation.

    Under the ledger's lock, so that two people cannot claim one update for two periods at the same moment.
    """
    ledger.lock()
    rows = UpdateObligation.objects.select_related("schedule").in_bulk([e.obligation for e in entries])
    standing = _standing({row.dataset_id for row in rows.values()})
    errors: dict[UUID, Refusal] = {}
    facts: list[UpdateAttestation] = []
    for entry in sorted(entries, key=lambda e: rows[e.obligation].due):
        row = rows[entry.obligation]
        fact = _attestation(entry, row)
        try:
            _check(entry, row, standing, now)
        except Refusal as refusal:
            errors[entry.obligation] = refusal
        standing[row.pk] = (row.due, fact)
        facts.append(fact)
    if errors:
        raise Refused(errors)
    return ledger.record(facts, by=by)


def _attestation(entry: Entry, row: UpdateObligation) -> UpdateAttestation:
    stamp = entry.stamp
    return UpdateAttestation(
        obligation=row,
        claimed_at=stamp.at if stamp else None,
        date_only=stamp.date_only if stamp else True,
        note=entry.note,
    )


def _check(entry: Entry, row: UpdateObligation, standing: Standing, now: datetime) -> None:
    before = standing.get(row.pk)
    if (before[1].pk if before else None) != entry.seen:
        raise Refusal("changed_meanwhile", "Somebody else filled this in meanwhile: look at the new date, then save.")
    if entry.stamp is None:
        return
    others = [
        (due, claim.claimed_at)
        for key, (due, claim) in standing.items()
        if key != row.pk and claim.claimed_at and claim.obligation.dataset_id == row.dataset_id
    ]
    check_claim(entry.stamp.at, obligation_of(row), now=now, others=others)


def _standing(datasets: set[UUID]) -> Standing:
    """The attestations in force of all obligations of these datasets: the last recorded of each."""
    rows = UpdateAttestation.objects.filter(obligation__dataset__in=datasets).select_related("obligation")
    return {claim.obligation_id: (claim.obligation.due, claim) for claim in rows.order_by("position")}
