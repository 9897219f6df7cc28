"""盤點 (the strategy, 參三): the units are asked what their public sites and internal systems hold, and answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact, Unit


class StocktakingRound(Fact):
    """The officer asks every unit to go through its systems and sites by a day."""

    title = models.CharField(_("title"), max_length=200)
    due_on = models.DateField(_("answers by"))
    note = models.TextField(_("what is asked"), blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("stocktaking round")

    def __str__(self) -> str:
        return self.title


class StocktakingAnswer(Fact):
    """What a unit found; a later answer supersedes. `systems`, `sites`: gone through; `found`: items reported."""

    round = models.ForeignKey(StocktakingRound, models.PROTECT, related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stocktaking_answers")
    systems = models.PositiveIntegerField(_("internal systems gone through"))
    sites = models.PositiveIntegerField(_("public sites gone through"))
    found = models.PositiveIntegerField(_("items reported for the inventory"))
    note = models.TextField(_("remark"), blank=True)
