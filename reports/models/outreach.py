"""The log of training and outreach (the strategy, 參六 and 參七)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact
from datasets.models.ids import new_id


class Outreach(Fact):
    """推廣及教育訓練: a training session or an event with civil society and academia.

    `event` stays the same when an entry is corrected: the later fact supersedes. A `struck` one was no event at all.
    """

    class Kind(models.TextChoices):
        TRAINING = "training", _("training")
        OUTREACH = "outreach", _("outreach")

    event = models.UUIDField(default=new_id, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("name"), max_length=200)
    held_on = models.DateField(_("date"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, default=0)
    people = models.PositiveIntegerField(_("people"), default=0)
    material = models.URLField(_("material"), max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    note = models.TextField(_("note"), blank=True)
    struck = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        verbose_name = _("training or outreach")

    def __str__(self) -> str:
        return self.title
