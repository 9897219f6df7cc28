"""What is counted where it is kept is what the rules say, of any units; lists are the same, page by page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datasets.models import (
    Dataset,
    InformationSystem,
    SystemAssessment,
    Unit,
    UpdateAttestation,
    UpdateObligation,
    User,
)
from reports.facts import Facts, load
from reports.facts.counts import ahead, by_unit, totals
from reports.facts.load import KPIS
from reports.facts.reviews import undecided_items
from reports.kept.asking import KEPT
from reports.kept.keeping import keep
from reports.kpis.figure import Row
from reports.kpis.quarters import ReportPeriod, latest_periods, parse_period
from reports.kpis.tally import Count
from reports.listing import Keys, Lists, OfFigure, lists_of
from reports.models import ReviewItem
from tests.reports.test_dashboard import client_of
from tests.reports.world import World, at, record

pytestmark = pytest.mark.django_db
PERIODS = [parse_period(code) for code in ("2026-06", "2026-07", "2026Q2", "2026")]
AS_OF = at("2026-08-20T09:00")


def both(period: ReportPeriod | None = None) -> tuple[Facts, Facts]:
    """What is kept, and the rules alone, which judge the evidence of one period."""
    keep()
    kept, rules = load(AS_OF), load(AS_OF, evidence_for=period)
    assert kept.kept
    rules.kept = None
    return kept, rules


def scopes(world: World) -> Iterator[set[str] | None]:
    yield None
    yield {str(world.infra.pk)}
    yield {str(world.infra.pk), str(world.content.pk)}


@pytest.mark.parametrize("kpi", KPIS)
def test_numbers_are_those_of_the_rules(kpi: str, world: World) -> None:
    for period in PERIODS:
        kept, rules = both(period)
        for units in scopes(world):
            assert totals(kept, kpi, [period], units) == totals(rules, kpi, [period], units)
            assert by_unit(kept, kpi, [period], units) == by_unit(rules, kpi, [period], units)
    months = latest_periods(parse_period("2026-08"), 6)
    for units in scopes(world):
        one, other = (totals(facts, kpi, months, units) for facts in (kept, rules))
        assert [(told.ratio, told.pending, told.closed) for told in one] == [
            (told.ratio, told.pending, told.closed) for told in other
        ]
        assert by_unit(kept, kpi, months, units) == by_unit(rules, kpi, months, units)


@pytest.mark.parametrize("kpi", KPIS)
def test_periods_that_overlap_or_lie_apart_are_counted_by_one_query(kpi: str, world: World) -> None:
    """A month within its quarter within its year, and one of another year; what was read of all tells of some."""
    periods = [parse_period(code) for code in ("2026-05", "2026Q2", "2026", "2025-09", "2026-08")]
    kept, rules = both()
    expected = [by_unit(rules, kpi, [period])[0] for period in periods]
    with CaptureQueriesContext(connection) as caught:
        assert by_unit(kept, kpi, periods) == expected
    assert sum("GROUP BY" in one["sql"] for one in caught) == (kpi in KEPT)
    some = {str(world.infra.pk)}
    with CaptureQueriesContext(connection) as caught:
        assert by_unit(kept, kpi, periods, some) == [told.of(some) for told in expected]
    assert not caught


def test_what_was_counted_together_is_not_told_apart(world: World) -> None:
    (together,) = totals(load(AS_OF), "timely_updates", [parse_period("2026")])
    with pytest.raises(ValueError, match="together"):
        together.of({str(world.infra.pk)})


def test_what_lies_ahead(world: World) -> None:
    kept, rules = both()
    year = parse_period("2026")
    assert ahead(kept, year) == ahead(rules, year) != {}


@pytest.mark.parametrize("kpi", KPIS)
def test_lists_hold_the_rows_of_the_figure(kpi: str, world: World) -> None:
    for period in PERIODS:
        kept, rules = both(period)
        for units in scopes(world):
            one, other = (lists_of(facts, kpi, period, units) for facts in (kept, rules))
            assert one.sizes == other.sizes
            for name in one.sizes:
                assert _sorted(one.rows(name)) == _sorted(other.rows(name))
                assert len(one.rows(name)) == one.sizes[name]
                assert _keys(one.keys(name)) == _keys(other.keys(name)) == {row.key for row in one.rows(name)}
            compare_single(one, other)


def compare_single(one: Lists, other: Lists) -> None:
    for row in one.rows("missed"):
        assert one.find(row.key) == other.find(row.key) == row
    assert one.find("00000000-0000-0000-0000-000000000000") is None
    deadlines = [row.deadline for row in one.standing("overdue", 3)]
    assert deadlines == [row.deadline for row in other.standing("overdue", 3)]


def _keys(keys: Keys) -> set[str]:
    return {str(one["key"]) if isinstance(one, dict) else one for one in keys}


def _sorted(rows: "Iterator[Row] | object") -> list[str]:
    return sorted(f"{row.key} {row.state} {sorted(row.flags)}" for row in rows)  # type: ignore[attr-defined]  # either


def test_a_page_of_a_list_reads_that_page(world: World) -> None:
    kept, _rules = both()
    rows = lists_of(kept, "timely_updates", parse_period("2026")).rows("numerator")
    with CaptureQueriesContext(connection) as caught:
        assert len(rows[1:2]) == 1
    assert len(caught) == 1
    assert "LIMIT 1" in caught[0]["sql"]


def test_queries_stay_the_same_however_many_units(officer: User, world: World) -> None:
    """The dashboard, a unit's page, and every figure's; 60 units more take not one query more."""
    keep()
    client = client_of(officer)
    pages = ["/dashboard/?period=2026-07", "/dashboard/?period=2026-07&unit=infra"]
    pages += [f"/dashboard/{kpi}/?period=2026-07" for kpi in KPIS]
    before = [_queries(client, page) for page in pages]
    Unit.objects.bulk_create(Unit(code=f"n{n}", name=f"處{n}") for n in range(60))
    assert [_queries(client, page) for page in pages] == before
    shown = client.get(pages[0]).context
    assert len(shown["lines"]) == len(shown["heat"].rows) - 1 == 25
    rest = client.get(f"{pages[0]}&page=3").context["lines"]
    assert len(rest) == Unit.objects.count() - 50


def _queries(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


def test_rows_are_counted_once_for_all_who_ask_while_no_fact_is_new(world: World, settings: Any) -> None:
    """The second reader of a moment counts nothing; a new fact is counted for later moments alone."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}}
    keep()
    first = _asked(load(AS_OF), world)
    assert first[0] == 4
    assert _asked(load(AS_OF), world) == (0, first[1])
    owed = UpdateObligation.objects.filter(due__quarter=2, unit=world.infra)[0]
    with time_machine.travel(at("2026-08-21T09:00"), tick=False):
        record(UpdateAttestation(obligation=owed, claimed_at=None, date_only=True, note="taken back"))
        keep()
    assert _asked(load(AS_OF), world) == (0, first[1])
    kept, rules = load(at("2026-08-22T09:00")), load(at("2026-08-22T09:00"))
    rules.kept = None
    assert _asked(kept, world) == (4, _asked(rules, world)[1])
    assert _asked(kept, world)[1] != first[1]


