"""A message comes in: fact, erasable text, state, receipt and the unit's notice in one transaction, or nothing."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from datasets import ledger
from datasets.calendars import office_calendar
from datasets.models import Dataset, Role, Unit, UnitChange, User
from datasets.rules.days import taipei_day
from datasets.rules.limits import Days, days_on
from datasets.rules.workdays import Count
from feedback.models import Channel, FeedbackMessage, MessageText, Submission, Topic
from feedback.rules import reply_deadline
from feedback.services.mails import mail_sender, mail_unit
from feedback.services.seal import seal
from feedback.services.state import refresh_state

ROC_OFFSET = 1911
SAME_WORDS = timedelta(minutes=30)
"""So long the same words of one browser are one message: who goes back and sends again means no second one."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long an answer may take (datasets.limits, DAY_COUNT)."""

    days: Days
    count: Count


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody wrote. `received_at` is when it reached the agency; `follows` an earlier message of the thread."""

    text: str
    received_at: datetime
    unit: Unit
    subject: str = ""
    name: str = ""
    email: str = ""
    dataset: Dataset | None = None
    topic: str = Topic.GENERAL
    channel: str = Channel.PORTAL
    language: str = "zh-hant"
    follows: FeedbackMessage | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The form it came with: its number, and the keyed hashes of the address and the browser it came from."""

    nonce: str
    address: str
    browser: str = ""


@transaction.atomic
def receive_message(
    incoming: Incoming, *, limit: Limit, form: Form | None = None, by: User | None = None, at: datetime | None = None
) -> FeedbackMessage:
    """Take a message. `by` entered it for somebody; `at` is for a demonstration alone (ledger.record).

    Under the ledger's lock: numbers have no gaps and no doubles, and what was sent twice is one message.
    """
    ledger.lock()
    if form and (earlier := sent_before(form, incoming)):
        return earlier
    message = _fact(incoming, limit)
    ledger.record([message], by=by, at=at)
    if form:
        keys = {"nonce": form.nonce, "address": form.address, "browser": form.browser}
        Submission.objects.create(**keys, at=incoming.received_at, message=message)
    state = refresh_state(message)
    mail_sender(message, "receipt")
    mail_unit(message, state.unit, now=incoming.received_at)
    return message


def sent_before(form: Form, incoming: Incoming) -> FeedbackMessage | None:
    """The message that this very form brought, or this browser lately with the same words about the same thing."""
    if same_form := Submission.objects.filter(nonce=form.nonce).select_related("message__content").first():
        return same_form.message
    lately = Submission.objects.from_browser(form.browser, since=incoming.received_at - SAME_WORDS)
    about = lately.filter(message__dataset=incoming.dataset, message__topic=incoming.topic)
    if incoming.follows:
        about = about.filter(message__thread=incoming.follows.thread)
    known = (submission.message for submission in about.select_related("message__content").order_by("-at"))
    return next((message for message in known if _words(message) == _words_of(incoming)), None)


def entered_before(incoming: Incoming, *, by: User, now: datetime) -> FeedbackMessage | None:
    """The message that this clerk entered lately, of which every word is the same."""
    lately = FeedbackMessage.objects.filter(recorded_by=by, recorded_at__gt=now - SAME_WORDS)
    about = lately.filter(dataset=incoming.dataset, topic=incoming.topic, channel=incoming.channel)
    known = about.filter(received_at=incoming.received_at).select_related("content").order_by("-position")
    return next((message for message in known if _words(message) == _words_of(incoming)), None)


def _words(message: FeedbackMessage) -> tuple[str, str, str]:
    return message.content.text, message.content.name, message.content.email


def _words_of(incoming: Incoming) -> tuple[str, str, str]:
    return incoming.text, incoming.name, incoming.email


def front_desk(code: str) -> Unit:
    """Who gets what concerns no dataset: the unit of the setting FEEDBACK_UNIT, else an officer's, else the topmost.

    Where there is no unit at all one is made: a message is never refused for want of a desk.
    """
    named = Unit.objects.filter(code=code).first() if code else None
    officer = User.objects.filter(role=Role.OFFICER, unit__isnull=False, is_active=True).select_related("unit").first()
    topmost = Unit.objects.filter(parent=None, merged_into=None).first()
    if found := named or (officer and officer.unit) or topmost:
        return found
    names = {"name": "政府資料開放窗口", "name_en": "Open data desk"}
    return _made(names)


@transaction.atomic
def _made(names: dict[str, str]) -> Unit:
    """Two first messages may come at once: the ledger's lock lets one of them make it."""
    ledger.lock()
    unit, new = Unit.objects.get_or_create(code="open-data", defaults=names)
    if new:
        ledger.record([UnitChange(unit=unit, kind=UnitChange.Kind.CREATED, **names)])
    return unit


def _fact(incoming: Incoming, limit: Limit) -> FeedbackMessage:
    """The unsaved fact, with its text hung on it."""
    day = taipei_day(incoming.received_at)
    days = days_on(limit.days, day)
    end = reply_deadline(incoming.received_at, days, office_calendar(), limit.count)
    sealed, earlier = seal(incoming.text), incoming.follows
    message = FeedbackMessage(
        thread=earlier.thread if earlier else uuid.uuid4(),
        tracking_code=earlier.tracking_code if earlier else secrets.token_urlsafe(18),
        number=_next_number(day.year - ROC_OFFSET),
        dataset=incoming.dataset,
        unit=incoming.unit,
        channel=incoming.channel,
        topic=incoming.topic,
        received_at=incoming.received_at,
        deadline=end.day,
        day_count=end.count,
        language=incoming.language,
        text_hash=sealed.digest,
    )
    MessageText.objects.create(
        message=message,
        salt=sealed.salt,
        name=incoming.name,
        email=incoming.email,
        subject=incoming.subject,
        text=incoming.text,
    )
    return message


def _next_number(roc_year: int) -> str:
    """115-00001: ROC year of receipt, and a count of its own for each year.

    The newest message is nearly always of the year: in a flood nobody sorts all of the year's for each new one.
    """
    numbers = FeedbackMessage.objects.order_by("-position").values_list("number", flat=True)
    own, last = f"{roc_year}-", numbers.first()
    if last and not last.startswith(own):
        last = numbers.filter(number__startswith=own).first()
    return f"{roc_year}-{int(last.split('-')[1]) + 1 if last else 1:05d}"
