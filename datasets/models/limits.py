"""Limits in days that the advisory group revises, each with the day from which it holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.ledger import Fact


class LimitVersion(Fact):
    """From `effective_on` (later than the day it was recorded) the limit is so many days."""

    class Code(models.TextChoices):
        UPDATE = "update", _("days for an update after its due date")
        REPLY = "reply", _("days for a reply")

    code = models.CharField(max_length=10, choices=Code)
    days = models.PositiveSmallIntegerField()
    effective_on = models.DateField()
    reason = models.TextField()
