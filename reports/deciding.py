"""What the next meeting must decide, as known at a moment: counts, each with the way to what it counts."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from datasets.rules.days import taipei_day
from reports.asking import Asked
from reports.claims import CONTRADICTED, words_on
from reports.facts import Facts
from reports.facts.counts import below_targets
from reports.facts.load import KPIS
from reports.facts.meetings import is_late, still_on_the_list
from reports.kpis.quarters import ReportPeriod, period_of, reported
from reports.kpis.reviews_done import ItemFacts
from reports.listing import Lists, lists_of
from reports.models import Explanation, Kpi, Resolution
from reports.plan import overdue, plan_of


@dataclass(frozen=True, slots=True)
class Matter:
    """`count` of things to decide; `note` says more of them; `url` leads to them."""

    label: str
    count: int
    note: str
    url: str

    @property
    def state(self) -> str:
        return "warn" if self.count else "good"


def quarter_at_hand(asked: Asked) -> ReportPeriod:
    """The quarter that the next meeting looks at: the asked one if it has ended, else the last that has."""
    today = taipei_day(asked.as_of)
    quarter = period_of(min(asked.period.end, today), "quarter")
    return quarter if quarter.end < today else quarter.before()


def matters(facts: Facts, asked: Asked, units: Collection[str], *, reads_everything: bool) -> list[Matter]:
    """Of these units, by their keys."""
    keys = asked_units(facts, asked, units)
    quarter, whole = quarter_at_hand(asked), reads_everything and asked.unit is None
    rows_of = None if whole else keys
    return [
        _reviews(facts, asked, keys),
        _explanations(facts, asked, keys, quarter),
        _resolutions(asked, keys, everything=whole),
        _contradicted(facts, asked, rows_of),
        _topics(facts, asked, rows_of, quarter),
        _planned(facts, asked, keys),
    ]


def _planned(facts: Facts, asked: Asked, units: Collection[str]) -> Matter:
    """Of the yearly plan, what is not open though its month is over."""
    rows = plan_of(facts, asked.period.year, units)
    note = _("of %(number)s planned for the year") % {"number": len(rows)} if rows else ""
    late = len(overdue(rows))
    label = ngettext("planned opening that is late", "planned openings that are late", late)
    return Matter(label, late, note, reverse("plan") + asked.query())


def asked_units(facts: Facts, asked: Asked, units: Collection[str]) -> set[str]:
    """Of these units the asked one and what lies under it; all, where none was asked."""
    return set(units) & facts.units.with_descendants(str(asked.unit.pk)) if asked.unit else set(units)


def waiting_items(facts: Facts, units: Collection[str]) -> list[ItemFacts]:
    """The review items of these units without a decision, of every quarter."""
    return [one for one in facts.undecided if one.unit in units]


def _reviews(facts: Facts, asked: Asked, units: Collection[str]) -> Matter:
    today = taipei_day(asked.as_of)
    waiting = waiting_items(facts, units)
    late = sum(one.due_on is not None and one.due_on < today for one in waiting)
    note = _("%(number)s past the due date") % {"number": late} if late else ""
    url = reverse("reviews_waiting") + asked.query(period=None)
    label = ngettext("review item without a decision", "review items without a decision", len(waiting))
    return Matter(label, len(waiting), note, url)


def _explanations(facts: Facts, asked: Asked, units: Collection[str], quarter: ReportPeriod) -> Matter:
    below = below_targets(facts, {kpi: reported(kpi, quarter) for kpi in KPIS})
    owed = {(unit, kpi) for unit in units for kpi in below.get(unit, ())}
    rows = Explanation.objects.known_at(asked.as_of).filter(quarter=quarter.code)
    there = {(str(unit), kpi) for unit, kpi in rows.values_list("unit_id", "kpi")} & owed
    note = _("%(given)s of %(owed)s explanations handed in") % {"given": len(there), "owed": len(owed)} if owed else ""
    url = reverse("explanations_of", args=[quarter.code]) + asked.moment()
    number = len({unit for unit, _kpi in owed})
    return Matter(
        ngettext("unit that must explain itself", "units that must explain themselves", number), number, note, url
    )


def _resolutions(asked: Asked, units: Collection[str], *, everything: bool) -> Matter:
    rows = still_on_the_list(Resolution.objects.known_at(asked.as_of), asked.as_of)
    own = [one for one in rows if everything or str(one.owner_id) in units]
    today = taipei_day(asked.as_of)
    late = sum(is_late(one, today) for one in own)
    note = _("%(number)s past the due date") % {"number": late} if late else ""
    label = ngettext("resolution that still stands", "resolutions that still stand", len(own))
    return Matter(label, len(own), note, reverse("resolutions") + asked.moment())


def _contradicted(facts: Facts, asked: Asked, units: Collection[str] | None) -> Matter:
    lists = lists_of(facts, Kpi.TIMELY_UPDATES, asked.period, units)
    number = lists.sizes[CONTRADICTED]
    url = reverse("claims") + asked.query()
    label = ngettext("claim that evidence contradicts", "claims that evidence contradicts", number)
    return Matter(label, number, _explained(lists, asked) if number else "", url)


def _explained(lists: Lists, asked: Asked) -> str:
    """How many of them the units explained. Two queries, where there are any."""
    given, number = len(words_on(lists.keys(CONTRADICTED), asked.as_of)), lists.sizes[CONTRADICTED]
    return _("%(given)s of %(number)s explained by the unit") % {"given": given, "number": number}


def _topics(facts: Facts, asked: Asked, units: Collection[str] | None, quarter: ReportPeriod) -> Matter:
    number = lists_of(facts, Kpi.TIMELY_REPLIES, quarter, units).sizes["requests"]
    url = reverse("kpi", args=[Kpi.TIMELY_REPLIES]) + asked.query(period=quarter.code, show="requests")
    return Matter(ngettext("request for data to discuss", "requests for data to discuss", number), number, "", url)
