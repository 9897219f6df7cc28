"""Decisions to open or not, and the systems that datasets come from (the strategy, 參一 to 參五, 伍四)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.ids import new_id
from datasets.models.inventory import Dataset, Openness
from datasets.models.ledger import Fact
from datasets.models.units import Unit, said


class Ground(models.TextChoices):
    """Why something is not opened; several may hold at once."""

    SENSITIVE = "sensitive", _("sensitive information")
    TRADE_SECRET = "trade_secret", _("trade secret")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("intellectual property")
    NATIONAL_SECURITY = "national_security", _("national security")
    PERSONAL_DATA = "personal_data", _("personal data")
    OTHER = "other", _("other special reason")


class OpennessDecision(Fact):
    """開放決定, append-only. Every decision that is not "open" names its grounds and when it is reviewed."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="openness_decisions")
    decision = models.CharField(max_length=12, choices=Openness)
    grounds = models.JSONField(default=list, blank=True)
    legal_basis = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    review_by = models.DateField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decision="open") | models.Q(review_by__isnull=False), name="closed_has_review_date"
            ),
        ]


class WithdrawalRequest(Fact):
    """Somebody asks to withdraw an open dataset; another person approves (LifecycleChange) or refuses."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="withdrawal_requests")
    reason = models.TextField()


class WithdrawalRefusal(Fact):
    request = models.OneToOneField(WithdrawalRequest, models.PROTECT, related_name="refusal")
    reason = models.TextField()


class InformationSystem(models.Model):
    """資訊系統: where datasets come from; a new one is assessed for openness in the year of its introduction."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="systems", verbose_name=_("unit"))
    public_site = models.BooleanField(_("public site"), default=False)
    introduced_on = models.DateField(_("introduced on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("information system")

    def __str__(self) -> str:
        return said(self)


class SystemChange(Fact):
    """How a system's names read before and after somebody changed them: {field: [before, after]}."""

    system = models.ForeignKey(InformationSystem, models.PROTECT, related_name="changes")
    changes = models.JSONField()


class SystemOwner(Fact):
    """From this moment the system belongs to this unit."""

    system = models.ForeignKey(InformationSystem, models.PROTECT, related_name="owners")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")


class SystemAssessment(Fact):
    """A system was confirmed publishable, or not and why."""

    system = models.ForeignKey(InformationSystem, models.PROTECT, related_name="assessments")
    introduced_on = models.DateField()
    publishable = models.BooleanField()
    reason = models.TextField(blank=True)


class SystemDataset(Fact):
    """A dataset comes from a system; it counts for its first one alone. `linked` False takes a link back."""

    system = models.ForeignKey(InformationSystem, models.PROTECT, related_name="dataset_links")
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="system_links")
    linked = models.BooleanField(default=True)
