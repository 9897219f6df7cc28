"""The only door to a message for insiders: whose it is, who may read it, who may act on it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from datasets.access import EDITORS, AnyUser, unit_scope, units_to_edit
from datasets.models import Role, User
from feedback.models import FeedbackMessage, MessageState

INSIDERS = (*EDITORS, Role.AUDITOR)
"""Who reads messages with their senders' names. Advisory members see them masked, in packet and dashboard."""


def queue_for(user: User) -> QuerySet[MessageState]:
    """What the queue of this person may show: messages that the own units hold now; all for officer and auditor."""
    return MessageState.objects.held_by(unit_scope(user)).for_queue()


def message_for(user: AnyUser, number: str) -> FeedbackMessage:
    """A message to read: of a unit that holds it or once held it. 403 for other insiders, 404 where there is none."""
    rows = FeedbackMessage.objects.select_related(
        "content", "dataset", "state__unit", "unit", "state__publication__content"
    )
    message = get_object_or_404(rows, number=number)
    units = unit_scope(user)
    held = Q(unit__in=units) | Q(state__unit__in=units) | Q(events__unit__in=units)
    if not FeedbackMessage.objects.filter(held, pk=message.pk).exists():
        raise PermissionDenied
    return message


def message_to_handle(user: AnyUser, number: str) -> FeedbackMessage:
    """A message to act on: of a unit that holds it now; 403 where it was handed over or is of others."""
    message = message_for(user, number)
    if not may_handle(user, message):
        raise PermissionDenied
    return message


def may_handle(user: AnyUser, message: FeedbackMessage) -> bool:
    return units_to_edit(user).filter(pk=message.state.unit_id).exists()
