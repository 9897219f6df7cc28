"""The year's end from what is already known, by examples worked by hand."""

from datetime import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.days import TAIPEI
from reports.kpis.figure import Figure, Row
from reports.kpis.forecast import Forecast, forecast, missing
from reports.kpis.quarters import parse_period
from reports.kpis.ratio import Ratio

AS_OF = datetime(2026, 11, 25, tzinfo=TAIPEI)
NINETY = Fraction(9, 10)


def year(states: str, *, units: str = "", kpi: str = "timely_updates", target: Fraction = NINETY) -> Figure:
    """One letter a row: g on time, b late or without a decision, p pending."""
    owners = units or "a" * len(states)
    rows = [Row(str(n), unit, state) for n, (state, unit) in enumerate(zip(states, owners, strict=True))]
    known = tuple(row for row in rows if row.state in "gb")
    reached = tuple(row for row in known if row.state == "g")
    pending = tuple(row for row in rows if row.state == "p")
    return Figure(kpi, parse_period("2026"), AS_OF, target, reached, known, pending)


def test_how_many_of_those_still_due_must_be_on_time() -> None:
    """16 of 18 so far, 1 waits, 1 lies ahead: 90 % of 20 is 18, so 2 of 2 must come in time."""
    told = forecast(year("g" * 16 + "bb" + "p"), ahead=["a"])
    assert (told.known, told.pending, told.ahead) == (Ratio(16, 18), 1, 1)
    assert (told.worst, told.best) == (Ratio(16, 20), Ratio(18, 20))
    assert (told.required, told.needed, told.verdict) == (18, 2, "possible")


def test_the_target_can_be_sure_already() -> None:
    """19 of 19, and 2 to come: 90 % of 21 is 18.9, and 19 are there."""
    told = forecast(year("g" * 19 + "pp"))
    assert (told.required, told.needed, told.verdict) == (19, 0, "certain")


def test_the_target_can_be_out_of_reach() -> None:
    """17 of 20, and 1 to come: 90 % of 21 is 18.9, and 18 is the most."""
    told = forecast(year("g" * 17 + "bbb" + "p"))
    assert (told.best, told.needed, told.verdict) == (Ratio(18, 21), 2, "impossible")


def test_one_late_reply_ends_a_hundred_per_cent() -> None:
    assert forecast(year("gb" + "ppp", kpi="timely_replies", target=Fraction(1))).verdict == "impossible"


def test_a_review_item_can_be_decided_until_the_end() -> None:
    """8 decided, 2 wait: all that wait are needed, and none is lost."""
    told = forecast(year("g" * 8 + "bb", kpi="reviews_done", target=Fraction(1)))
    assert (told.known, told.pending, told.worst, told.best) == (Ratio(8, 8), 2, Ratio(8, 10), Ratio(10, 10))
    assert (told.needed, told.verdict) == (2, "possible")


def test_as_so_far_lets_each_unit_go_on_at_its_own_rate() -> None:
    """a: 4 of 4, 1 to come; b: 1 of 2, 2 to come; c: nothing known, 1 to come at the agency's 5 of 6.
    5 + 1 + 2 × 1/2 + 5/6 = 47/6 of 10."""
    told = forecast(year("gggg" + "gb", units="aaaabb"), ahead=["a", "b", "b", "c"])
    assert told.likely == Fraction(47, 60)


def test_a_year_without_items_promises_nothing() -> None:
    assert (forecast(year("")).verdict, forecast(year("")).likely) == (None, None)
    assert forecast(year("p")).likely is None


def test_how_many_more_a_state_needs() -> None:
    """149 of 223 at 95 %: 211.85, so 212, and 63 are missing."""
    assert missing(year("g" * 149 + "b" * 74, kpi="quality_pass", target=Fraction(95, 100))) == 63
    assert missing(year("g" * 19 + "b", kpi="quality_pass", target=Fraction(95, 100))) == 0
    assert missing(year("")) == 0


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.fractions(0, 1))
def test_needed_is_the_least_that_reaches_the_target(good: int, bad: int, waiting: int, target: Fraction) -> None:
    told = Forecast(target, Ratio(good, good + bad), waiting)
    enough = [n for n in range(waiting + 1) if Ratio(good + n, told.total).meets(target)]
    if told.total:
        assert told.verdict == ("impossible" if not enough else "possible" if enough[0] else "certain")
        assert not enough or enough[0] == told.needed
