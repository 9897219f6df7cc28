"""The mails about a message: to its sender in the sender's language, to the unit's people in theirs."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from datasets.models import MailRhythm, Unit, User
from datasets.services.mail import queue_mail
from feedback.models import FeedbackEvent, FeedbackMessage


def mail_sender(message: FeedbackMessage, kind: str, *, event: FeedbackEvent | None = None, text: str = "") -> None:
    """`receipt`, `acknowledged` or `replied`, where an address was left; one mail a fact."""
    if not message.content.email:
        return
    context = {
        "message": message,
        "text": text,
        "address": settings.SITE_URL + reverse("feedback_track", args=[message.tracking_code]),
    }
    subject, body = _render(kind, message.language, context)
    key = f"{mail_keys(message)}{kind}:{event.pk if event else ''}"
    queue_mail(key=key, to=message.content.email, subject=subject, body=body)


def mail_keys(message: FeedbackMessage) -> str:
    """What the keys of all mails to the sender of this message begin with."""
    return f"feedback:{message.pk}:"


def mail_unit(message: FeedbackMessage, unit: Unit, *, now: datetime) -> None:
    """Tell the people of a unit who want mail at once; at most one an hour each: a flood fills no inbox."""
    for person in User.objects.filter(unit=unit, is_active=True, mail_rhythm=MailRhythm.EACH).exclude(email=""):
        context = {"message": message, "address": settings.SITE_URL + reverse("queue")}
        subject, body = _render("arrived", person.language, context)
        queue_mail(key=f"arrived:{person.pk}:{now:%Y%m%d%H}", to=person.email, subject=subject, body=body)


def _render(kind: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """The template's first line is the subject."""
    with translation.override(language):
        agency = settings.AGENCY_NAME_EN if language == "en" else settings.AGENCY_NAME
        text = render_to_string(f"feedback/mail/{kind}.txt", {"agency_name": agency, **context})
    subject, _, body = text.strip().partition("\n")
    return subject, body.strip() + "\n"
