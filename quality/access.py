"""Who may see and do what of a distribution's checks (domain.md, People; quality.md, States and times)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from datasets.access import AnyUser, dataset_for, may_edit, unit_scope
from datasets.models import Distribution, Role


@dataclass(frozen=True, slots=True)
class Sight:
    """`inside`: suspicions and everything told to the unit. `private`: findings about personal data.
    `may_check`: check now. `may_dispute`: the unit's own people."""

    inside: bool
    private: bool
    may_check: bool
    may_dispute: bool


def distribution_for(user: AnyUser, pk: UUID) -> tuple[Distribution, Sight]:
    """A distribution to read, and how much of it; 404 where this person may not know of it."""
    distribution = get_object_or_404(Distribution.objects.select_related("dataset__unit"), pk=pk)
    dataset_for(user, distribution.dataset.identifier)
    unit = distribution.dataset.unit_id
    edits = may_edit(user, unit)
    inside = unit_scope(user).filter(pk=unit).exists()
    role = getattr(user, "role", "")
    private = edits or role == Role.AUDITOR
    return distribution, Sight(inside, private, edits, edits and role != Role.OFFICER)


def distribution_to_check(user: AnyUser, pk: UUID) -> Distribution:
    distribution, sight = distribution_for(user, pk)
    if not sight.may_check:
        raise PermissionDenied
    return distribution


def shown_findings(findings: list[dict[str, Any]], sight: Sight) -> list[dict[str, Any]]:
    return [found for found in findings if sight.private or not found.get("private")]
