"""The public's pages: write, get a receipt, follow the message to its answer, write again."""

import json
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from datasets.access import dataset_for
from datasets.limits import reply_limit
from datasets.models import Dataset
from datasets.rules.days import taipei_day
from feedback.forms import FeedbackForm, FollowUpForm, SenderForm
from feedback.models import FeedbackMessage
from feedback.services.receive import Incoming, front_desk
from feedback.thread import thread_of
from feedback.views.taking import take, ticket_for
from feedback.views.turns import in_turn
from feedback.words import rule_in_words


@never_cache
@require_http_methods(["GET", "POST"])
@in_turn
def feedback_form(request: HttpRequest) -> HttpResponse:
    """Write to the agency, in general or about a dataset (`?dataset=`)."""
    identifier = request.GET.get("dataset", "")
    dataset = dataset_for(request.user, identifier) if identifier else None
    form, now = FeedbackForm(request.POST or None), timezone.now()
    if (
        request.method == "POST"
        and form.is_valid()
        and (message := take(request, form, _incoming(form, dataset, now), now))
    ):
        return redirect("feedback_receipt", message.tracking_code)
    context = {"form": form, "dataset": dataset, "limit_days": reply_limit().on(taipei_day(now))}
    return render(request, "feedback/feedback_form.html", context | _proof(request, form, now))


@never_cache
@require_GET
def feedback_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Number, tracking address, deadline and its rule in words."""
    message = _messages(code)[-1]
    context = {
        "message": message,
        "rule": rule_in_words(message.day_count, reply_limit().on(taipei_day(message.received_at))),
        "address": request.build_absolute_uri(f"/feedback/track/{code}/"),
    }
    return _private(render(request, "feedback/feedback_receipt.html", context))


@never_cache
@require_http_methods(["GET", "POST"])
def feedback_track(request: HttpRequest, code: str) -> HttpResponse:
    """What became of the messages of one thread; a follow-up is a new message with its own deadline."""
    messages, now = _messages(code), timezone.now()
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and take(request, form, _follow_up(form, messages, now), now):
        return redirect("feedback_receipt", code)
    context = {"form": form, "thread": thread_of(messages, timezone.localdate(now)), "code": code}
    return _private(render(request, "feedback/feedback_track.html", context | _proof(request, form, now)))


def _messages(code: str) -> list[FeedbackMessage]:
    """The thread behind a tracking code, oldest first; 404 where there is none."""
    rows = FeedbackMessage.objects.filter(tracking_code=code).select_related("content", "dataset", "state__unit")
    return get_list_or_404(rows.order_by("position"))


def _incoming(form: FeedbackForm, dataset: Dataset | None, now: datetime) -> Incoming:
    given = {name: form.cleaned_data[name] for name in ("text", "topic", "name", "email")}
    unit = dataset.unit if dataset else front_desk(settings.FEEDBACK_UNIT)
    return Incoming(received_at=now, unit=unit, dataset=dataset, language=get_language() or "zh-hant", **given)


def _follow_up(form: FollowUpForm, messages: list[FeedbackMessage], now: datetime) -> Incoming:
    last = messages[-1]
    return Incoming(
        text=form.cleaned_data["text"],
        received_at=now,
        unit=last.state.unit,
        dataset=last.dataset,
        topic=last.topic,
        name=last.content.name,
        email=last.content.email,
        language=get_language() or last.language,
        follows=last,
    )


def _proof(request: HttpRequest, form: SenderForm, now: datetime) -> dict[str, str]:
    ticket = ticket_for(request, form, now)
    return {"ticket": ticket.signed(), "challenge": json.dumps(ticket.challenge())}


def _private(response: HttpResponse) -> HttpResponse:
    """An address that is a secret: it is neither indexed nor told to other sites.

    Not "no-referrer": with it a browser says of the page's own form that it comes from nowhere, and it is refused.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
