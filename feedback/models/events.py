"""What happened to a message, as facts; the texts beside them can be erased, and drafts are no facts yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.models import Fact, Unit
from feedback.models.messages import FeedbackMessage


class FeedbackEvent(Fact):
    """What happened to a message. Only `replied` is an answer: the first one released to the sender counts."""

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        REPLIED = "replied", _("replied")
        TRANSFERRED = "transferred", _("transferred")
        NOTED = "noted", _("internal note")
        MARKED_SPAM = "marked_spam", _("marked as spam")
        UNMARKED_SPAM = "unmarked_spam", _("no spam after all")
        DEADLINE_MOVED = "deadline_moved", _("deadline moved")
        PUBLISHED = "published", _("made public")
        UNPUBLISHED = "unpublished", _("taken back from publication")
        ERASED = "erased", _("personal data erased")

    message = models.ForeignKey(FeedbackMessage, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    deadline = models.DateField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)


class EventText(models.Model):
    """The erasable text of an event: acknowledgement, reply, note, or the edited question and answer published."""

    event = models.OneToOneField(FeedbackEvent, models.PROTECT, related_name="content", primary_key=True)
    salt = models.CharField(max_length=32)
    text = models.TextField(_("text"), blank=True)
    question = models.TextField(_("question as published"), blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)


class ReplyDraft(models.Model):
    """An answer being written; no fact until it is released."""

    message = models.OneToOneField(FeedbackMessage, models.CASCADE, related_name="draft", primary_key=True)
    text = models.TextField(blank=True)
    edited_by = models.ForeignKey("datasets.User", models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.message_id}"


class PublicationDraft(models.Model):
    """Question and answer as the unit would publish them; the officer approves, edits or throws them away."""

    message = models.OneToOneField(FeedbackMessage, models.CASCADE, related_name="publication_draft", primary_key=True)
    question = models.TextField(_("question as published"))
    answer = models.TextField(_("answer as published"))
    proposed_by = models.ForeignKey("datasets.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"proposal of {self.message_id}"
