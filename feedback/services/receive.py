"""A message comes in: fact, erasable text, state, receipt and the unit's notice in one transaction, or nothing."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

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
    """The form it came with: its number, and the keyed hash of the address it came from."""

    nonce: str
    address: str


@transaction.atomic
def receive_message(
    incoming: Incoming, *, limit: Limit, form: Form | None = None, by: User | None = None, at: datetime | None = None
) -> FeedbackMessage:
    """Take a message. `by` entered it for somebody; `at` is for a demonstration alone (ledger.record).

    Under the ledger's lock: numbers have no gaps and no doubles, and a form that was sent twice is one message.
    """
    ledger.lock()
    if form and (sent := Submission.objects.filter(nonce=form.nonce).select_related("message").first()):
        return sent.message
    message = _fact(incoming, limit)
    ledger.record([message], by=by, at=at)
    if form:
        Submission.objects.create(nonce=form.nonce, address=form.address, at=incoming.received_at, message=message)
    state = refresh_state(message)
    mail_sender(message, "receipt")
    mail_unit(message, state.unit, now=incoming.received_at)
    return message


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
