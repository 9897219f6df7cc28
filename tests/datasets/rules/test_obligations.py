"""What became of an obligation, whatever the order in which facts are handed over."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.days import TAIPEI
from datasets.rules.obligations import Claim, Event, Obligation, check_claim, may_move, outcome
from datasets.rules.refusal import Refusal

BEGAN = datetime(2026, 3, 1, tzinfo=TAIPEI)
MARCH = Obligation("o", "d", "u", date(2026, 3, 31), date(2026, 4, 7), date(2026, 3, 1), BEGAN)
MOMENTS = st.integers(0, 120 * 24).map(lambda hours: BEGAN + timedelta(hours=hours))
CLAIMS = st.lists(
    st.tuples(MOMENTS, st.none() | st.integers(0, 600)).map(
        lambda pair: Claim(pair[0], None if pair[1] is None else max(BEGAN, pair[0] - timedelta(hours=pair[1])))
    ),
    unique_by=lambda claim: claim.recorded_at,
    max_size=5,
)
EVENTS = st.lists(
    st.builds(Event, MOMENTS, st.sampled_from(["lapsed", "excused"])) | st.builds(
        Event, MOMENTS, st.just("deadline_moved"), st.dates(date(2026, 4, 1), date(2026, 4, 30))),
    unique_by=lambda event: event.recorded_at,
    max_size=3,
)  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


@given(CLAIMS, EVENTS, MOMENTS, st.randoms())
def test_order_of_rows_does_not_matter(
    claims: list[Claim], events: list[Event], as_of: datetime, random: object
) -> None:
    before = outcome(MARCH, claims, events, as_of)
    random.shuffle(claims)  # type: ignore[attr-defined]
    random.shuffle(events)  # type: ignore[attr-defined]
    assert outcome(MARCH, claims, events, as_of) == before


@given(CLAIMS, EVENTS, MOMENTS)
def test_what_is_recorded_later_is_not_known_yet(claims: list[Claim], events: list[Event], as_of: datetime) -> None:
    known = [c for c in claims if c.recorded_at <= as_of], [e for e in events if e.recorded_at <= as_of]
    assert outcome(MARCH, claims, events, as_of) == outcome(MARCH, *known, as_of)


@given(CLAIMS, MOMENTS)
def test_a_state_means_what_it_says(claims: list[Claim], as_of: datetime) -> None:
    found = outcome(MARCH, claims, [], as_of)
    assert (found.claim is not None) == (found.state in {"on_time", "late"})
    if found.state == "overdue":
        assert as_of.astimezone(TAIPEI).date() > MARCH.deadline
    if found.state == "pending":
        assert as_of.astimezone(TAIPEI).date() <= MARCH.deadline


def test_a_claim_taken_back_leaves_it_unmet() -> None:
    claims = [Claim(at("2026-04-01"), at("2026-03-31")), Claim(at("2026-04-09"), None)]
    assert outcome(MARCH, claims, [], at("2026-04-08")).state == "on_time"
    assert outcome(MARCH, claims, [], at("2026-04-10")).state == "overdue"


def test_told_late_though_done_in_time() -> None:
    found = outcome(MARCH, [Claim(at("2026-04-20"), at("2026-04-02"))], [], at("2026-04-21"))
    assert (found.state, found.recorded_late) == ("on_time", True)


def test_excused_and_lapsed_whatever_the_claim() -> None:
    claims = [Claim(at("2026-04-09"), at("2026-04-09"))]
    assert outcome(MARCH, claims, [Event(at("2026-05-01"), "excused")], at("2026-05-02")).state == "excused"
    assert outcome(MARCH, claims, [Event(at("2026-05-01"), "lapsed")], at("2026-04-30")).state == "late"


@pytest.mark.parametrize(
    ("claimed", "now", "code"),
    [("2026-04-02", "2026-04-01T23:00", "in_the_future"), ("2026-02-28T23:59", "2026-04-01", "before_the_period"),
     ("2026-03-05", "2026-04-01", "already_counted"), ("2026-03-04T23:00", "2026-04-01", "already_counted"),
     ("2026-04-20T08:00", "2026-04-30", "already_counted")],
)  # fmt: skip
def test_a_claim_that_cannot_be_is_refused(claimed: str, now: str, code: str) -> None:
    others = [(date(2026, 2, 28), at("2026-03-05")), (date(2026, 4, 30), at("2026-04-20T08:00"))]
    with pytest.raises(Refusal) as refused:
        check_claim(at(claimed), MARCH, now=at(now), others=others)
    assert refused.value.code == code


def test_a_claim_for_later_today_and_one_a_minute_after_the_last_are_taken() -> None:
    check_claim(at("2026-04-01T18:00"), MARCH, now=at("2026-04-01T09:00"))
    check_claim(
        at("2026-03-05T00:01"), MARCH, now=at("2026-04-01"), others=[(date(2026, 2, 28), at("2026-03-05T00:00"))]
    )


@given(st.lists(st.integers(-40, 40), min_size=1, max_size=8))
def test_no_sequence_of_accepted_claims_lets_one_update_meet_two(steps: list[int]) -> None:
    """Whatever is filled in, in whatever order, accepted claims rise strictly with their obligations."""
    months = [date(2026, m, 1) for m in range(1, 9)]
    met: dict[date, datetime] = {}
    for index, step in enumerate(steps):
        start = months[index]
        due = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        own = Obligation("o", "d", "u", due, due, start, BEGAN)
        claimed = datetime(due.year, due.month, due.day, tzinfo=TAIPEI) + timedelta(days=step)
        try:
            check_claim(claimed, own, now=at("2027-01-01"), others=list(met.items()))
        except Refusal:
            continue
        met[due] = claimed
    times = [met[due] for due in sorted(met)]
    assert times == sorted(set(times))


@pytest.mark.parametrize(
    ("old", "new", "recorded", "moves"),
    [(7, 8, 7, True), (7, 8, 8, False), (8, 7, 7, True), (8, 7, 8, False), (7, 7, 1, False)],
)
def test_a_newer_calendar_moves_only_what_lies_ahead(old: int, new: int, recorded: int, moves: bool) -> None:
    assert may_move(date(2026, 4, old), date(2026, 4, new), date(2026, 4, recorded)) is moves
