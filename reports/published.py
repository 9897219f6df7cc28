"""Figures that everybody may see, computed once for each as-of moment that is asked about."""

from collections.abc import Sequence
from datetime import datetime

from django.core.cache import cache

from datasets import ledger
from datasets.models import Unit
from datasets.rules.days import taipei_day
from reports.facts import default_as_of, load
from reports.facts.counts import totals
from reports.facts.load import KPIS
from reports.kpis.quarters import ReportPeriod, period_of
from reports.kpis.tally import Tally

AN_HOUR = 3600
"""Checks are no facts of the chain; within the hour their figures follow too."""


def published_figures(clock: datetime) -> Sequence[Tally]:
    """The agency's five of the running quarter, live."""
    as_of = default_as_of(clock)
    return cached_figures(period_of(taipei_day(as_of), "quarter"), None, as_of)


def published_then(as_of: datetime) -> Sequence[Tally]:
    """The five of the quarter that ran then, as of that moment."""
    return cached_figures(period_of(taipei_day(as_of), "quarter"), None, as_of)


def cached_figures(period: ReportPeriod, unit: Unit | None, as_of: datetime) -> Sequence[Tally]:
    """The five of the agency or of a unit with those below it: kept for the last fact that they know and its day."""
    last = ledger.head(as_of)
    whose = unit.pk if unit else "agency"
    key = f"figures-{last.hash if last else 'none'}-{period.code}-{whose}-{as_of.timestamp()}"
    found: Sequence[Tally] | None = cache.get(key)
    if found is None:
        facts = load(as_of, evidence_for=period)
        scope = facts.scope(unit.pk if unit else None)
        found = [one for kpi in KPIS for one in totals(facts, kpi, [period], scope)]
        cache.set(key, found, AN_HOUR)
    return found
