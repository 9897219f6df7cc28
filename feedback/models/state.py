"""Where each message stands now: a projection of its events, for queues and lists. Rebuildable, never read as-of."""

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, QuerySet

from datasets.models import Unit
from feedback.models.events import FeedbackEvent
from feedback.models.messages import FeedbackMessage


class MessageStateQuerySet(models.QuerySet[Any]):
    """The vocabulary of queue and public list."""

    def open(self) -> Self:
        """Waiting for an answer."""
        return self.filter(answered_at=None, spam=False)

    def overdue(self, today: date) -> Self:
        return self.open().filter(deadline__lt=today)

    def answered(self) -> Self:
        return self.filter(spam=False).exclude(answered_at=None)

    def spam(self) -> Self:
        return self.filter(spam=True)

    def held_by(self, units: QuerySet[Unit]) -> Self:
        return self.filter(unit__in=units)

    def waiting_for_publication(self) -> Self:
        return self.filter(message__publication_draft__isnull=False)

    def published(self, as_of: datetime | None = None) -> Self:
        """Those that stand published today, the newest first; of a moment, those of them that were published by then:
        what was taken back since is not shown again."""
        known = self.filter(publication__recorded_at__lte=as_of) if as_of else self.exclude(publication=None)
        return known.order_by("-publication__position")

    def matching(self, words: str) -> Self:
        """Published text or number that holds every word."""
        found = self
        for word in words.split()[:10]:
            found = found.filter(
                Q(publication__content__question__icontains=word)
                | Q(publication__content__text__icontains=word)
                | Q(message__dataset__title__icontains=word)
                | Q(message__number__iexact=word)
            )
        return found

    def about(self, words: str) -> Self:
        """In the queue: a number, or words of the message."""
        return self.filter(Q(message__number__iexact=words) | Q(message__content__text__icontains=words))

    def for_queue(self) -> Self:
        """What the queue shows, without a query a row; the nearest deadline first."""
        related = ("message__content", "message__dataset", "unit", "message__draft", "message__publication_draft")
        return self.select_related(*related).order_by("deadline", "message__position")

    def for_public(self) -> Self:
        return self.select_related("message__dataset", "publication__content", "unit")


class MessageState(models.Model):
    """`unit` holds the message now; `deadline` is the one in force; `publication` the standing published event."""

    message = models.OneToOneField(FeedbackMessage, models.CASCADE, related_name="state", primary_key=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    deadline = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    spam = models.BooleanField(default=False)
    publication = models.ForeignKey(FeedbackEvent, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MessageStateQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "answered_at", "deadline"], name="queue_of_a_unit"),
            models.Index(fields=["answered_at", "spam", "deadline"], name="queue_of_all"),
        ]

    def __str__(self) -> str:
        return str(self.message_id)
