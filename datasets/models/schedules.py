"""When data must be updated, and when units say it was (the strategy, 伍五; domain.md, Update obligations)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.inventory import Dataset
from datasets.models.ledger import Fact
from datasets.models.units import Unit


class UpdateSchedule(Fact):
    """更新週期, dct:accrualPeriodicity with publication lag. Acts on periods that begin on or after `starts_on`."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="schedules")
    frequency = models.CharField(_("frequency"), max_length=50)
    lag_days = models.PositiveIntegerField(_("publication lag in days"), default=0)
    starts_on = models.DateField(_("holds from"))
    anchor = models.DateField(_("periods count from"), null=True, blank=True)


class SchedulePause(Fact):
    """Obligations rest from `starts_on` for a recorded ground, until a row with `paused` False."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="pauses")
    paused = models.BooleanField(default=True)
    starts_on = models.DateField()
    ground = models.TextField()


class UpdateObligation(Fact):
    """應更新期次: one expected update. Materialised when its period begins; never edited.

    Days are inclusive Taipei dates. `deadline` is the first one computed; `ObligationEvent` may move it.
    """

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="obligations")
    schedule = models.ForeignKey(UpdateSchedule, models.PROTECT, related_name="obligations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations")
    period_start = models.DateField()
    period_end = models.DateField()
    due = models.DateField(db_index=True)
    deadline = models.DateField()
    day_count = models.CharField(max_length=10, default="calendar")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "period_start", "period_end"], name="one_obligation_a_period"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "due"], include=["id"], name="obligation_unit_due"),
            models.Index(fields=["dataset", "due"], name="obligation_dataset_due"),
        ]


class ObligationEvent(Fact):
    """What happened to an obligation besides claims: it lapsed, was excused, or its deadline moved."""

    class Kind(models.TextChoices):
        LAPSED = "lapsed", _("lapsed")
        EXCUSED = "excused", _("excused by the advisory group")
        DEADLINE_MOVED = "deadline_moved", _("deadline moved")

    obligation = models.ForeignKey(UpdateObligation, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    deadline = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)


class UpdateAttestation(Fact):
    """更新填報: a staff member states when the data of an obligation was updated. A later row supersedes.

    `claimed_at` is aware; `date_only` True where only the Taipei date was given (then 00:00). None withdraws the claim.
    """

    obligation = models.ForeignKey(UpdateObligation, models.PROTECT, related_name="attestations", db_index=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    date_only = models.BooleanField(default=True)
    note = models.TextField(blank=True)

    class Meta(Fact.Meta):
        indexes: ClassVar = [
            models.Index(fields=["obligation", "-position"], include=["claimed_at"], name="attestation_newest"),
        ]
