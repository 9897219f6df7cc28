"""Every door reads as-of the same way: to the microsecond, and never ahead of now."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from datasets.models import User
from feedback.models import FeedbackEvent
from tests.reports.conftest import As
from tests.reports.world import World

pytestmark = pytest.mark.django_db
AHEAD = "2126-01-01T00:00:00.5"


def test_a_fact_counts_from_its_own_microsecond(world: World, advisor: User, as_: As) -> None:
    reply = FeedbackEvent.objects.get(kind="replied").recorded_at
    client = as_(advisor)

    def replied(moment: str) -> int:
        found = client.get("/api/v1/kpis", {"period": "2026-06", "as_of": moment}).json()
        return int(next(row["numerator"] for row in found if row["kpi"] == "timely_replies"))

    assert replied(reply.isoformat()) == 1
    assert replied(reply.replace(microsecond=0).isoformat()) == (1 if reply.microsecond == 0 else 0)
    assert replied((reply - reply.resolution).isoformat()) == 0
    page = client.get(
        "/dashboard/timely_replies/", {"period": "2026-06", "as_of": (reply - reply.resolution).isoformat()}
    )
    assert page.context["tile"].figure.numerator == 0


@pytest.mark.parametrize(
    "address",
    ["/dashboard/", "/dashboard/timely_updates/", "/api/v1/kpis", "/reviews/2026Q2/", "/explanations/2026Q2/"],
)
def test_a_page_refuses_a_moment_ahead(world: World, advisor: User, as_: As, address: str) -> None:
    found = as_(advisor).get(address, {"as_of": AHEAD})
    assert found.status_code == 400
    assert AHEAD in found.content.decode()


@pytest.mark.parametrize("command", [["kpi", "2026Q2"], ["build_packet", "2026Q2", "--out", "x"]])
def test_a_command_refuses_a_moment_ahead(command: list[str], db: None) -> None:
    with pytest.raises(CommandError, match="future"):
        call_command(*command, "--as-of", AHEAD, stdout=StringIO())


def test_reviews_and_explanations_as_they_were_known(world: World, advisor: User, as_: As) -> None:
    client = as_(advisor)

    def review(moment: str) -> tuple[int, int]:
        context = client.get("/reviews/2026Q2/", {"as_of": moment}).context
        return context["decided"], context["total"]

    assert [review(day) for day in ("2026-07-25", "2026-07-26", "2026-08-02")] == [(0, 0), (0, 1), (1, 1)]

    def below(moment: str) -> set[str]:
        rows = client.get("/explanations/2026Q2/", {"as_of": moment}).context["rows"]
        return {str(row[1].value) for row in rows}

    assert "timely_updates" not in below("2026-06-30")
    assert "timely_updates" in below("2026-09-01")
