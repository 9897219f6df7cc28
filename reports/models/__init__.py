"""What joins the apps: targets, quarterly reviews, meetings, packets, and what people wrote for them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Dataset, Fact, Unit, User
from reports.models.annual import AnnualDecision, AnnualItem, AnnualReview
from reports.models.claims import ClaimExplanation
from reports.models.kept import KeptCount, KeptRow, Reach
from reports.models.letterheads import LetterheadFile, LetterheadVersion
from reports.models.meetings import (
    AgendaNote,
    Attendance,
    Meeting,
    MeetingPlan,
    Member,
    Motion,
    Resolution,
    ResolutionProgress,
    Statement,
    StatementText,
)
from reports.models.outreach import MaterialRemoval, Outreach, OutreachMaterial
from reports.models.packets import (
    PacketBuild,
    PacketPublication,
    PacketRehearsal,
    PublicationWithdrawal,
    ReviewPacket,
    SealRefusal,
    SealRequest,
)
from reports.models.plans import PlannedOpening
from reports.models.stocktaking import StocktakingAnswer, StocktakingRound

__all__ = [
    "AgendaNote",
    "AnnualDecision",
    "AnnualItem",
    "AnnualReview",
    "Attendance",
    "ClaimExplanation",
    "DefinitionVersion",
    "Excusal",
    "Explanation",
    "KeptCount",
    "KeptRow",
    "Kpi",
    "LetterheadFile",
    "LetterheadVersion",
    "MaterialRemoval",
    "Meeting",
    "MeetingPlan",
    "Member",
    "Motion",
    "Notice",
    "Outreach",
    "OutreachMaterial",
    "PacketBuild",
    "PacketPublication",
    "PacketRehearsal",
    "PeriodClose",
    "PlannedOpening",
    "PublicationWithdrawal",
    "Reach",
    "Resolution",
    "ResolutionProgress",
    "ReviewDecision",
    "ReviewItem",
    "ReviewPacket",
    "ReviewProposal",
    "SealRefusal",
    "SealRequest",
    "Statement",
    "StatementText",
    "StocktakingAnswer",
    "StocktakingRound",
    "TargetVersion",
]


class Kpi(models.TextChoices):
    OPEN_RATIO = "open_ratio", _("open ratio")
    TIMELY_UPDATES = "timely_updates", _("timely updates")
    TIMELY_REPLIES = "timely_replies", _("timely replies")
    QUALITY_PASS = "quality_pass", _("quality pass rate")
    REVIEWS_DONE = "reviews_done", _("reviews done")


class TargetVersion(Fact):
    """From this day the target of a KPI is this share (0 to 1)."""

    kpi = models.CharField(max_length=20, choices=Kpi)
    target = models.DecimalField(max_digits=5, decimal_places=4)
    effective_on = models.DateField()
    reason = models.TextField(blank=True)


class DefinitionVersion(Fact):
    """From this day a KPI is defined in these words, in both languages; an old quarter's packet keeps its own."""

    kpi = models.CharField(max_length=20, choices=Kpi)
    text = models.TextField()
    text_en = models.TextField()
    effective_on = models.DateField()
    reason = models.TextField(blank=True)


class ReviewItem(Fact):
    """檢討項目: a dataset that the quarter's rule puts up for review."""

    class Rule(models.TextChoices):
        LEAST_USED = "least_used", _("least used")
        NOT_OPEN = "not_open", _("not open")

    quarter = models.CharField(max_length=6, db_index=True)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="review_items")
    rule = models.CharField(max_length=10, choices=Rule)
    uses = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quarter", "dataset", "rule"], name="one_item_a_quarter_and_rule"),
        ]


class ReviewProposal(Fact):
    """What the unit proposes for an item, before the meeting."""

    quarter = models.CharField(max_length=6, db_index=True)
    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="review_proposals")
    proposal = models.TextField()


class ReviewDecision(Fact):
    """What was decided for an item; a later one supersedes."""

    class Decision(models.TextChoices):
        KEEP = "keep", _("keep")
        IMPROVE = "improve", _("improve")
        MERGE = "merge", _("merge")
        STOP = "stop_updating", _("stop updating")
        WITHDRAW = "withdraw", _("withdraw")
        STAY_CLOSED = "stay_closed", _("stay closed")
        OPEN = "open", _("open")
        PARTLY_OPEN = "partly_open", _("partly open")

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="decisions")
    decision = models.CharField(max_length=14, choices=Decision)
    reason = models.TextField()
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)


class Explanation(Fact):
    """檢討報告: a unit below a target explains itself; a later one supersedes."""

    quarter = models.CharField(max_length=6, db_index=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="explanations")
    kpi = models.CharField(max_length=20, choices=Kpi)
    text = models.TextField()


class Excusal(Fact):
    """決議免計: by which resolution of the group an obligation was excused (`event`)."""

    event = models.OneToOneField("datasets.ObligationEvent", models.PROTECT, related_name="excusal")
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="excusals")


class PeriodClose(Fact):
    """結帳: what a figure of a period said when the period's last deadline had passed; it stays, whatever comes later.

    `unit` None: the whole agency. `as_of`: the start of the day after the last deadline, at which it was counted.
    """

    period = models.CharField(max_length=8)
    kpi = models.CharField(max_length=20, choices=Kpi)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    as_of = models.DateTimeField()

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "kpi", "unit"], name="one_close_a_period_and_unit"),
            models.UniqueConstraint(
                fields=["period", "kpi"], condition=models.Q(unit=None), name="one_close_a_period_of_the_agency"
            ),
        ]


class Notice(models.Model):
    """What a person was last told of a subject: a digest goes out only where something changed."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    subject = models.CharField(max_length=80)
    state = models.CharField(max_length=40)
    told_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "subject"], name="one_notice_a_subject"),
        ]
