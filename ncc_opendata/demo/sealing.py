"""The packet that the last meeting was shown, sealed and corrected: left to the worker (services/rehearsal.py)."""

from datetime import timedelta

from ncc_opendata.demo.span import SEED, Story, at
from reports.models import Meeting, PacketRehearsal

BEFORE_MEETING = 10
"""Days before its meeting at which a packet is frozen: its review items were put up that very day."""
REASON = "原件未計入會前各單位補正之填報，依最新資料重新製作。"


def leave_to_the_worker(story: Story) -> PacketRehearsal:
    """Only its row: the timetable sends it once the portal runs."""
    meeting = Meeting.objects.filter(held_at__lte=story.now).latest("held_at")
    frozen = at(meeting.held_at.date() - timedelta(days=BEFORE_MEETING), 17)
    return PacketRehearsal.objects.create(
        quarter=meeting.quarter, as_of=frozen, corrected_as_of=story.now, reason=REASON, seed=f"{SEED} {story.today}"
    )
