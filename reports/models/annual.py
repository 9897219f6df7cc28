"""年度檢討: the year put before a meeting, what it is asked about each unit, and what it decided."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact, Unit
from reports.models.meetings import Meeting


class AnnualReview(Fact):
    """A year goes before a meeting as it is known at `as_of`. A later one supersedes, while nothing was decided."""

    year = models.PositiveSmallIntegerField(db_index=True)
    as_of = models.DateTimeField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="annual_reviews")


class AnnualItem(Fact):
    """What the meeting is asked about a unit, by the scoreboard's rule."""

    class Rule(models.TextChoices):
        COMMENDATION = "commendation", _("proposed for commendation")
        EXPLANATION = "explanation", _("must explain itself")

    review = models.ForeignKey(AnnualReview, models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="annual_items")
    rule = models.CharField(max_length=12, choices=Rule)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "unit", "rule"], name="one_item_a_unit_and_rule"),
        ]


class AnnualDecision(Fact):
    """What was decided of an item; a later one supersedes."""

    class Decision(models.TextChoices):
        COMMEND = "commend", _("commend")
        DO_NOT_COMMEND = "do_not_commend", _("do not commend")
        TAKE_NOTE = "take_note", _("take note of the explanation")
        IMPROVE = "improve_by", _("improve by the due date and report again")

    item = models.ForeignKey(AnnualItem, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=14, choices=Decision)
    reason = models.TextField()
    due_on = models.DateField(null=True, blank=True)
