"""The unit's queue: what waits for an answer, the nearest deadline first; and messages that came another way."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from datasets.access import EDITORS, require_role, signed_in, unit_scope, units_to_edit, visible_datasets
from feedback.access import INSIDERS, queue_for
from feedback.forms import EnterForm, QueueFilter
from feedback.models import MessageState
from feedback.models.state import MessageStateQuerySet
from feedback.services.receive import Incoming, entered_before, receive_message
from feedback.views.taking import reply_limit
from feedback.words import days_left, urgency


@dataclass(frozen=True, slots=True)
class Row:
    """A message in the queue, with how long there is still."""

    state: MessageState
    left: str
    urgency: str


@require_GET
@require_role(*INSIDERS)
def queue(request: HttpRequest) -> HttpResponse:
    """Messages of the own units, by deadline; `?show=` chooses which, `?unit=` and `?q=` narrow it."""
    user, today = signed_in(request), timezone.localdate()
    form = QueueFilter(request.GET, units=unit_scope(user))
    given = form.cleaned_data if form.is_valid() else {}
    rows = _narrowed(_shown(queue_for(user), given.get("show") or "open", today), given)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    listed = [Row(s, days_left(s.deadline, today), urgency(s.deadline, today)) for s in page.object_list]
    pages = page.paginator.get_elided_page_range(page.number)
    context = {"form": form, "page": page, "pages": pages, "rows": listed, "may_enter": user.role in EDITORS}
    return render(request, "feedback/queue.html", context)


def _shown(rows: Any, show: str, today: date) -> MessageStateQuerySet:
    kinds = {
        "open": rows.open,
        "overdue": lambda: rows.overdue(today),
        "publication": rows.waiting_for_publication,
        "answered": lambda: rows.answered().order_by("-answered_at"),
        "spam": rows.spam,
        "all": lambda: rows.order_by("-message__position"),
    }
    chosen: MessageStateQuerySet = kinds[show]()
    return chosen


def _narrowed(rows: MessageStateQuerySet, given: dict[str, Any]) -> MessageStateQuerySet:
    if given.get("unit"):
        rows = rows.filter(unit=given["unit"])
    return rows.about(given["q"]) if given.get("q") else rows


@require_http_methods(["GET", "POST"])
@require_role(*EDITORS)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a message that came by e-mail, telephone, at a meeting or on the national platform."""
    user, now = signed_in(request), timezone.now()
    form = EnterForm(request.POST or None, units=units_to_edit(user), datasets=visible_datasets(user), now=now)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        meant, incoming = given.pop("again"), Incoming(received_at=given.pop("received"), language="zh-hant", **given)
        twin = entered_before(incoming, by=user, now=now)
        if twin is None or twin.number == meant:
            message = receive_message(incoming, limit=reply_limit(), by=user)
            messages.success(request, _("Message %(number)s is in the queue.") % {"number": message.number})
            return redirect("message", message.number)
        form.ask_again(twin.number)
    return render(request, "feedback/enter.html", {"form": form})
