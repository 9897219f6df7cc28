"""One small view for each act on a message: read the form, act, come back to the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datasets.access import EDITORS, require_role, signed_in
from datasets.fields import sentence
from datasets.models import Role
from datasets.rules.refusal import Refusal
from feedback.access import message_for, message_to_handle
from feedback.forms import LONGEST
from feedback.models import FeedbackMessage
from feedback.services import erase, handle, publish
from feedback.services.handle import Act
from feedback.views.message import FORMS, page

Do = Callable[[FeedbackMessage, dict[str, Any], Act], object]


@require_POST
@require_role(*EDITORS)
def message_acknowledge(request: HttpRequest, number: str) -> HttpResponse:
    do: Do = lambda m, given, act: handle.acknowledge(m, given["text"], act=act)  # noqa: E731
    return _act(request, number, "acknowledge", do, _("The acknowledgement is on its way."))


@require_POST
@require_role(*EDITORS)
def message_reply(request: HttpRequest, number: str) -> HttpResponse:
    """Release the answer, or (button `draft`) only keep it."""
    if "draft" in request.POST:
        found = message_to_handle(request.user, number)
        text = request.POST.get("text", "").replace("\x00", "")[:LONGEST]
        handle.save_draft(found, text, by=signed_in(request))
        messages.success(request, _("The draft is saved; the sender does not see it."))
        return redirect("message", number)

    def do(found: FeedbackMessage, given: dict[str, Any], act: Act) -> object:
        stamp = given["released"]
        return handle.reply(found, given["text"], act=act, released_at=stamp.at if stamp else None)

    return _act(request, number, "reply", do, _("The answer is released."))


@require_POST
@require_role(*EDITORS)
def message_note(request: HttpRequest, number: str) -> HttpResponse:
    do: Do = lambda m, given, act: handle.note(m, given["text"], act=act)  # noqa: E731
    return _act(request, number, "note", do, _("The note is saved."))


@require_POST
@require_role(*EDITORS)
def message_transfer(request: HttpRequest, number: str) -> HttpResponse:
    do: Do = lambda m, given, act: handle.transfer(m, given["unit"], given["text"], act=act)  # noqa: E731
    return _act(request, number, "transfer", do, _("The message was handed over; its deadline stays."), leave=True)


@require_POST
@require_role(*EDITORS)
def message_spam(request: HttpRequest, number: str) -> HttpResponse:
    spam = request.POST.get("spam") == "1"
    do: Do = lambda m, given, act: handle.mark_spam(m, spam=spam, act=act)  # noqa: E731
    return _act(request, number, "spam", do, _("Marked as spam.") if spam else _("The mark is taken back."))


@require_POST
@require_role(*EDITORS)
def message_propose(request: HttpRequest, number: str) -> HttpResponse:
    def do(found: FeedbackMessage, given: dict[str, Any], act: Act) -> object:
        return publish.propose_publication(found, given["question"], given["answer"], by=signed_in(request))

    return _act(request, number, "propose", do, _("The officer is asked to publish question and answer."))


@require_POST
@require_role(Role.OFFICER)
def message_publish(request: HttpRequest, number: str) -> HttpResponse:
    do: Do = lambda m, given, act: publish.publish(m, given["question"], given["answer"], act=act)  # noqa: E731
    return _act(request, number, "propose", do, _("Question and answer are published."))


@require_POST
@require_role(Role.OFFICER)
def message_decline(request: HttpRequest, number: str) -> HttpResponse:
    do: Do = lambda m, given, act: publish.decline_publication(m, given["text"], act=act)  # noqa: E731
    return _act(request, number, "decline", do, _("The proposal was declined."))


@require_POST
@require_role(Role.OFFICER)
def message_unpublish(request: HttpRequest, number: str) -> HttpResponse:
    do: Do = lambda m, given, act: publish.unpublish(m, given["text"], act=act)  # noqa: E731
    return _act(request, number, "unpublish", do, _("Question and answer are no longer published."))


@require_POST
@require_role(Role.OFFICER)
def message_erase(request: HttpRequest, number: str) -> HttpResponse:
    do: Do = lambda m, given, act: erase.erase_personal_data(m, act=act)  # noqa: E731
    return _act(request, number, "erase", do, _("Personal data is erased; the message still counts."))


def _act(request: HttpRequest, number: str, name: str, do: Do, done: str, *, leave: bool = False) -> HttpResponse:
    """Read the form, act, and come back; a refusal stands in the form, and what was written stays there."""
    found, user = message_to_handle(request.user, number), signed_in(request)
    form = FORMS[name](request.POST.dict(), auto_id=f"{name}-%s")
    if form.is_valid():
        try:
            do(found, form.cleaned_data, Act(by=user, now=timezone.now(), seen=form.cleaned_data["seen"]))
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, done)
            return redirect("queue") if leave else redirect("message", number)
    return page(request, message_for(user, number), {name: form})
