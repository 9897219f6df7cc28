"""Mail that waits to be handed over: a row first, so that neither a crash nor a missing broker loses it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

MAX_ATTEMPTS = 20
"""About three days with the growing pause between attempts (services/mail.py); then a person must look."""


class MailQuerySet(models.QuerySet[Any]):
    def waiting(self, now: datetime) -> Self:
        """Not handed over, and not in the hands of a living sender or resting after a failure."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        return self.filter(free, sent_at__isnull=True, attempts__lt=MAX_ATTEMPTS)

    def claim(self, pk: int, *, now: datetime, lease: timedelta) -> bool:
        """Take one mail by a conditional UPDATE: of two senders one gets it."""
        return self.waiting(now).filter(pk=pk).update(lease_until=now + lease, attempts=F("attempts") + 1) == 1


class OutgoingMail(models.Model):
    """A mail that must go out, kept until it was handed over; sending survives a killed worker and a missing broker.

    `forget` blanks the text once it is sent: for mails that carry a secret, as a password reset does.
    """

    key = models.CharField(max_length=120, unique=True)
    to = models.TextField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    forget = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return self.key


class MailAttachment(models.Model):
    """A file that goes with a mail. `media_type` may carry parameters, such as text/calendar; method=REQUEST."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
