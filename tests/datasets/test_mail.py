"""Mail: one row a key, handed over once, kept when the server refuses."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.utils import timezone

from datasets.models import OutgoingMail
from datasets.services.mail import queue_mail, send_waiting_mail

pytestmark = pytest.mark.django_db


class Refusing(BaseEmailBackend):
    """A server that takes nothing."""

    def send_messages(self, messages: object) -> int:
        raise ConnectionRefusedError("no server")


def queue(key: str = "a", subject: str = "Hello", forget: bool = False) -> OutgoingMail:
    return queue_mail(key=key, to="mei@example.test", subject=subject, body="Text", forget=forget)


def test_the_same_key_is_one_mail() -> None:
    assert queue().pk == queue().pk
    assert OutgoingMail.objects.count() == 1


def test_waiting_mail_is_sent_once() -> None:
    queue()
    now = timezone.now()
    assert send_waiting_mail(now=now) == 1
    assert send_waiting_mail(now=now + timedelta(days=1)) == 0
    assert [m.subject for m in mail.outbox] == ["Hello"]
    assert OutgoingMail.objects.get().sent_at == now


def test_a_subject_cannot_carry_a_header() -> None:
    queue(subject="Hi\r\nBcc: everybody@example.test")
    assert send_waiting_mail(now=timezone.now()) == 1
    assert mail.outbox[0].subject == "Hi Bcc: everybody@example.test"


def test_a_refused_mail_rests_longer_each_time_and_goes_out_later(settings) -> None:
    queue()
    now, working = timezone.now(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert send_waiting_mail(now=now) == 0
    row = OutgoingMail.objects.get()
    assert (row.attempts, row.lease_until, row.last_error) == (
        1, now + timedelta(minutes=2), "ConnectionRefusedError: no server",
    )  # fmt: skip
    settings.EMAIL_BACKEND = working
    assert send_waiting_mail(now=now + timedelta(minutes=1)) == 0
    assert send_waiting_mail(now=now + timedelta(minutes=3)) == 1


def test_a_mail_in_the_hands_of_another_sender_is_left_alone() -> None:
    row, now = queue(), timezone.now()
    assert OutgoingMail.objects.claim(row.pk, now=now, lease=timedelta(minutes=5))
    assert not OutgoingMail.objects.claim(row.pk, now=now, lease=timedelta(minutes=5))
    assert send_waiting_mail(now=now) == 0


def test_a_secret_is_forgotten_once_it_is_sent() -> None:
    queue(forget=True)
    call_command("send_mail")
    assert mail.outbox[0].body == "Text"
    assert OutgoingMail.objects.get().body == ""
