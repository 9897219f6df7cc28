"""The inventory: what the agency holds, open or not. The rows are the present state; facts are beside them."""

from typing import ClassVar

from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from datasets.models.ids import new_id
from datasets.models.ledger import Fact
from datasets.models.units import Unit


class Openness(models.TextChoices):
    UNDECIDED = "undecided", _("undecided")
    OPEN = "open", _("open")
    PARTLY_OPEN = "partly_open", _("partly open")
    NOT_OPEN = "not_open", _("not open")


class Lifecycle(models.TextChoices):
    """Where a dataset stands in its life; withdrawn is a state, not a decision."""

    UNPUBLISHED = "unpublished", _("not published")
    PUBLISHED = "published", _("published")
    DISCONTINUED = "discontinued", _("no longer updated")
    MOVED = "moved", _("moved to another agency")
    WITHDRAWN = "withdrawn", _("withdrawn")


NEVER_ISSUED = ExpressionWrapper(Q(issued=None), models.BooleanField())
"""Comes after what was, in the order of the newest; written so that both databases have an index of it."""
LINE = Value("\n")
SEARCHED = Lower(
    Concat(
        *("title", LINE, "title_en", LINE, "description", LINE, "identifier", LINE, "keywords"),
        output_field=models.TextField(),
    )
)


class Dataset(models.Model):
    """資料集, dcat:Dataset: an inventory item. Open, partly open or not open: all three are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    identifier = models.CharField(_("identifier"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    theme = models.CharField(_("service category"), max_length=3, blank=True)
    spatial = models.CharField(_("area covered"), max_length=200, blank=True)
    temporal_start = models.DateField(_("first day covered"), null=True, blank=True)
    temporal_end = models.DateField(_("last day covered"), null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="datasets", verbose_name=_("unit"))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    license = models.CharField(_("licence"), max_length=200, blank=True)
    landing_page = models.TextField(_("related page"), blank=True)
    fee = models.CharField(_("fee"), max_length=200, blank=True)
    attribute = models.CharField(_("kind of data offered"), max_length=100, blank=True)
    publishing_method = models.CharField(_("way of publishing"), max_length=100, blank=True)
    declared_frequency = models.CharField(_("declared frequency"), max_length=50, blank=True)
    platform_badge = models.CharField(_("national platform's badge"), max_length=20, blank=True)
    contact_name = models.CharField(_("contact"), max_length=100, blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=100, blank=True)
    issued = models.DateTimeField(_("published on the national platform"), null=True, blank=True)
    metadata_modified = models.DateTimeField(_("metadata changed"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    raw = models.JSONField(_("cells kept as they came"), default=dict, blank=True)
    priority = models.BooleanField(_("priority for opening"), default=False)
    lifecycle = models.CharField(
        _("lifecycle"), max_length=12, choices=Lifecycle, default=Lifecycle.UNPUBLISHED, db_index=True
    )
    openness = models.CharField(
        _("openness"), max_length=12, choices=Openness, default=Openness.UNDECIDED, db_index=True
    )
    created_at = models.DateTimeField(auto_now_add=True)
    search_text = models.GeneratedField(expression=SEARCHED, output_field=models.TextField(), db_persist=True)
    """What the catalogue looks through, a line a column: one look instead of five, and no JSON to be written out."""

    class Meta:
        ordering: ClassVar = ["identifier"]
        verbose_name = _("dataset")
        indexes: ClassVar = [
            models.Index(fields=["title", "identifier"], name="dataset_title"),
            models.Index(NEVER_ISSUED, F("issued").desc(), F("created_at").desc(), "identifier", name="dataset_newest"),
        ]

    def __str__(self) -> str:
        return (self.title_en or self.title) if get_language() == "en" else self.title


class Distribution(models.Model):
    """資料資源, dcat:Distribution: one downloadable file or API of a dataset."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="distributions")
    order = models.PositiveIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300, blank=True)
    download_url = models.TextField(_("download address"))
    format = models.CharField(_("declared format"), max_length=40, blank=True)
    encoding = models.CharField(_("declared encoding"), max_length=40, blank=True)
    row_count = models.CharField(_("declared amount"), max_length=40, blank=True)
    fields = models.JSONField(_("main fields"), default=list, blank=True)
    retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        ordering: ClassVar = ["dataset", "order"]
        verbose_name = _("distribution")
        indexes: ClassVar = [models.Index(fields=["format", "dataset"], name="distribution_format")]

    def __str__(self) -> str:
        return self.title or f"{self.format} {self.order + 1}"


class FileList(Fact):
    """From this moment a dataset's files are just these: the keys of its distributions that are not retired."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="file_lists")
    files = models.JSONField(default=list)


class FileChange(Fact):
    """What an import or a person changed of a file's title, address or description: {field: [before, after]}."""

    file = models.ForeignKey(Distribution, models.PROTECT, related_name="changes")
    changes = models.JSONField()


class MetadataChange(Fact):
    """What an import or a person changed of a dataset's description: {field: [before, after]}."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="metadata_changes")
    changes = models.JSONField()
    source = models.CharField(max_length=200, blank=True)


class LifecycleChange(Fact):
    """A dataset entered the inventory, was published, discontinued, moved or withdrawn.

    `effective_on` is the source's own date (None: unknown); it never moves `recorded_at`.
    A withdrawal names who asked; `recorded_by` is who approved, another person.
    """

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="lifecycle_changes")
    state = models.CharField(max_length=12, choices=Lifecycle)
    effective_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey("datasets.User", models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=200, blank=True)


class OwnershipChange(Fact):
    """From this moment the dataset belongs to this unit."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="ownership_changes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
