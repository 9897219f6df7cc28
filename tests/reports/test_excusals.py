"""Only the group's resolution excuses: the officer names it, the obligation stays shown and leaves the ratio."""

from datetime import date
from typing import Any

import pytest
import time_machine

from datasets.models import ObligationEvent, UpdateObligation, User
from datasets.rules.refusal import Refusal
from datasets.services.obligations import materialise_obligations
from reports.facts import load
from reports.kpis.quarters import parse_period
from reports.models import Excusal, Meeting, Resolution
from reports.services.excusals import excuse
from tests.reports.conftest import As
from tests.reports.world import World, at, on

pytestmark = pytest.mark.django_db
ADDRESS, NOW = "/resolutions/excusals/", "2026-09-01T09:00"


@pytest.fixture
def resolution(world: World) -> Resolution:
    """With July's obligation of fees overdue."""
    with time_machine.travel(at("2026-08-02T09:00"), tick=False):
        materialise_obligations(date(2026, 8, 2), grace_days=5, count="calendar")
    made = Resolution(meeting=Meeting.objects.get(), number="115-2-1", text="因系統汰換免計")
    on("2026-08-03T09:00", made)
    return made


def july(world: World) -> UpdateObligation:
    return UpdateObligation.objects.get(dataset=world.fees, period_start="2026-07-01")


def numbers(moment: str) -> tuple[int, int, int]:
    figure = load(at(moment)).figure("timely_updates", parse_period("2026-07"))
    return figure.numerator, figure.denominator, len(figure.aside_rows)


def test_the_officer_excuses_by_a_resolution(world: World, resolution: Resolution, officer: User, as_: As) -> None:
    client, row = as_(officer), july(world)
    with time_machine.travel(at(NOW), tick=False):
        page = client.get(ADDRESS)
        assert [due.row for due in page.context["overdue"]] == [row]
        sent: dict[str, Any] = {"resolution": str(resolution.pk), "obligations": [str(row.pk)], "reason": "汰換"}
        assert client.post(ADDRESS, sent).status_code == 302
    excusal = Excusal.objects.get()
    assert (excusal.resolution, excusal.event.obligation, excusal.recorded_by) == (resolution, row, officer)
    assert numbers("2026-09-01T08:59") == (0, 1, 0)
    assert numbers("2026-09-01T09:01") == (0, 0, 1), "shown, and out of the ratio"
    with time_machine.travel(at("2026-09-02T09:00"), tick=False):
        page = client.get(ADDRESS)
        assert page.context["overdue"] == []
        assert [one.event.obligation for one in page.context["page"]] == [row]
        assert not client.get(ADDRESS, {"as_of": "2026-09-01"}).context["page"].paginator.count
        assert client.get(ADDRESS, {"as_of": "2126-09-10"}).status_code == 400


def test_without_a_resolution_or_twice_nothing_is_excused(
    world: World, resolution: Resolution, officer: User, as_: As
) -> None:
    client, row = as_(officer), july(world)
    with time_machine.travel(at(NOW), tick=False):
        assert client.post(ADDRESS, {"obligations": [str(row.pk)]}).status_code == 400
        assert client.post(ADDRESS, {"resolution": str(resolution.pk)}).status_code == 400
        assert not ObligationEvent.objects.filter(kind="excused").exists()
        excuse(obligations=[row], resolution=resolution, reason="", by=officer)
        with pytest.raises(Refusal, match="excused before"):
            excuse(obligations=[row], resolution=resolution, reason="", by=officer)
        again = client.post(ADDRESS, {"resolution": str(resolution.pk), "obligations": [str(row.pk)]})
    assert again.status_code == 400
    assert Excusal.objects.count() == 1
