"""From a sent form to a message, or to a sentence that says why not: then the text stays in the form."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets import limits
from datasets.rules.workdays import parse_count
from datasets.security.address import client_address
from feedback.forms import SenderForm
from feedback.models import FeedbackMessage, Submission
from feedback.proof import Ticket, Way, address_digest, browser_digest, new_ticket, read_ticket, way_of
from feedback.services.receive import Form, Incoming, Limit, receive_message, sent_before

REFUSALS: dict[Way, str | Promise] = {
    "forged": _("The form had to be made anew. Your text is still there: please send it once more."),
    "expired": _("The form was open for very long and had to be made anew. Please send it once more."),
    "too_fast": _("Please wait a few seconds, then send it once more."),
}
TOO_MANY = _("Very many messages came from your network in the last hour. Please try again later, or write an e-mail.")
SENT_BEFORE = _("This form was sent before with another text. Please send it once more to make it a new message.")
KNOWN = _(
    "This message had already been received, as number %(number)s. It was not taken a second time; nothing is lost."
)


def reply_limit() -> Limit:
    return Limit(limits.reply_limit(), parse_count(settings.DAY_COUNT))


def ticket_for(request: HttpRequest, form: SenderForm, now: datetime) -> Ticket:
    """The form's own ticket while it is good, else a new one."""
    ticket = read_ticket(request.POST.get("ticket", ""))
    return ticket if ticket and not form.needs_new_ticket else new_ticket(now)


def take(request: HttpRequest, form: SenderForm, incoming: Incoming, now: datetime) -> FeedbackMessage | None:
    """The message, or None with the reason on the form."""
    try:
        return _take(request, incoming, now)
    except NotTaken as reason:
        form.add_error(None, str(reason.sentence))
        form.needs_new_ticket = reason.needs_new_ticket
        return None


class NotTaken(Exception):
    """Why a form was not taken, and whether it must be handed out anew."""

    def __init__(self, sentence: str | Promise, *, needs_new_ticket: bool = False) -> None:
        super().__init__(sentence)
        self.sentence, self.needs_new_ticket = sentence, needs_new_ticket


def _take(request: HttpRequest, incoming: Incoming, now: datetime) -> FeedbackMessage:
    ticket = read_ticket(request.POST.get("ticket", ""))
    way = way_of(ticket, request.POST.get("solution", "")[:4000], now)
    if ticket is None or way in REFUSALS:
        raise NotTaken(REFUSALS[way], needs_new_ticket=way != "too_fast")
    form = _form(request, ticket)
    if _too_many(form, way, now) and not sent_before(form, incoming):
        raise NotTaken(TOO_MANY)
    message = receive_message(incoming, limit=reply_limit(), form=form)
    if message.content.text != incoming.text:
        raise NotTaken(SENT_BEFORE, needs_new_ticket=True)
    if message.received_at != incoming.received_at:
        messages.info(request, KNOWN % {"number": message.number})
    return message


def _form(request: HttpRequest, ticket: Ticket) -> Form:
    address = address_digest(client_address(request))
    return Form(ticket.nonce, address, browser_digest(request.META.get("CSRF_COOKIE", "")))


def _too_many(form: Form, way: Way, now: datetime) -> bool:
    lately = Submission.objects.from_address(form.address, since=now - timedelta(hours=1))
    most = settings.FEEDBACK_PER_HOUR if way == "solved" else settings.FEEDBACK_PER_HOUR_WITHOUT_PROOF
    return lately.count() >= most
