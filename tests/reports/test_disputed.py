"""Accepted disputes beside the pass rate: only what an officer accepted, while it stands, of what was disputed."""

from datetime import date

import pytest

from quality.facts import pardon_of
from quality.models import Dispute, DisputeRuling, Observation
from quality.rules import Pardon
from reports.facts import load
from reports.figures import as_lines
from reports.kpis.quarters import parse_period
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 9, 30)


def beside(as_of: str, period: str = "2026Q3") -> tuple[int, int, int]:
    """(passing, passing with accepted disputes left out, complete)."""
    figure = load(at(as_of)).figure("quality_pass", parse_period(period))
    return figure.numerator, figure.beside["undisputed"].numerator, figure.beside["undisputed"].denominator


def down(world: World) -> list[Observation]:
    """The fees' file is missing from 2 August on, as three checks saw."""
    for hour in ("01", "04", "09"):
        world.look(f"2026-08-02T{hour}:00", world.file, "broken")
    return list(Observation.objects.filter(distribution=world.file, link="broken"))


def dispute(seen: list[Observation], accepted: bool | None = True) -> None:
    own = [Dispute(observation=one, code=one.reason, reason="It is there.", expires_on=UNTIL) for one in seen]
    on("2026-08-10T09:00", *own)
    if accepted is not None:
        on("2026-08-12T09:00", *(DisputeRuling(dispute=one, accepted=accepted) for one in own))


def test_only_from_the_ruling_until_it_expires(world: World) -> None:
    dispute(down(world))
    assert beside("2026-08-11T00:00") == (0, 0, 2)
    assert beside("2026-08-13T00:00") == (0, 1, 2)
    assert beside("2026-10-02T00:00") == (0, 1, 2), "the quarter ended on the last day of the dispute"
    assert beside("2026-10-02T00:00", "2026Q4") == (0, 0, 2)


def test_of_all_that_made_the_outage(world: World) -> None:
    dispute(down(world)[:1])
    assert beside("2026-08-20T00:00") == (0, 1, 2), "two failures make no outage"


@pytest.mark.parametrize("accepted", [None, False])
def test_what_was_not_accepted_changes_nothing(world: World, accepted: bool | None) -> None:
    dispute(down(world), accepted)
    assert beside("2026-08-20T00:00") == (0, 0, 2)


def test_a_later_success_needs_no_dispute(world: World) -> None:
    dispute(down(world))
    world.look("2026-08-15T09:00", world.file)
    assert beside("2026-08-20T00:00") == (1, 1, 2)


@pytest.mark.parametrize(
    ("findings", "accepted", "readable"),
    [
        (["ragged_rows"], ["ragged_rows"], True),
        (["ragged_rows", "padded_cells"], ["ragged_rows"], True),
        (["ragged_rows", "stacked_header"], ["ragged_rows"], False),
        (["padded_cells", "ragged_rows"], ["padded_cells"], False),
        ([], ["empty"], True),
        ([], [], False),
    ],
)
def test_readability_is_regained_when_every_cause_is_denied(
    findings: list[str], accepted: list[str], readable: bool
) -> None:
    pardon = pardon_of("empty", findings, dict.fromkeys(accepted, UNTIL))
    assert (pardon.readable is not None) is readable


def test_the_shortest_dispute_decides() -> None:
    days = {"ragged_rows": UNTIL, "stacked_header": date(2026, 9, 1)}
    assert pardon_of("ok", days, days) == Pardon(None, date(2026, 9, 1))


def test_the_command_prints_it(world: World) -> None:
    dispute(down(world))
    figure = load(at("2026-08-20T00:00")).figure("quality_pass", parse_period("2026Q3"))
    assert "undisputed 1/2" in next(iter(as_lines([figure], "*")))
