"""年度計畫 (the strategy, 肆): what the agency means to open in a year, and by which month."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Dataset, Fact, InformationSystem, Unit
from datasets.models.ids import new_id


class PlannedOpening(Fact):
    """One line of a year's plan: a dataset, or what comes from a system, is open by the end of a month.

    `entry` stays the same when a line is changed: the later fact supersedes. A `struck` one is off the plan, and `note`
    says why. `month`: its first day; its year is the plan's.
    """

    entry = models.UUIDField(default=new_id, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="planned_openings")
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="planned_openings")
    system = models.ForeignKey(
        InformationSystem, models.PROTECT, null=True, blank=True, related_name="planned_openings"
    )
    month = models.DateField(_("month"))
    note = models.TextField(_("remark"), blank=True)
    struck = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        verbose_name = _("planned opening")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(dataset__isnull=False) ^ models.Q(system__isnull=False), name="plan_names_one_thing"
            ),
        ]
