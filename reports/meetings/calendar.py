"""The invitation as a calendar entry: RFC 5545, sent by RFC 5546 (METHOD:REQUEST, METHOD:CANCEL)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

from datasets.rules.days import TAIPEI

Method = Literal["REQUEST", "CANCEL"]
LENGTH = timedelta(hours=2)
"""A plan names no end: what a calendar keeps free."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """`uid` stays the same for the whole life of a meeting; `sequence` grows with every change of its plan."""

    uid: str
    sequence: int
    title: str
    held_at: datetime
    place: str
    address: str
    organizer: str


def calendar_of(one: Appointment, method: Method, stamp: datetime, name: str, mail: str) -> bytes:
    """The entry for one attendee, by name and mail address; times in Asia/Taipei with the zone's own rules."""
    calendar = Calendar()
    calendar.add("prodid", "-//open data portal//meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(one, method, stamp, name, mail))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: Appointment, method: str, stamp: datetime, name: str, mail: str) -> Event:
    start = one.held_at.astimezone(TAIPEI)
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", start)
    event.add("dtend", start + LENGTH)
    event.add("summary", one.title)
    event.add("location", one.place)
    event.add("url", one.address)
    event.add("sequence", one.sequence)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{one.organizer}"))
    event.add("attendee", _attendee(name, mail), encode=False)
    return event


def _attendee(name: str, mail: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail}")
    address.params["CN"] = vText(name)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address
