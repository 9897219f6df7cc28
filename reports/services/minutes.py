"""The minutes as a file, and their way to the members."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from datasets import ledger
from datasets.models import User
from datasets.rules.days import taipei_day
from datasets.services.mail import Attached
from reports.meetings.minutes import minutes_of
from reports.meetings.minutes_odt import render
from reports.meetings.record import Seat, seats_of
from reports.models import Attendance, Meeting
from reports.services.invitations import mail_member, packet_for
from reports.services.letterheads import letterhead_on
from reports.services.packets import stored

ODT = "application/vnd.oasis.opendocument.text"


def write_minutes(meeting: Meeting, language: str) -> bytes:
    """The ODT of what is recorded now; the same record gives the same bytes."""
    build, head = packet_for(meeting), ledger.head()
    with translation.override(language):
        minutes = minutes_of(meeting, stored(build) if build else None)
    agency = settings.AGENCY_NAME_EN if language == "en" else settings.AGENCY_NAME
    letterhead = letterhead_on(taipei_day(meeting.held_at))
    written = head.recorded_at if head else timezone.now()
    return render(minutes, agency=agency, language=language, written=written, letterhead=letterhead)


def to_inform(meeting: Meeting) -> list[Seat]:
    """The members with an address who did not get the minutes yet."""
    return [seat for seat in seats_of(meeting) if seat.member.email and seat.informed is None]


@transaction.atomic
def send_minutes(meeting: Meeting, *, by: User) -> int:
    """The minutes to every member who lacks them; returns to how many. Twice is harmless."""
    members = [seat.member for seat in to_inform(meeting)]
    files = {language: write_minutes(meeting, language) for language in {one.language for one in members}}
    for member in members:
        attached = [Attached(f"minutes-{meeting.quarter}.odt", ODT, files[member.language])]
        mail_member(meeting, member, "minutes", "minutes", files=attached)
    kind = Attendance.Kind.INFORMED
    ledger.record([Attendance(meeting=meeting, member=one, kind=kind) for one in members], by=by)
    return len(members)