def _asked(facts: Facts, world: World) -> tuple[int, list[Count]]:
    """How often rows were counted, and the numbers: of all and of one unit, together and apart."""
    period, unit = [parse_period("2026Q2")], str(world.infra.pk)
    with CaptureQueriesContext(connection) as caught:
        told = [totals(facts, "timely_updates", period, units)[0].total for units in (None, {unit})]
        told += [by_unit(facts, "timely_updates", period, units)[0].by_unit[unit] for units in ({unit}, None)]
    plain = [count._replace(flags={}) for count in told]
    return sum("keptcount" in one["sql"] for one in caught), plain


@pytest.mark.parametrize("kpi", ["open_ratio", "reviews_done"])
def test_what_rests_on_few_facts_is_recalled_until_one_is_new(kpi: str, world: World, settings: Any) -> None:
    """The second reader reads no row of it; a new fact of its kinds is counted at once, and not before it was known."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": kpi}}
    year = parse_period("2026")
    first = load(AS_OF).tally(kpi, year)
    with CaptureQueriesContext(connection) as caught:
        assert load(AS_OF).tally(kpi, year) == first
    assert not any("reports_reviewdecision" in one["sql"] and "item_id" in one["sql"] for one in caught)
    assert not any("systemdataset" in one["sql"] and "linked" in one["sql"] for one in caught)
    with time_machine.travel(at("2026-08-21T09:00"), tick=False):
        _news(world)
    later = load(at("2026-08-22T09:00"))
    assert later.tally(kpi, year) == later.figure(kpi, year).tally()
    assert later.tally(kpi, year).by_unit != first.by_unit
    assert load(AS_OF).tally(kpi, year) == first


@pytest.mark.parametrize("kpi", ["open_ratio", "reviews_done"])
def test_rows_that_rest_on_few_facts_are_made_once_until_one_is_new(kpi: str, world: World, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"r{kpi}"}}
    keep()
    year = parse_period("2026")
    first = lists_of(load(AS_OF), kpi, year).sizes
    with CaptureQueriesContext(connection) as caught:
        assert lists_of(load(AS_OF), kpi, year).sizes == first
    assert not any("systemassessment" in one["sql"] or "reviewitem" in one["sql"] for one in caught)
    with time_machine.travel(at("2026-08-21T09:00"), tick=False):
        _news(world)
    later = at("2026-08-22T09:00")
    assert lists_of(load(later), kpi, year).sizes == OfFigure(load(later).figure(kpi, year)).sizes != first


def test_undecided_items_are_recalled_until_one_is_decided(world: World, settings: Any) -> None:
    """One waited in July; its decision, of August, is known at once."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "undecided"}}
    keep()
    july = at("2026-07-31T09:00")
    first = load(july).undecided
    with CaptureQueriesContext(connection) as caught:
        assert load(july).undecided == first == undecided_items(july)[:1]
    assert sum("EXISTS" in one["sql"] for one in caught) == 1, "the second time by the test alone"
    assert list(load(AS_OF).undecided) == undecided_items(AS_OF) == []


def _news(world: World) -> None:
    system = InformationSystem.objects.create(code="new", name="新", unit=world.infra)
    record(SystemAssessment(system=system, introduced_on=date(2026, 3, 1), publishable=True, reason=""))
    record(ReviewItem(quarter="2026Q1", dataset=Dataset.objects.all()[0], rule="least_used"))
