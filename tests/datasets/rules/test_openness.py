"""Whether a dataset is open at a moment."""

from datetime import date, datetime

from datasets.rules.days import TAIPEI
from datasets.rules.openness import Decision, LifeChange, standing, was_published_throughout


def at(month: int, day: int = 1, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=TAIPEI)


IMPORTED = LifeChange(at(6), "published", effective_on=date(2020, 5, 1))


def test_unknown_before_its_import_and_open_by_import_after() -> None:
    assert standing([], [IMPORTED], at(5)).life == "unpublished"
    assert standing([], [IMPORTED], at(5)).verdict == "undecided"
    found = standing([], [IMPORTED], at(7))
    assert (found.verdict, found.by_import, found.is_open) == ("open", True, True)


def test_the_sources_date_tells_of_the_past_once_it_is_known() -> None:
    assert standing([], [IMPORTED], at(7), at=at(12, 31, 2020)).is_open
    assert not standing([], [IMPORTED], at(7), at=at(12, 31, 2019)).is_open


def test_the_last_decision_holds() -> None:
    decisions = [Decision(at(7), "not_open"), Decision(at(9), "partly_open")]
    assert standing(decisions, [IMPORTED], at(8)).is_closed
    found = standing(decisions, [IMPORTED], at(10))
    assert (found.is_open, found.by_import) == (True, False)
    assert not standing(decisions, [IMPORTED], at(10), at=at(8)).is_open


def test_withdrawn_and_moved_are_not_open_but_discontinued_is() -> None:
    for state, is_open in (("withdrawn", False), ("moved", False), ("discontinued", True)):
        changes = [IMPORTED, LifeChange(at(8), state)]  # type: ignore[arg-type]
        assert standing([], changes, at(9)).is_open is is_open


def test_published_throughout_a_quarter() -> None:
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    gone = LifeChange(at(8), "withdrawn")
    assert was_published_throughout([IMPORTED], first, last, at(10))
    assert not was_published_throughout([LifeChange(at(6), "published", date(2026, 7, 15))], first, last, at(10))
    assert not was_published_throughout([IMPORTED, gone], first, last, at(10))
    assert not was_published_throughout([LifeChange(at(7, 2), "published")], first, last, at(10))
