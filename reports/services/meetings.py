"""What a meeting leaves behind: resolutions with owner and due date, what was done about them, events held."""

from datetime import date

from django.db import transaction

from datasets import ledger
from datasets.models import Unit, User
from reports.models import Meeting, Resolution, ResolutionProgress


def record_resolution(*, meeting: Meeting, text: str, owner: Unit | None, due_on: date | None, by: User) -> Resolution:
    """Numbered within its quarter, such as 2026Q3-4."""
    with transaction.atomic():
        ledger.lock()
        number = Resolution.objects.filter(meeting__quarter=meeting.quarter).count() + 1
        made = Resolution(meeting=meeting, number=f"{meeting.quarter}-{number}", text=text, owner=owner, due_on=due_on)
        return ledger.record([made], by=by)[0]


def report_progress(*, resolution: Resolution, text: str, released: bool, by: User) -> ResolutionProgress:
    """What was done; `released` takes the resolution off the list, which only the group decides."""
    return ledger.record([ResolutionProgress(resolution=resolution, text=text, released=released)], by=by)[0]
