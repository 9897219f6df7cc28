"""The log of training and outreach (the strategy, 參六 and 參七)."""

from typing import ClassVar

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
    # Of an earlier form; materials are facts of their own.
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    note = models.TextField(_("note"), blank=True)
    struck = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        verbose_name = _("training or outreach")

    def __str__(self) -> str:
        return self.title


class OutreachMaterial(Fact):
    """教材: a file of an `event` of the log. The fact names its content; the content lies under MEDIA_ROOT/outreach/.

    `kind`: its ending (`reports/materials.py`), `size` in bytes.
    """

    event = models.UUIDField(db_index=True)
    file_name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)


class MaterialRemoval(Fact):
    """The material is off the log; its content is erased unless another entry holds the same."""

    material = models.OneToOneField(OutreachMaterial, models.PROTECT, related_name="removal")
    reason = models.TextField()

    class Meta(Fact.Meta):
        ordering: ClassVar = ["position"]
