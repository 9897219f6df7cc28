"""Erase what identifies a person: name, address and texts go, the facts and their figures stay."""

from datetime import datetime

from django.db import transaction

from datasets.models import OutgoingMail
from feedback.models import EventText, FeedbackEvent, FeedbackMessage, MessageText, PublicationDraft, ReplyDraft
from feedback.services.handle import Act, record_event
from feedback.services.mails import mail_keys

Kind = FeedbackEvent.Kind


@transaction.atomic
def erase_personal_data(message: FeedbackMessage, *, act: Act) -> FeedbackEvent:
    """Blank the message and what was written back, its drafts and its mails. Published texts hold no names and stay."""
    event = record_event(message, act, FeedbackEvent(kind=Kind.ERASED))
    MessageText.objects.filter(message=message).update(
        salt="", name="", email="", subject="", text="", erased_at=act.now
    )
    texts = EventText.objects.filter(event__message=message).exclude(event__kind=Kind.PUBLISHED)
    texts.update(salt="", text="", question="", erased_at=act.now)
    ReplyDraft.objects.filter(message=message).delete()
    PublicationDraft.objects.filter(message=message).delete()
    _forget_mails(message, act.now)
    return event


def due_for_erasure(*, answered_before: datetime) -> list[FeedbackMessage]:
    """Messages whose personal data nobody needs any more: answered, or marked as spam, before this moment."""
    answered = FeedbackMessage.objects.filter(content__erased_at=None, state__answered_at__lt=answered_before)
    spam = FeedbackMessage.objects.filter(content__erased_at=None, state__spam=True, received_at__lt=answered_before)
    return list((answered | spam).distinct().order_by("position"))


def erase_old(*, now: datetime, answered_before: datetime) -> int:
    """Erase what is due, each message for itself; how many."""
    found = due_for_erasure(answered_before=answered_before)
    for message in found:
        erase_personal_data(message, act=Act(by=None, now=now, unseen=True))
    return len(found)


def _forget_mails(message: FeedbackMessage, now: datetime) -> None:
    mails = OutgoingMail.objects.filter(key__startswith=mail_keys(message))
    mails.filter(sent_at=None).update(sent_at=now, last_error="erased before it was sent")
    mails.update(to="", subject="", body="")
