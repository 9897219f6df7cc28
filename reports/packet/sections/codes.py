"""The words of the codes that the packet's data holds. Labels that the models already have are read from there."""

from fractions import Fraction
from functools import lru_cache

from django.db.models.enums import Choices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from datasets.models import Ground, Lifecycle, Openness, UsageSource
from reports.models import Kpi, Outreach, ReviewDecision
from reports.packet.data import KpiFigure, Name
from reports.packet.words import show_percent
from reports.words import word_of

PARTS: dict[str, Promise] = {
    "link": _("links"),
    "freshness": _("timeliness"),
    "machine_readable": _("machine readability"),
    "all": _("all three parts"),
    "undisputed": _("all three, accepted disputes left out"),
}
ADVICE: dict[str, Promise] = {"keep": _("keep on the list"), "release": _("take off the list")}
ANSWERED: dict[str, Promise] = {
    "in_time": _("within 7 days"),
    "late": _("late"),
    "overdue": _("overdue, no reply"),
    "pending": _("pending"),
}
DEFINITIONS: dict[str, Promise] = {
    "open_ratio": _(
        "Open or partly open datasets of the new systems of a year, by the systems introduced in that year and "
        "confirmed publishable. A dataset counts once; withdrawn ones leave the numerator. Coverage stands beside it: "
        "systems with at least one open dataset, by the same systems."
    ),
    "timely_updates": _(
        "Obligations due in the period that were met within 5 days of their due date, by the obligations due in it "
        "whose outcome is known. Pending and excused ones are left out and shown."
    ),
    "timely_replies": _(
        "Messages received in the period that were replied to within 7 days, by those whose outcome is known. An "
        "acknowledgement is no reply; spam is counted apart."
    ),
    "quality_pass": _(
        "Open datasets whose every distribution passes link, timeliness and machine readability, by the open datasets "
        "with a complete check, at the period's end."
    ),
    "reviews_done": _("Review items of the quarter with a recorded decision, by the review items of the quarter."),
}
THEMES: dict[str, Promise] = {
    "100": _("birth and child care"),
    "200": _("birth registration and adoption"),
    "300": _("schooling and further study"),
    "400": _("military service"),
    "500": _("job hunting and employment"),
    "600": _("starting a business"),
    "700": _("marriage"),
    "800": _("investment"),
    "900": _("leisure and travel"),
    "A00": _("transport and communications"),
    "B00": _("medical care"),
    "C00": _("housing and moving"),
    "D00": _("elections and voting"),
    "E00": _("safety and quality of life"),
    "F00": _("retirement"),
    "G00": _("care for the elderly"),
    "H00": _("end of life"),
    "I00": _("public information"),
}


def _label(choices: type[Choices], code: str) -> str:
    """The model's own word for a code, as a heading writes it; a code it no longer knows is shown as it is."""
    return _worded(choices, code, get_language())


@lru_cache(512)
def _worded(choices: type[Choices], code: str, _language: str | None) -> str:
    word = str(dict(choices.choices).get(code, code)) if code else ""
    return word[:1].upper() + word[1:]


def openness(code: str) -> str:
    return _label(Openness, code)


def standing(code: str) -> str:
    """A decision, or the state of life that stands in its place: withdrawn, moved."""
    return _label(Openness, code) if code in Openness.values else _label(Lifecycle, code)


def ground(code: str) -> str:
    return _label(Ground, code)


def kpi(code: str) -> str:
    return _label(Kpi, code)


def decision(code: str) -> str:
    return _label(ReviewDecision.Decision, code)


def outreach(code: str) -> str:
    return _label(Outreach.Kind, code)


def source(code: str) -> str:
    return _label(UsageSource, code)


def theme(code: str) -> str:
    return str(THEMES.get(code, code)) or str(_("not given"))


def met(value: bool | None) -> str:
    return str(_("no items") if value is None else _("met") if value else _("not met"))


def target(share: Fraction) -> str:
    return f"≥ {show_percent(share)}" if share < 1 else show_percent(share)


def name(one: Name | None, language: str) -> str:
    return one.of(language) if one else ""


def dataset(one: Name | None, language: str) -> str:
    """Title and identifier: titles alone are not unique."""
    return f"{one.of(language)} ({one.identifier})" if one else ""


def figure_row(one: KpiFigure) -> tuple[str, str, Fraction | None, Fraction | None, Fraction | None, str]:
    """One line of the page of figures: KPI, target, this quarter, year to date, change, met or not."""
    return kpi(one.kpi), target(one.target), one.this_quarter.value, one.year_to_date.value, one.change, met(one.met)


def state(kpi: str, code: str) -> str:
    """A row's state in a figure; empty for none."""
    return str(word_of(kpi, code)) if code else ""
