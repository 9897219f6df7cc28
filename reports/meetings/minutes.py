"""會議紀錄 as data: what the ODT says, before any format."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext as _

from reports.meetings.agenda import Item, agenda
from reports.meetings.record import Record, record_of
from reports.models import AnnualDecision, AnnualItem, Meeting, Resolution, ReviewDecision, ReviewItem
from reports.packet.data import PacketData
from reports.services import annual

SECTIONS = {ReviewItem.Rule.LEAST_USED: "9", ReviewItem.Rule.NOT_OPEN: "10"}
"""The item of the agenda under which the rule's review items are decided."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A review item and what was decided of it; an empty decision was not taken yet. `about`: a dataset, or a unit."""

    about: str
    decision: str
    reason: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class ItemMinutes:
    item: Item
    explanation: str
    statements: tuple[tuple[str, str], ...]
    decided: tuple[Decided, ...]
    conclusion: str


@dataclass(frozen=True, slots=True)
class Resolved:
    number: str
    text: str
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Minutes:
    """`present` and `absent`: members by name. `items` in the order of the agenda."""

    title: str
    held_at: datetime
    place: str
    chair: str
    recorder: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    quorum: int
    items: tuple[ItemMinutes, ...]
    resolutions: tuple[Resolved, ...]

    def of(self, part: Literal["report", "discussion", "motion"]) -> list[ItemMinutes]:
        return [one for one in self.items if one.item.part == part]


def minutes_of(meeting: Meeting, packet: PacketData | None) -> Minutes:
    """What was recorded until now, in the active language."""
    record = record_of(meeting)
    decided = _decided(meeting)
    years = [one.year for one in annual.of_meeting(meeting)]
    motions = [_motion(one.text, str(one.member or "")) for one in record.motions]
    return Minutes(
        meeting.title, meeting.held_at, meeting.place, meeting.chair, meeting.recorder,
        tuple(str(seat.member) for seat in record.seats if seat.present),
        tuple(str(seat.member) for seat in record.seats if not seat.present),
        meeting.quorum,
        tuple(_item(one, record, decided.get(one.key, ())) for one in agenda(packet, motions, years)),
        tuple(_resolved(one) for one in Resolution.objects.filter(meeting=meeting).select_related("owner")),
    )  # fmt: skip


def _motion(text: str, member: str) -> str:
    return _("%(motion)s (moved by %(member)s)") % {"motion": text, "member": member} if member else text


def _item(item: Item, record: Record, decided: tuple[Decided, ...]) -> ItemMinutes:
    return ItemMinutes(
        item,
        record.text(item.key, "explanation", item.explanation),
        tuple((str(member), text) for member, text in record.statements.get(item.key, ())),
        decided,
        record.text(item.key, "conclusion"),
    )


def _resolved(row: Resolution) -> Resolved:
    return Resolved(row.number, row.text, str(row.owner or ""), row.due_on)


def _decided(meeting: Meeting) -> dict[str, tuple[Decided, ...]]:
    """The quarter's review items with their last decisions, by item of the agenda."""
    rows = ReviewItem.objects.filter(quarter=meeting.quarter).select_related("dataset").order_by("rank", "position")
    last = {
        row.item_id: row
        for row in ReviewDecision.objects.filter(item__quarter=meeting.quarter)
        .select_related("owner").order_by("position")
    }  # fmt: skip
    found: dict[str, list[Decided]] = {}
    for row in rows:
        found.setdefault(SECTIONS[ReviewItem.Rule(row.rule)], []).append(_decision(row, last.get(row.pk)))
    return {key: tuple(one) for key, one in found.items()} | dict(_annual(meeting))


def _annual(meeting: Meeting) -> Iterator[tuple[str, tuple[Decided, ...]]]:
    """By item of the agenda, what was decided of each unit."""
    for review in annual.of_meeting(meeting):
        last, items = annual.decisions(review), review.items.select_related("unit").order_by("position")
        yield f"A{review.year}", tuple(_of_unit(item, last.get(item.pk)) for item in items)


def _of_unit(item: AnnualItem, row: AnnualDecision | None) -> Decided:
    about = f"{item.unit} ({item.get_rule_display()})"
    if row is None:
        return Decided(about, "", "", "", None)
    return Decided(about, row.get_decision_display(), row.reason, str(item.unit), row.due_on)


def _decision(item: ReviewItem, row: ReviewDecision | None) -> Decided:
    if row is None:
        return Decided(str(item.dataset), "", "", "", None)
    return Decided(str(item.dataset), row.get_decision_display(), row.reason, str(row.owner or ""), row.due_on)
