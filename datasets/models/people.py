"""Who signs in, and as what (domain.md, People). The public needs no account."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models.ids import new_id
from datasets.models.units import Unit


class Role(models.TextChoices):
    STAFF = "staff", _("unit staff")
    HEAD = "head", _("unit head")
    ADVISORY = "advisory", _("advisory group member")
    OFFICER = "officer", _("open-data officer")
    AUDITOR = "auditor", _("auditor")


class MailRhythm(models.TextChoices):
    """How often the portal writes to a person; what must be answered in days is never left out of the digest."""

    EACH = "each", _("at once")
    DAILY = "daily", _("one mail a day")
    NEVER = "never", _("no mail")


class User(AbstractUser):
    """A person of the agency or of its advisory group."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.STAFF)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("unit"))
    full_name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hant")
    mail_rhythm = models.CharField(_("mail"), max_length=5, choices=MailRhythm, default=MailRhythm.EACH)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["username"]
        verbose_name = _("person")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(role__in=["staff", "head"]) | models.Q(unit__isnull=False),
                name="unit_people_have_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_officer(self) -> bool:
        return self.role == Role.OFFICER

    @property
    def works_in_unit(self) -> bool:
        return self.role in {Role.STAFF, Role.HEAD}

    @property
    def reads_everything(self) -> bool:
        return self.role in {Role.ADVISORY, Role.OFFICER, Role.AUDITOR}


class PasswordRecord(models.Model):
    """A password that a person used before, as its hash: the last ones may not come back."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-set_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"
