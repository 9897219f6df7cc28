"""What was recorded of a meeting: the last word on each thing, in a handful of queries."""

from dataclasses import dataclass
from datetime import datetime

from reports.models import AgendaNote, Attendance, Meeting, Member, Motion, Statement

Kind = Attendance.Kind
ANSWERS = (Kind.ACCEPTED, Kind.DECLINED)
SEEN = (Kind.PRESENT, Kind.ABSENT)


@dataclass(frozen=True, slots=True)
class Seat:
    """A planned member: what the member was told last, answered and did. None: nothing yet."""

    member: Member
    told: Attendance | None
    answer: Attendance | None
    seen: Attendance | None
    informed: Attendance | None

    @property
    def present(self) -> bool:
        return self.seen is not None and self.seen.kind == Kind.PRESENT


@dataclass(frozen=True, slots=True)
class Record:
    """`statements` by item, in the order of the members' first words; empty ones were taken back."""

    meeting: Meeting
    seats: list[Seat]
    statements: dict[str, list[tuple[Member, str]]]
    notes: dict[tuple[str, str], AgendaNote]
    motions: list[Motion]

    def text(self, item: str, kind: str, otherwise: str = "") -> str:
        """What is noted of an item; `otherwise` where nothing is."""
        row = self.notes.get((item, kind))
        return row.text if row else otherwise

    @property
    def present(self) -> int:
        return sum(seat.present for seat in self.seats)

    @property
    def has_quorum(self) -> bool:
        return self.present >= max(1, self.meeting.quorum)


def record_of(meeting: Meeting, as_of: datetime | None = None) -> Record:
    notes = AgendaNote.objects.known_at(as_of).filter(meeting=meeting).order_by("position")
    motions = Motion.objects.known_at(as_of).filter(meeting=meeting).order_by("position")
    return Record(
        meeting,
        seats_of(meeting, as_of),
        _statements(meeting, as_of),
        {(row.item, row.kind): row for row in notes},
        list({row.number: row for row in motions}.values()),
    )


def seats_of(meeting: Meeting, as_of: datetime | None = None) -> list[Seat]:
    """In the order of the roster."""
    last: dict[tuple[str, str], Attendance] = {}
    for row in Attendance.objects.known_at(as_of).filter(meeting=meeting).order_by("position"):
        group = "answer" if row.kind in ANSWERS else "seen" if row.kind in SEEN else row.kind
        last[str(row.member_id), group] = row
    return [
        Seat(one, *(last.get((str(one.pk), group)) for group in (Kind.INVITED, "answer", "seen", Kind.INFORMED)))
        for one in Member.objects.filter(pk__in=meeting.members)
    ]


def _statements(meeting: Meeting, as_of: datetime | None) -> dict[str, list[tuple[Member, str]]]:
    known = Statement.objects.known_at(as_of).filter(meeting=meeting)
    rows = known.select_related("member", "content").order_by("position")
    said: dict[str, dict[Member, str]] = {}
    for row in rows:
        said.setdefault(row.item, {})[row.member] = row.content.text
    return {item: [(member, text) for member, text in words.items() if text] for item, words in said.items()}
