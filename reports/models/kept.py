"""Rows of figures, kept: a projection of the facts, rebuildable, and right for every as-of moment that it reaches."""

from typing import ClassVar

from django.db import models


class KeptRow(models.Model):
    """One row of a figure for the as-of moments from `since` until before `until` (reports/kpis/spans.py).

    `month`: the first day of the month it counts in. `subject`: the dataset or message that it was made from.
    `flags`: in alphabetical order, a space between.
    """

    kpi = models.CharField(max_length=16)
    month = models.DateField()
    side = models.CharField(max_length=9)
    day = models.DateField(null=True)
    key = models.UUIDField()
    unit = models.UUIDField()
    dataset = models.UUIDField(null=True)
    state = models.CharField(max_length=12)
    deadline = models.DateField(null=True)
    flags = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    subject = models.UUIDField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["kpi", "month", "side", "day", "key"],
                include=["since", "until", "unit", "deadline", "flags"],
                name="keptrow_shown",
            ),
            models.Index(fields=["subject", "month"], name="keptrow_subject"),
            models.Index(fields=["unit", "month"], name="keptrow_unit"),
        ]


class KeptCount(models.Model):
    """How many kept rows of a unit and month stand in a list, for the as-of moments from `since` until before `until`.

    Rows of a month that is over turn no more, so that of all they were the last count alone is read.
    """

    kpi = models.CharField(max_length=16)
    month = models.DateField()
    unit = models.UUIDField()
    side = models.CharField(max_length=9)
    flags = models.CharField(max_length=80, blank=True)
    deadline = models.DateField(null=True)
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["kpi", "month", "until"],
                include=["since", "unit", "side", "flags", "deadline", "number"],
                name="keptcount_standing",
            ),
            models.Index(fields=["unit", "month"], name="keptcount_unit"),
        ]


class Reach(models.Model):
    """How far the kept rows reach: up to which link of the chain, which check, and which months."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True)
    check_id = models.BigIntegerField(default=0)
    first_month = models.DateField()
    last_month = models.DateField()
    busy_until = models.DateTimeField(null=True)
    """While a worker makes the month ahead."""

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_reach")]
