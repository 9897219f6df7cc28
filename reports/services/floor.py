"""What the recorder takes down during a meeting; every entry is a fact of its own, so nothing typed is lost."""

import hashlib
import secrets

from django.db import transaction

from datasets import ledger
from datasets.models import User
from reports.models import AgendaNote, Attendance, Meeting, Member, Motion, Statement, StatementText


def mark_seat(meeting: Meeting, member: Member, *, present: bool, by: User) -> Attendance:
    kind = Attendance.Kind.PRESENT if present else Attendance.Kind.ABSENT
    made = Attendance(meeting=meeting, member=member, kind=kind, sequence=meeting.sequence)
    return ledger.record([made], by=by)[0]


def take_down(meeting: Meeting, item: str, member: Member, text: str, *, by: User) -> Statement:
    """What a member said; an empty text takes back what stood there."""
    salt = secrets.token_hex(16)
    made = Statement(
        meeting=meeting, item=item, member=member, text_hash=hashlib.sha256((salt + text).encode()).hexdigest()
    )
    with transaction.atomic():
        ledger.record([made], by=by)
        StatementText.objects.create(statement=made, salt=salt, text=text)
    return made


def note(meeting: Meeting, item: str, kind: str, text: str, *, by: User) -> AgendaNote:
    """說明 or 決議 of an item (`AgendaNote.Kind`)."""
    return ledger.record([AgendaNote(meeting=meeting, item=item, kind=kind, text=text)], by=by)[0]


def move(meeting: Meeting, text: str, member: Member | None, *, by: User, number: int | None = None) -> Motion:
    """臨時動議: the next number, or a better wording of one that was made."""
    with transaction.atomic():
        ledger.lock()
        next_one = Motion.objects.filter(meeting=meeting).values("number").distinct().count() + 1
        made = Motion(meeting=meeting, number=number or next_one, member=member, text=text)
        return ledger.record([made], by=by)[0]
