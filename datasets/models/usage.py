"""Views and downloads per dataset and day (瀏覽及下載; the strategy, 陸一). Inserted as increments and summed."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Round
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.models.inventory import Dataset
from datasets.models.ledger import Fact, InsertOnly


class UsageSource(models.TextChoices):
    PORTAL = "portal", _("this portal")
    PLATFORM = "platform", _("national platform")


class UsageCount(InsertOnly):
    """An increment: uses of a dataset on a Taipei day. Rows are added, never changed; the sum is the count.

    `estimated` marks platform increases that were spread over the days between two snapshots.
    """

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="usage")
    day = models.DateField()
    source = models.CharField(max_length=8, choices=UsageSource, default=UsageSource.PORTAL)
    views = models.DecimalField(max_digits=16, decimal_places=6, default=0)
    downloads = models.DecimalField(max_digits=16, decimal_places=6, default=0)
    estimated = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(default=timezone.now)
    """When the increment was inserted; a demonstration tells another time, as its facts do."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["dataset", "day"], name="usage_dataset_day"),
            models.Index(fields=["day", "dataset"], name="usage_day_dataset"),
            models.Index(fields=["day", "recorded_at"], name="usage_day_recorded"),
        ]


class UseKind(models.TextChoices):
    VIEW = "view", _("view")
    DOWNLOAD = "download", _("download")


class RecentUse(models.Model):
    """A view or download of today, folded into `UsageCount` and deleted when the day is over.

    `visitor` is a keyed hash of address and browser. It tells a double click from two uses for thirty seconds
    (COUNTER), names nobody, and is overwritten minutes later. `slot` is the half minute, so that two requests at
    the same moment meet a constraint.
    """

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="recent_uses")
    kind = models.CharField(max_length=8, choices=UseKind)
    day = models.DateField()
    visitor = models.CharField(max_length=64)
    slot = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visitor", "slot"], name="one_use_a_visitor_and_slot"),
        ]


class PlatformSnapshot(Fact):
    """The national platform's cumulative counts of a dataset on a day, as imported. None: the list did not say."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="snapshots")
    taken_on = models.DateField()
    views = models.BigIntegerField(null=True)
    downloads = models.BigIntegerField(null=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "taken_on"], name="one_snapshot_a_day"),
        ]


class UsageSum(models.Model):
    """Increments of one dataset added up, of the span of `months` months from `first` on; 0 months: of all time.

    A projection of `UsageCount` and `PlatformSnapshot` (services/usage_sums.py): rebuildable. As of the past, what was
    recorded since is taken off. The first two sums are this portal's, `their` sums the platform's, `guesses` how many
    of its increments are estimated; `known` where two snapshots lie around some day of the span. `uses`: all that is
    known.
    """

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="usage_sums", db_index=False)
    first = models.DateField()
    months = models.PositiveSmallIntegerField()
    views = models.DecimalField(max_digits=20, decimal_places=6, db_default=0)
    downloads = models.DecimalField(max_digits=20, decimal_places=6, db_default=0)
    their_views = models.DecimalField(max_digits=20, decimal_places=6, db_default=0)
    their_downloads = models.DecimalField(max_digits=20, decimal_places=6, db_default=0)
    guesses = models.PositiveIntegerField(db_default=0)
    known = models.BooleanField(db_default=False)
    uses = models.GeneratedField(
        expression=Round(
            F("views")
            + F("downloads")
            + Case(When(known=True, then=F("their_views") + F("their_downloads")), default=Decimal(0)),
            precision=6,
        ),
        output_field=models.DecimalField(max_digits=21, decimal_places=6),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "months", "first"], name="one_sum_a_span"),
        ]
        indexes: ClassVar = [models.Index(fields=["first", "months", "-uses"], name="usagesum_most_used")]


class UsageTotal(models.Model):
    """Increments of all datasets together, by month and source: a projection like `UsageSum`."""

    month = models.DateField()
    source = models.CharField(max_length=8, choices=UsageSource)
    views = models.DecimalField(max_digits=20, decimal_places=6)
    downloads = models.DecimalField(max_digits=20, decimal_places=6)
    guesses = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "source"], name="one_total_a_month")]


class UsageReach(models.Model):
    """How far the sums reach: up to which increment, and up to which snapshot's position."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    increment = models.BigIntegerField(default=0)
    snapshot = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_usage_reach")]
