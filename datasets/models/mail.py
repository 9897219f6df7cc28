"""Mail that waits to be handed over: a row first, so that neither a crash nor a missing broker loses it."""

from typing import ClassVar

from django.db import models


class OutgoingMail(models.Model):
    """A mail that must go out, kept until it was handed over; sending survives a killed worker and a missing broker."""

    key = models.CharField(max_length=120, unique=True)
    to = models.TextField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["created_at"]
