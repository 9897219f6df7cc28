"""Under which names units and systems are shown: today's, or those that they bore at the moment that is asked for.

A door says the moment once, as it says the language; whatever it shows then follows (`datasets.models.units.borne`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language

from datasets.models import SystemChange, Unit, UnitChange
from datasets.models.keys import KeyText
from datasets.models.units import Borne, names_borne
from datasets.rules.asof import parse_as_of
from datasets.rules.refusal import Refusal


def names_then(as_of: datetime) -> dict[UUID, Borne]:
    """Names at a moment of the units and systems renamed since. Two queries where nothing was, else three."""
    return _units_then(as_of) | systems_then(as_of)


def systems_then(as_of: datetime) -> dict[UUID, Borne]:
    """Of the systems renamed since, the names before all of those changes."""
    found: dict[UUID, dict[str, str]] = {}
    later = SystemChange.objects.filter(recorded_at__gt=as_of).order_by("-position")
    for change in later.select_related("system"):
        names = found.setdefault(change.system_id, {"name": change.system.name, "name_en": change.system.name_en})
        names |= {name: before for name, (before, _after) in change.changes.items()}
    return {key: (names["name"], names["name_en"]) for key, names in found.items()}


def _units_then(as_of: datetime) -> dict[UUID, Borne]:
    """Before a unit's first record, the first name known."""
    later = UnitChange.objects.filter(recorded_at__gt=as_of, kind=UnitChange.Kind.RENAMED)
    renamed = set(later.values_list("unit_id", flat=True))
    found: dict[UUID, Borne] = {}
    told = UnitChange.objects.filter(unit__in=renamed).order_by("position") if renamed else []
    for change in told:
        if change.recorded_at <= as_of or change.unit_id not in found:
            found[change.unit_id] = change.name, change.name_en
    return found


class Named(NamedTuple):
    """What a list shows of a unit."""

    key: str
    code: str
    name: str


def named(units: QuerySet[Unit]) -> list[Named]:
    """Each under the name that `str` gives of it, without an object each: an agency may have a thousand. One query."""
    borne = {str(unit): names for unit, names in names_borne.get().items()}
    rows, english = units.values_list(KeyText("pk"), "code", "name", "name_en"), get_language() == "en"
    told = ((key, code, borne.get(key, names)) for key, code, *names in rows)
    return [Named(key, code, (name_en or name) if english else name) for key, code, (name, name_en) in told]


@contextmanager
def named_as_of(as_of: datetime) -> Iterator[None]:
    """Inside, units and systems are shown under the names of the moment."""
    token = names_borne.set(names_then(as_of))
    try:
        yield
    finally:
        names_borne.reset(token)


def names_of_the_moment(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a page asked for a moment by `?as_of=` shows its names. What cannot be read the page refuses."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            moment = parse_as_of(request.GET.get("as_of", ""), timezone.now()).at
        except Refusal:
            return get_response(request)
        with named_as_of(moment):
            return get_response(request)

    return middleware
