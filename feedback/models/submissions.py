"""Each form that was sent: what makes a message sent twice one message, and a flood from one address bounded."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.models.messages import FeedbackMessage


class SubmissionQuerySet(models.QuerySet[Any]):
    def from_address(self, digest: str, *, since: datetime) -> Self:
        return self.filter(address=digest, at__gt=since)

    def from_browser(self, digest: str, *, since: datetime) -> Self:
        """A browser without a digest is nobody's."""
        return self.filter(browser=digest, at__gt=since) if digest else self.none()


class Submission(models.Model):
    """`nonce` is the number of the form as it was handed out; `address` and `browser` (its
    cookie against forged forms; "" where it has none) are keyed hashes that nobody can turn back.

    Kept for two days (`tidy_feedback`): longer than any form is valid.
    """

    nonce = models.CharField(max_length=40, primary_key=True)
    address = models.CharField(max_length=64)
    browser = models.CharField(max_length=64, blank=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    message = models.ForeignKey(FeedbackMessage, models.CASCADE, related_name="+", verbose_name=_("message"))

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address", "at"], name="submission_address_at")]

    def __str__(self) -> str:
        return self.nonce
