"""What the public says and what it is answered. Facts hold a salted hash; names and texts lie in erasable tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Dataset, Fact, Unit
from datasets.models.ids import new_id


class Channel(models.TextChoices):
    PORTAL = "portal", _("this portal")
    PLATFORM = "platform", _("national platform")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("telephone")
    MEETING = "meeting", _("meeting")


class Topic(models.TextChoices):
    GENERAL = "general", _("general opinion")
    ERROR = "error", _("an error in the data")
    REQUEST = "request", _("a request for data")
    USE = "use", _("a question about use")


class FeedbackMessage(Fact):
    """民眾意見: received at, channel, deadline, thread. A follow-up is a new message of the same thread.

    `text_hash` is SHA-256(salt ‖ text) of the erasable `MessageText`. `deadline` is the first one computed.
    """

    thread = models.UUIDField(default=new_id, db_index=True)
    tracking_code = models.CharField(max_length=40, db_index=True)
    number = models.CharField(max_length=20, unique=True)
    dataset = models.ForeignKey(Dataset, models.PROTECT, null=True, blank=True, related_name="feedback")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.PORTAL)
    topic = models.CharField(max_length=10, choices=Topic, default=Topic.GENERAL)
    received_at = models.DateTimeField(db_index=True)
    deadline = models.DateField()
    day_count = models.CharField(max_length=10, default="calendar")
    language = models.CharField(max_length=10, default="zh-hant")
    text_hash = models.CharField(max_length=64)


class MessageText(models.Model):
    """The erasable part of a message. Erasing blanks it and sets `erased_at`; the fact stays."""

    message = models.OneToOneField(FeedbackMessage, models.PROTECT, related_name="content", primary_key=True)
    salt = models.CharField(max_length=32)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("message"), blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
