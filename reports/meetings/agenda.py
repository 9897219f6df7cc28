"""The agenda (議程): what the packet reports, what it puts up for discussion, and the motions from the floor.

An item's key is its section's number in the packet, A and the year of an annual review, or M and the motion's number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from reports.packet.data import PacketData
from reports.packet.words import ordinal, show_period

Part = Literal["report", "discussion", "motion"]

REPORTS: dict[int, Promise] = {
    2: gettext_lazy("What became of the former meeting's resolutions"),
    3: gettext_lazy("What is open"),
    4: gettext_lazy("Targets and how far they were met"),
    5: gettext_lazy("Timely updates of each unit"),
    6: gettext_lazy("Quality checks"),
    7: gettext_lazy("Opinions of the public"),
    8: gettext_lazy("Views and downloads"),
    14: gettext_lazy("Outreach and training"),
}
DISCUSSIONS: dict[int, Promise] = {
    9: gettext_lazy("Discussion 1: the least used datasets"),
    10: gettext_lazy("Discussion 2: datasets that are not open"),
    11: gettext_lazy("Discussion 3: what new systems hold"),
    12: gettext_lazy("Discussion 4: explanations of units below a target"),
    13: gettext_lazy("Discussion 5: proposals for commendation"),
}
"""By section, in the packet's own words (tests/reports/test_agenda.py holds both together)."""


@dataclass(frozen=True, slots=True)
class Item:
    """`explanation`: what the minutes say of it unless the officer writes better."""

    key: str
    part: Part
    number: int
    title: str
    explanation: str = ""

    @property
    def anchor(self) -> str:
        return f"item-{self.key}"


def agenda(packet: PacketData | None, motions: Iterable[str] = (), years: Iterable[int] = ()) -> list[Item]:
    """In the active language. Without a packet the items stand there without what the packet counts.

    `years`: whose annual review was put before the meeting.
    """
    reports = [_item("report", place, section, REPORTS, packet) for place, section in enumerate(REPORTS, 1)]
    talks = [_item("discussion", place, section, DISCUSSIONS, packet) for place, section in enumerate(DISCUSSIONS, 1)]
    floor = [Item(f"M{number}", "motion", number, text) for number, text in enumerate(motions, 1)]
    return [*reports, *talks, *_annual(years), *floor]


def _annual(years: Iterable[int]) -> Iterator[Item]:
    for place, year in enumerate(years, len(DISCUSSIONS) + 1):
        said = show_period(str(year), get_language() or "zh-hant")
        title = _("Discussion %(number)s: annual review, %(year)s") % {"number": _numeral(place), "year": said}
        yield Item(f"A{year}", "discussion", place, title, _("See the papers of the annual review."))


def _numeral(number: int) -> str:
    """六 after 討論五, 6 after Discussion 5."""
    return str(number) if get_language() == "en" else ordinal(number, 2, "zh-hant").rstrip("、")


def _item(part: Part, place: int, section: int, titles: dict[int, Promise], packet: PacketData | None) -> Item:
    return Item(str(section), part, place, str(titles[section]), _explanation(section, packet) if packet else "")


def _explanation(section: int, packet: PacketData) -> str:
    """Where the packet treats it, and how many rows it lists there."""
    rows = {
        2: packet.resolutions,
        7: packet.opinions.messages,
        9: packet.least_used,
        10: packet.closed,
        11: packet.new_systems.systems,
        12: packet.explanations,
        13: packet.commendations,
        14: packet.outreach,
    }.get(section)
    where = _("See section %(number)s of the packet.") % {"number": section}
    if rows is None:
        return where
    count = ngettext("%(count)s entry.", "%(count)s entries.", len(rows)) % {"count": len(rows)}
    between = " " if get_language() == "en" else ""
    return f"{where}{between}{count if rows else _('None.')}"
