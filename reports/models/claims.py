"""What a unit says of a claim that checks contradict (the issue: before the month closes)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact, UpdateAttestation


class ClaimExplanation(Fact):
    """The unit explains one claim; a later word supersedes. A claim corrected later is another one, asked anew."""

    claim = models.ForeignKey(UpdateAttestation, models.PROTECT, related_name="explanations")
    text = models.TextField(_("explanation"))

    class Meta(Fact.Meta):
        verbose_name = _("explanation of a claim")
