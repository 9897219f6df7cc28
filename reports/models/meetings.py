"""Meetings of the advisory group: the plan, who sits and comes, what is said, asked and resolved.

Names, addresses and what a member said lie in erasable tables (`Member`, `StatementText`); facts hold keys and hashes.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact, Unit, User
from datasets.models.ids import new_id


class Member(models.Model):
    """Who sits in the group, with an account or without. Erasing blanks all but the key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    affiliation = models.CharField(_("affiliation"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hant")
    account = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="seat")
    left = models.BooleanField(_("left the group"), default=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name = _("member")

    def __str__(self) -> str:
        return " ".join(filter(None, (self.affiliation, self.name))) or str(_("(erased)"))


class Planned(models.Model):
    """What is planned of a meeting. `members`: keys of `Member`; `quorum`: how many of them must be present."""

    title = models.CharField(_("name"), max_length=200)
    held_at = models.DateTimeField(_("date and time"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    chair = models.CharField(_("chair"), max_length=100, blank=True)
    recorder = models.CharField(_("recorder"), max_length=100, blank=True)
    members = models.JSONField(_("members"), default=list, blank=True)
    quorum = models.PositiveSmallIntegerField(_("quorum"), default=0)
    cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        abstract = True


PLAN_COLUMNS = tuple(column.name for column in Planned._meta.local_fields)
"""The columns that a plan sets."""


class Meeting(Planned):
    """諮詢小組會議 about one quarter's packet, as the newest plan has it: a projection, never asked about the past.

    `sequence` counts the changes of its plan, as the SEQUENCE of RFC 5545 does.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    quarter = models.CharField(_("quarter"), max_length=6)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["-held_at"]
        verbose_name = _("meeting")

    def __str__(self) -> str:
        return self.title


class MeetingPlan(Planned, Fact):
    """The whole plan as it was set at one time; a later one supersedes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="plans")
    quarter = models.CharField(max_length=6, db_index=True)
    reason = models.TextField(blank=True)

    class Meta(Fact.Meta):
        pass


class Attendance(Fact):
    """What is known of one member and one meeting. `sequence`: of the plan that the member was told."""

    class Kind(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("will come")
        DECLINED = "declined", _("will not come")
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        INFORMED = "informed", _("got the minutes")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendance")
    kind = models.CharField(max_length=10, choices=Kind)
    sequence = models.PositiveIntegerField(default=0)


class Statement(Fact):
    """發言: what a member said on an item of the agenda (`item`, agenda.py). A later one of the same member supersedes.

    `text_hash` is SHA-256(salt ‖ text) of the erasable `StatementText`.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="statements")
    item = models.CharField(max_length=12)
    member = models.ForeignKey(Member, models.PROTECT, related_name="statements")
    text_hash = models.CharField(max_length=64)


class StatementText(models.Model):
    """The erasable words of a statement."""

    statement = models.OneToOneField(Statement, models.PROTECT, related_name="content", primary_key=True)
    salt = models.CharField(max_length=32)
    text = models.TextField(_("statement"), blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)


class AgendaNote(Fact):
    """What the minutes say of an item: 說明 or 決議. A later one of the same kind supersedes."""

    class Kind(models.TextChoices):
        EXPLANATION = "explanation", _("explanation")
        CONCLUSION = "conclusion", _("conclusion")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    item = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()


class Motion(Fact):
    """臨時動議: numbered from 1 within its meeting; its item is M1, M2 … A later one of the same number supersedes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="motions")
    text = models.TextField()


class Resolution(Fact):
    """決議: has an owner, a due date and, through its progress, a state; carries over until released."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    number = models.CharField(max_length=20)
    text = models.TextField()
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="resolutions")
    due_on = models.DateField(null=True, blank=True)
    excuses = models.ForeignKey("datasets.UpdateObligation", models.PROTECT, null=True, blank=True, related_name="+")


class ResolutionProgress(Fact):
    """辦理情形: what was done; `released` True when the group takes it off the list (解除列管)."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="progress")
    text = models.TextField()
    released = models.BooleanField(default=False)
