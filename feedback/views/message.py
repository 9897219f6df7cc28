"""A message as the unit works on it: everything about it, its history, and the forms to act on it (acts.py)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from datasets.access import require_role, signed_in
from datasets.limits import reply_limit
from datasets.rules.days import taipei_day
from feedback import forms
from feedback.access import INSIDERS, may_handle, message_for
from feedback.masking import mask
from feedback.models import FeedbackMessage, PublicationDraft, ReplyDraft
from feedback.words import days_left, rule_in_words, urgency


@require_GET
@require_role(*INSIDERS)
def message(request: HttpRequest, number: str) -> HttpResponse:
    return page(request, message_for(request.user, number), {})


FORMS: dict[str, type[forms.ActForm]] = {
    "acknowledge": forms.AcknowledgeForm,
    "reply": forms.ReplyForm,
    "note": forms.NoteForm,
    "transfer": forms.TransferForm,
    "spam": forms.ActForm,
    "propose": forms.PublicationForm,
    "decline": forms.ReasonForm,
    "unpublish": forms.ReasonForm,
    "erase": forms.ActForm,
}


def page(request: HttpRequest, found: FeedbackMessage, bound: dict[str, forms.ActForm]) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    events = list(found.events.select_related("content", "unit", "recorded_by").order_by("position"))
    seen = events[-1].pk if events else None
    context = {
        "message": found,
        "state": found.state,
        "events": events,
        "others": FeedbackMessage.objects.filter(thread=found.thread).exclude(pk=found.pk).order_by("position"),
        "left": days_left(found.state.deadline, today),
        "urgency": urgency(found.state.deadline, today),
        "rule": rule_in_words(found.day_count, reply_limit().on(taipei_day(found.received_at))),
        "may_handle": may_handle(user, found),
        "proposal": PublicationDraft.objects.filter(message=found).select_related("proposed_by").first(),
        "draft": ReplyDraft.objects.filter(message=found).select_related("edited_by").first(),
    }
    context["forms"] = _forms(found, context, {"seen": seen}) | _seen_again(bound, seen)
    context["open_reply"] = bool(context["draft"]) or found.state.answered_at is None
    context["bound"] = next(iter(bound), "")
    return render(request, "feedback/message.html", context)


def _forms(found: FeedbackMessage, context: dict[str, Any], initial: dict[str, Any]) -> dict[str, forms.ActForm]:
    """Every form of the page, filled with what is likely meant."""
    more: dict[str, dict[str, Any]] = {
        "acknowledge": {"text": _thanks(found)},
        "reply": {"text": context["draft"].text if context["draft"] else ""},
        "propose": _publication(found, context),
    }
    return {name: form(initial=initial | more.get(name, {}), auto_id=f"{name}-%s") for name, form in FORMS.items()}


def _seen_again(bound: dict[str, forms.ActForm], seen: object) -> dict[str, forms.ActForm]:
    """A form that was refused carries what the page shows now: the clerk has read it, and may send again."""
    for form in bound.values():
        form.data = {**form.data, "seen": str(seen or "")}
    return bound


def _thanks(found: FeedbackMessage) -> str:
    """A first wording of the acknowledgement, in the sender's language."""
    with translation.override(found.language):
        return gettext("Thank you for your message. We are looking into it and will answer within the time limit.")


def _publication(found: FeedbackMessage, context: dict[str, Any]) -> dict[str, str]:
    """What waits for approval, what stands published, or message and answer with names masked."""
    if proposal := context["proposal"]:
        return {"question": proposal.question, "answer": proposal.answer}
    if found.state.publication:
        content = found.state.publication.content
        return {"question": content.question, "answer": content.text}
    replies = [e.content.text for e in context["events"] if e.kind == "replied" and hasattr(e, "content")]
    name = found.content.name
    return {"question": mask(found.content.text, name), "answer": mask(replies[-1] if replies else "", name)}
