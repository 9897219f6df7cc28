"""Mail out, once a key: the row is written with the fact that causes it, and handed over when a server takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from datasets.models import MailAttachment, OutgoingMail

LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a mail; `media_type` may carry parameters."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic
def queue_mail(
    *, key: str, to: str, subject: str, body: str, forget: bool = False, files: Sequence[Attached] = ()
) -> OutgoingMail:
    """Note a mail to be sent. The same key again changes nothing: a repeated delivery or double click is harmless."""
    one_line = " ".join(subject.split())[:300]
    mail, made = OutgoingMail.objects.get_or_create(
        key=key, defaults={"to": to, "subject": one_line, "body": body, "forget": forget}
    )
    if made:
        MailAttachment.objects.bulk_create(
            MailAttachment(mail=mail, name=one.name, media_type=one.media_type, content=one.content) for one in files
        )
    return mail


def send_waiting_mail(*, now: datetime, limit: int = 200) -> int:
    """Hand over what waits, oldest first; returns how many the server took. A refused one rests and is tried again."""
    connection = get_connection()
    waiting = list(OutgoingMail.objects.waiting(now).values_list("pk", flat=True)[:limit])
    return sum(_send(pk, connection, now) for pk in waiting if OutgoingMail.objects.claim(pk, now=now, lease=LEASE))


def _send(pk: int, connection: Any, now: datetime) -> bool:
    mail = OutgoingMail.objects.get(pk=pk)
    letter = EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], connection=connection)
    try:
        for one in mail.attachments.order_by("pk"):
            letter.attach(one.name, bytes(one.content), one.media_type)
        letter.send()
    except Exception as error:  # whatever the server or the address does, the other mails still go
        _rest(mail, f"{type(error).__name__}: {error}", now)
        return False
    text = {"body": ""} if mail.forget else {}
    OutgoingMail.objects.filter(pk=pk).update(sent_at=now, lease_until=None, last_error="", **text)
    return True


def _rest(mail: OutgoingMail, error: str, now: datetime) -> None:
    pause = timedelta(minutes=min(2**mail.attempts, 360))
    OutgoingMail.objects.filter(pk=mail.pk).update(last_error=error[:1000], lease_until=now + pause)
