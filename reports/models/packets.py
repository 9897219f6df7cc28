"""The quarter's packet: the work of building one, and the steps by which two officers seal it (packet.md, States)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact, Job


class SealRequest(Fact):
    """An officer asks for the seal on this very record: `sha256` of its canonical JSON, its as-of frozen by it.

    `number` 0 is the quarter's packet, n its n-th corrigendum, which `supersedes` the one before and says why.
    """

    quarter = models.CharField(max_length=6, db_index=True)
    number = models.PositiveSmallIntegerField(default=0)
    as_of = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    supersedes = models.ForeignKey("ReviewPacket", models.PROTECT, null=True, blank=True, related_name="+")


class SealRefusal(Fact):
    """The request is off: another officer said no, or who asked took it back."""

    request = models.OneToOneField(SealRequest, models.PROTECT, related_name="refusal")
    reason = models.TextField()


class ReviewPacket(Fact):
    """季檢討資料, sealed: another officer confirmed the request's hash. Never edited; a corrigendum supersedes it.

    `manifest`: SHA-256 of every file of both editions, by edition and name; `figures`: what was printed, as
    `{kpi, period, unit, numerator, denominator}`, `unit` empty for the agency.
    """

    request = models.OneToOneField(SealRequest, models.PROTECT, related_name="packet")
    quarter = models.CharField(max_length=6, db_index=True)
    number = models.PositiveSmallIntegerField(default=0)
    as_of = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    manifest = models.JSONField(default=dict)
    figures = models.JSONField(default=list)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quarter", "number"], name="one_seal_a_quarter_and_number"),
        ]


class PacketPublication(Fact):
    """The redacted edition of a sealed packet is open to the public from here on."""

    packet = models.OneToOneField(ReviewPacket, models.PROTECT, related_name="publication")


class PublicationWithdrawal(Fact):
    """The public edition was taken back, for a reason that the public reads. It stays so: a corrigendum is released."""

    publication = models.OneToOneField(PacketPublication, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()


class PacketBuild(Job):
    """The work of building one packet; its files lie under MEDIA_ROOT/packets/<id>/, public ones of a seal beside."""

    task: ClassVar[str] = "reports.tasks.build_packet"

    quarter = models.CharField(_("quarter"), max_length=6)
    language = models.CharField(_("language"), max_length=10, default="zh-hant")
    as_of = models.DateTimeField(null=True, blank=True)
    request = models.ForeignKey(SealRequest, models.PROTECT, null=True, blank=True, related_name="builds")
    """Set where the build is the sealed one; who asked for it is who confirmed."""


class PacketRehearsal(Job):
    """A demonstration's own sealed packet: asked for, confirmed and released, then corrected, as two officers would.

    `as_of` is what the packet tells, `corrected_as_of` and `reason` its corrigendum; `seed` gives the facts their keys.
    """

    task: ClassVar[str] = "reports.tasks.rehearse_packet"

    quarter = models.CharField(max_length=6)
    as_of = models.DateTimeField()
    corrected_as_of = models.DateTimeField()
    reason = models.TextField()
    seed = models.CharField(max_length=40)
