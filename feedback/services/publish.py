"""Question and answer for everybody: the unit proposes, the officer approves; both texts are edited, names masked."""

from django.db import transaction

from datasets.models import User
from datasets.rules.refusal import Refusal
from feedback.models import FeedbackEvent, FeedbackMessage, PublicationDraft
from feedback.services.handle import Act, record_event

Kind = FeedbackEvent.Kind


def propose_publication(message: FeedbackMessage, question: str, answer: str, *, by: User) -> PublicationDraft:
    """What the unit would publish; a new proposal replaces the one that waits."""
    _needs_answer(message)
    draft, _ = PublicationDraft.objects.update_or_create(
        message=message, defaults={"question": question, "answer": answer, "proposed_by": by}
    )
    return draft


@transaction.atomic
def publish(message: FeedbackMessage, question: str, answer: str, *, act: Act) -> FeedbackEvent:
    """The officer's approval of exactly these texts; a later one replaces what the public reads."""
    _needs_answer(message)
    event = record_event(message, act, FeedbackEvent(kind=Kind.PUBLISHED), answer, question)
    PublicationDraft.objects.filter(message=message).delete()
    return event


@transaction.atomic
def unpublish(message: FeedbackMessage, text: str, *, act: Act) -> FeedbackEvent:
    if message.state.publication_id is None:
        raise Refusal("not_published", "It is not published.")
    return record_event(message, act, FeedbackEvent(kind=Kind.UNPUBLISHED), text)


@transaction.atomic
def decline_publication(message: FeedbackMessage, reason: str, *, act: Act) -> FeedbackEvent:
    """The officer does not publish what was proposed, and says why in a note."""
    event = record_event(message, act, FeedbackEvent(kind=Kind.NOTED), reason)
    PublicationDraft.objects.filter(message=message).delete()
    return event


def _needs_answer(message: FeedbackMessage) -> None:
    if message.state.answered_at is None or message.state.spam:
        raise Refusal("no_answer", "Only a message that was answered can be published.")
