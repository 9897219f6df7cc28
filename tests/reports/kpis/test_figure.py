"""What a figure's rows add up to: units, the numbers beside, targets, praise and explanations."""

from datetime import date, datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.days import TAIPEI
from reports.kpis.figure import Figure, Row
from reports.kpis.quarters import parse_period
from reports.kpis.scoreboard import Shortfall, commended, must_explain
from reports.kpis.tally import Beside
from reports.kpis.targets import FIRST_TARGETS, Target, target_in_force
from reports.kpis.units import UnitTree

AS_OF = datetime(2026, 10, 20, tzinfo=TAIPEI)
Q3 = parse_period("2026Q3")
ROWS = st.lists(st.builds(Row, st.uuids().map(str), st.sampled_from("abc"), st.sampled_from(["on_time", "late"])))


def figure(rows: list[Row], *, kpi: str = "timely_updates", target: str = "0.9") -> Figure:
    return Figure(
        kpi,
        Q3,
        AS_OF,
        Fraction(target),
        tuple(r for r in rows if r.state == "on_time"),
        tuple(r for r in rows if r.state != "pending"),
        tuple(r for r in rows if r.state == "pending"),
        besides=(Beside("supported", "supported", "met"),),
    )


@given(ROWS)
def test_units_add_up_to_the_agency(rows: list[Row]) -> None:
    whole = figure(rows)
    parts = [whole.of({unit}) for unit in "abc"]
    assert sum(part.numerator for part in parts) == whole.numerator
    assert sum(part.denominator for part in parts) == whole.denominator
    assert len(whole.missed_rows()) == whole.denominator - whole.numerator


def test_a_number_beside_is_of_its_own_rows() -> None:
    rows = [
        Row("1", "a", "on_time", flags=frozenset({"met", "supported"})),
        Row("2", "a", "late", flags=frozenset({"met"})),
        Row("3", "a", "overdue"),
    ]
    assert figure(rows).beside["supported"].shown == "50.0%"
    assert figure(rows).of({"b"}).beside["supported"].shown == "no items"


def test_a_figure_closes_with_its_last_deadline() -> None:
    assert figure([Row("1", "a", "on_time", deadline=date(2026, 10, 5))]).closed
    assert not figure([Row("1", "a", "pending", deadline=date(2026, 10, 20))]).closed


def test_a_parent_is_its_own_and_its_descendants() -> None:
    tree = UnitTree({"top": None, "a": "top", "b": "a", "c": "top", "old": "top"}, {"old": "c"})
    assert tree.with_descendants("a") == {"a", "b"}
    assert tree.with_descendants("top") == {"top", "a", "b", "c", "old"}
    assert tree.with_descendants("c") == {"c"}
    assert list(tree.outline()) == [(0, "top"), (1, "a"), (2, "b"), (1, "c"), (2, "old")]


def test_the_target_of_a_period_is_the_one_on_its_last_day() -> None:
    versions = [
        Target(AS_OF, "timely_updates", Fraction(92, 100), date(2026, 9, 30)),
        Target(AS_OF, "timely_updates", Fraction(95, 100), date(2026, 10, 1)),
    ]
    assert target_in_force(versions, "timely_updates", Q3.end, AS_OF) == Fraction(92, 100)
    assert target_in_force(versions, "timely_updates", date(2026, 9, 29), AS_OF) == FIRST_TARGETS["timely_updates"]
    assert target_in_force(versions, "timely_updates", Q3.end, AS_OF.replace(day=1)) == FIRST_TARGETS["timely_updates"]
    assert target_in_force(versions, "open_ratio", Q3.end, AS_OF) == Fraction(4, 5)


SCOPES = {"top": {"top", "a", "b", "c"}, "a": {"a"}, "b": {"b"}, "c": {"c"}}
"""`top` has no rows of its own, `c` none at all."""


def test_a_parent_explains_what_its_own_and_lower_rows_lack() -> None:
    rows = [Row("1", "a", "on_time"), Row("2", "b", "late")]
    assert must_explain([figure(rows)], {"a": {"a", "b"}, "b": {"b"}}) == (
        Shortfall("a", "timely_updates"),
        Shortfall("b", "timely_updates"),
    )


def test_who_is_commended_and_who_explains() -> None:
    good, bad = Row("1", "a", "on_time"), Row("2", "b", "late")
    pending = Row("3", "a", "pending", deadline=date(2027, 1, 1))
    updates, replies = figure([good, bad]), figure([good], kpi="timely_replies")
    assert must_explain([updates, replies], SCOPES) == (Shortfall("b", "timely_updates"),)
    assert commended({"2026Q3": [updates, replies]}, SCOPES) == ("a",)
    assert commended({"2026Q3": [figure([good, pending])]}, SCOPES) == ()


TOLD = st.builds(
    Row,
    st.uuids().map(str),
    st.sampled_from("abc"),
    st.sampled_from(["on_time", "late", "pending"]),
    deadline=st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 1)),
    flags=st.sampled_from([frozenset[str](), frozenset({"met"}), frozenset({"met", "supported"})]),
)


@given(st.lists(TOLD))
def test_a_tally_says_what_its_figure_says(rows: list[Row]) -> None:
    for units in ({"a"}, {"a", "b"}, {"a", "b", "c", "d"}):
        own, told = figure(rows).of(units), figure(rows).tally().of(units)
        assert told == own.tally()
        for name in ("numerator", "denominator", "pending", "aside", "ratio", "met", "beside", "closed"):
            assert getattr(own, name) == getattr(told, name), name
