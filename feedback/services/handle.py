"""What the unit does with a message: acknowledge, answer, note, transfer, sort out spam. Each is one fact."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from datasets import ledger
from datasets.models import Unit, User
from datasets.rules.refusal import Refusal
from feedback.models import EventText, FeedbackEvent, FeedbackMessage, ReplyDraft
from feedback.services.mails import mail_sender, mail_unit
from feedback.services.seal import seal
from feedback.services.state import refresh_state

Kind = FeedbackEvent.Kind


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts when, and the newest event that the page showed (None: there was none; `unseen` skips the check)."""

    by: User | None
    now: datetime
    seen: UUID | None = None
    unseen: bool = False
    at: datetime | None = None
    """For a demonstration alone (ledger.record)."""


@transaction.atomic
def acknowledge(message: FeedbackMessage, text: str, *, act: Act) -> FeedbackEvent:
    """Tell the sender that the message is being worked on; it is no answer and stops no clock."""
    event = _record(message, act, FeedbackEvent(kind=Kind.ACKNOWLEDGED), text)
    mail_sender(message, "acknowledged", event=event, text=text)
    return event


@transaction.atomic
def reply(message: FeedbackMessage, text: str, *, act: Act, released_at: datetime | None = None) -> FeedbackEvent:
    """Release an answer: it stands at the tracking address at once, and goes out by mail where there is an address.

    `released_at` says when it was given by another way (telephone, the national platform): not before the message
    came, not later than now.
    """
    moment = released_at or act.now
    if not message.received_at <= moment <= act.now:
        raise Refusal("not_then", "An answer is given after the message came, and not in the future.")
    event = _record(message, act, FeedbackEvent(kind=Kind.REPLIED, released_at=moment), text)
    ReplyDraft.objects.filter(message=message).delete()
    mail_sender(message, "replied", event=event, text=text)
    return event


@transaction.atomic
def note(message: FeedbackMessage, text: str, *, act: Act) -> FeedbackEvent:
    """An internal remark; the sender never sees it."""
    return _record(message, act, FeedbackEvent(kind=Kind.NOTED), text)


@transaction.atomic
def transfer(message: FeedbackMessage, unit: Unit, text: str, *, act: Act) -> FeedbackEvent:
    """Hand over to another unit; the deadline stays."""
    if message.state.unit_id == unit.pk:
        raise Refusal("same_unit", "The message is with that unit already.")
    event = _record(message, act, FeedbackEvent(kind=Kind.TRANSFERRED, unit=unit), text)
    mail_unit(message, unit, now=act.now)
    return event


@transaction.atomic
def mark_spam(message: FeedbackMessage, *, spam: bool, act: Act) -> FeedbackEvent:
    """Spam is out of the figures from when it was marked, and counted apart; the mark can be taken back."""
    if message.state.spam is spam:
        raise Refusal("marked_already", "Somebody has marked it so already.")
    return _record(message, act, FeedbackEvent(kind=Kind.MARKED_SPAM if spam else Kind.UNMARKED_SPAM), "")


def save_draft(message: FeedbackMessage, text: str, *, by: User) -> None:
    """Keep an answer that is being written; an empty one is thrown away."""
    if text.strip():
        ReplyDraft.objects.update_or_create(message=message, defaults={"text": text, "edited_by": by})
    else:
        ReplyDraft.objects.filter(message=message).delete()


def record_event(
    message: FeedbackMessage, act: Act, event: FeedbackEvent, text: str = "", question: str = ""
) -> FeedbackEvent:
    """Append one event under the ledger's lock; raises Refusal where the page was out of date (a double click, too)."""
    ledger.lock()
    newest = message.events.order_by("-position").values_list("pk", flat=True).first()
    if not act.unseen and newest != act.seen:
        raise Refusal("out_of_date", "Somebody has acted on this message in the meantime: look at it again.")
    event.message = message
    if text or question:
        sealed = seal(text, question)
        event.text_hash = sealed.digest
        EventText.objects.create(event=event, salt=sealed.salt, text=text, question=question)
    ledger.record([event], by=act.by, at=act.at)
    message.state = refresh_state(message)
    return event


_record = record_event
