"""Members are invited by mail, told of changes, and answer: one mail a member and state of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from datasets import ledger
from datasets.models import JobState, User
from datasets.rules.days import taipei_day
from datasets.services.mail import Attached, queue_mail
from reports.meetings.calendar import Appointment, Method, calendar_of
from reports.meetings.record import Seat, seats_of
from reports.models import Attendance, Meeting, Member, PacketBuild

AHEAD = 5
"""Days before the meeting by which members have agenda and inventory (packet.md)."""
SALT = "meeting.answer"


@dataclass(frozen=True, slots=True)
class Lack:
    """What a meeting lacks before members can be invited; with one that `blocks` nothing goes out."""

    words: str
    blocks: bool


def packet_for(meeting: Meeting, as_of: datetime | None = None) -> PacketBuild | None:
    """The newest packet that was built by then for the meeting's quarter; a sealed one goes before any draft."""
    built = PacketBuild.objects.filter(quarter=meeting.quarter, state=JobState.DONE).order_by("-pk")
    if as_of:
        built = built.filter(finished_at__lte=as_of)
    return built.filter(request__isnull=False).first() or built.first()


def lacks(meeting: Meeting, now: datetime) -> list[Lack]:
    """In the active language, what blocks first."""
    members = list(Member.objects.filter(pk__in=meeting.members))
    without = [str(one) for one in members if not one.email]
    days = (taipei_day(meeting.held_at) - taipei_day(now)).days
    late = _("The meeting is in %(days)s days: agenda and packet are due at least %(ahead)s days before it.")
    found = [
        (meeting.held_at <= now, Lack(_("The meeting's time has passed."), True)),
        (meeting.cancelled, Lack(_("The meeting is cancelled."), True)),
        (not members, Lack(_("No members are planned."), True)),
        (not packet_for(meeting), Lack(_("No packet is built for this quarter."), True)),
        (not meeting.place, Lack(_("No place is planned."), True)),
        (not meeting.chair, Lack(_("No chair is planned."), False)),
        (not 0 < meeting.quorum <= len(members), Lack(_("The quorum does not fit the number of members."), False)),
        (bool(without), Lack(_("Without an e-mail address: %(names)s") % {"names": "、".join(without)}, False)),
        (meeting.held_at > now and days < AHEAD, Lack(late % {"days": days, "ahead": AHEAD}, False)),
    ]
    return [lack for is_so, lack in found if is_so]


def to_tell(meeting: Meeting) -> list[Seat]:
    """The members with an address who do not know the plan as it stands."""
    seats = [seat for seat in seats_of(meeting) if seat.member.email]
    return [seat for seat in seats if seat.told is None or seat.told.sequence < meeting.sequence]


@transaction.atomic
def invite(meeting: Meeting, *, now: datetime, by: User) -> int:
    """Invite, or tell of the change; returns to how many. Twice is harmless."""
    told = [seat.member for seat in to_tell(meeting)]
    _tell(meeting, told, "REQUEST", now, by)
    return len(told)


@transaction.atomic
def call_off(meeting: Meeting, *, now: datetime, by: User) -> int:
    """Tell everybody who was invited that the cancelled meeting will not take place."""
    told = [seat.member for seat in to_tell(meeting) if seat.told]
    _tell(meeting, told, "CANCEL", now, by)
    return len(told)


def _tell(meeting: Meeting, members: Sequence[Member], method: Method, now: datetime, by: User) -> None:
    for member in members:
        _mail(meeting, member, method, now)
    kind, sequence = Attendance.Kind.INVITED, meeting.sequence
    ledger.record([Attendance(meeting=meeting, member=one, kind=kind, sequence=sequence) for one in members], by=by)


def _mail(meeting: Meeting, member: Member, method: Method, now: datetime) -> None:
    entry = calendar_of(appointment(meeting), method, now, str(member), member.email)
    files = [Attached("meeting.ics", f"text/calendar; method={method}", entry)]
    template = "cancelled" if method == "CANCEL" else "invitation"
    mail_member(meeting, member, template, f"{template}:{meeting.sequence}", files=files)


def mail_member(
    meeting: Meeting, member: Member, template: str, key: str, *, files: Sequence[Attached] = (), **context: Any
) -> None:
    """A mail in the member's language; the template's first line is its subject."""
    with translation.override(member.language):
        agency = settings.AGENCY_NAME_EN if member.language == "en" else settings.AGENCY_NAME
        shared = {"meeting": meeting, "member": member, "address": answer_address(meeting, member), "agency": agency}
        text = render_to_string(f"reports/mail/{template}.txt", shared | context)
    subject, _line, body = text.strip().partition("\n")
    queue_mail(
        key=f"meeting:{meeting.pk}:{member.pk}:{key}", to=member.email, subject=subject, body=body.strip() + "\n",
        files=files,
    )  # fmt: skip


def appointment(meeting: Meeting) -> Appointment:
    host = settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]
    address = settings.SITE_URL + reverse("meeting", args=[meeting.pk])
    return Appointment(
        f"{meeting.pk}@{host}", meeting.sequence, meeting.title, meeting.held_at, meeting.place, address,
        settings.DEFAULT_FROM_EMAIL,
    )  # fmt: skip


def answer_address(meeting: Meeting, member: Member) -> str:
    """The member's own page: answers, packet and minutes without an account. Whoever has the link is the member."""
    token = signing.dumps([str(meeting.pk), str(member.pk)], salt=SALT)
    return settings.SITE_URL + reverse("meeting_answer", args=[token])


def read_token(token: str) -> tuple[Meeting, Member] | None:
    """Whose page it is; None for a forged link, an erased member and one who is no longer planned."""
    try:
        meeting_key, member_key = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    meeting = Meeting.objects.filter(pk=meeting_key).first()
    if meeting is None or member_key not in meeting.members:
        return None
    member = Member.objects.filter(pk=member_key, erased_at=None).first()
    return (meeting, member) if member else None


def takes_answers(meeting: Meeting, now: datetime) -> bool:
    """Until it begins, unless it was called off."""
    return not meeting.cancelled and now < meeting.held_at


def answer(meeting: Meeting, member: Member, *, comes: bool, by: User | None) -> Attendance:
    """A later answer supersedes."""
    kind = Attendance.Kind.ACCEPTED if comes else Attendance.Kind.DECLINED
    made = Attendance(meeting=meeting, member=member, kind=kind, sequence=meeting.sequence)
    return ledger.record([made], by=by)[0]
