"""When nothing is owed, and which running obligations a change takes away."""

from datetime import date, datetime

from datasets.rules.days import TAIPEI
from datasets.rules.frequencies import IRREGULAR, Frequency
from datasets.rules.openness import Decision, LifeChange
from datasets.rules.rests import Pause, lapse_ground, rests, stop_days
from datasets.rules.schedules import Schedule


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 15, tzinfo=TAIPEI)


PUBLISHED = LifeChange(at(3, 10), "published", date(2020, 1, 1))
MONTHLY = Frequency("every", 1, "month")


def spans(found: list) -> list[tuple[str, str | None, str]]:
    return [(str(r.start), str(r.end) if r.end else None, r.ground) for r in found]


def test_rests_until_published_by_the_sources_own_date() -> None:
    assert spans(rests([PUBLISHED], [], [])) == [("0001-01-01", "2020-01-01", "unpublished")]


def test_a_withdrawal_takes_effect_when_recorded_not_before() -> None:
    gone = LifeChange(at(5, 2), "withdrawn", date(2026, 4, 1))
    later = LifeChange(at(6, 1), "published")
    assert spans(rests([PUBLISHED, gone, later], [], []))[1:] == [("2026-05-02", "2026-06-01", "withdrawn")]


def test_closed_decisions_and_pauses_rest_by_their_own_ground() -> None:
    decisions = [Decision(at(4, 1), "not_open"), Decision(at(4, 20), "partly_open")]
    pauses = [
        Pause(at(5, 1), date(2026, 6, 1), True, "renewal of the system"),
        Pause(at(6, 10), date(2026, 7, 1), False),
    ]
    assert spans(rests([PUBLISHED], decisions, pauses))[1:] == [
        ("2026-04-01", "2026-04-20", "not_open"),
        ("2026-06-01", "2026-07-01", "renewal of the system"),
    ]


def test_a_later_record_overrules_what_has_not_begun() -> None:
    pauses = [Pause(at(5, 1), date(2026, 9, 1), True, "x"), Pause(at(5, 2), date(2026, 5, 2), False)]
    assert spans(rests([PUBLISHED], [], pauses))[1:] == []


def test_running_obligations_lapse_and_due_ones_stand() -> None:
    gone = LifeChange(at(3, 20), "withdrawn")
    stops = stop_days(rests([PUBLISHED, gone], [], []), [Schedule(MONTHLY, date(2026, 1, 1))])
    assert lapse_ground(date(2026, 3, 1), date(2026, 3, 31), stops, date(2026, 3, 20)) == "withdrawn"
    assert lapse_ground(date(2026, 3, 1), date(2026, 3, 31), stops, date(2026, 3, 19)) is None
    assert lapse_ground(date(2026, 2, 1), date(2026, 3, 20), stops, date(2026, 3, 20)) is None


def test_a_schedule_that_asks_nothing_stops_only_where_it_holds() -> None:
    replaced = [
        Schedule(MONTHLY, date(2026, 1, 1)),
        Schedule(IRREGULAR, date(2026, 10, 1)),
        Schedule(MONTHLY, date(2026, 9, 1)),
    ]
    assert stop_days([], replaced[:2]) == [(date(2026, 10, 1), "irregular")]
    assert stop_days([], replaced) == []
