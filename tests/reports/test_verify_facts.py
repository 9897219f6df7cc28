"""verify_facts: what was moved behind the facts' back is found."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from datasets.models import Dataset, LedgerEntry, UpdateObligation
from datasets.protection import protect, unprotect
from feedback.models import MessageState
from feedback.services.state import rebuild_states
from quality.models import Outage
from quality.services.projections import rebuild
from reports.models import ReviewItem, TargetVersion
from reports.tasks import verify_facts
from tests.reports.world import World, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(world: World) -> World:
    """With the projections made, and an outage among them."""
    for hour in ("01", "04", "09"):
        world.look(f"2026-08-02T{hour}:00", world.file, "broken")
    rebuild()
    rebuild_states()
    return world


@pytest.fixture
def unprotected(db: None) -> Any:
    unprotect()
    yield
    protect()


def verify() -> str:
    out, errors = StringIO(), StringIO()
    try:
        call_command("verify_facts", stdout=out, stderr=errors)
    except CommandError as error:
        return f"{errors.getvalue()}{error}"
    return out.getvalue()


def test_untouched_facts_are_whole(whole: World) -> None:
    last = LedgerEntry.objects.latest("position")
    assert verify() == f"{last.position} facts whole, head {last.hash}\n"


def test_an_empty_portal_is_whole(db: None) -> None:
    assert verify() == "no facts yet\n"


def test_a_decimal_has_all_its_places_in_the_chain(whole: World) -> None:
    """However it was written: the database gives back 0.7500."""
    on("2026-09-01T09:00", TargetVersion(kpi="open_ratio", target="0.75", effective_on="2026-09-01"))
    on("2026-09-02T09:00", ReviewItem(quarter="2026Q3", dataset=whole.fees, rule="least_used", uses=3))
    assert "whole" in verify()


def test_an_edited_fact_breaks_the_chain(whole: World, unprotected: None) -> None:
    UpdateObligation.objects.filter(dataset=whole.maps).update(deadline="2026-07-31")
    found = verify()
    assert "hash of datasets.updateobligation" in found
    assert "deadline of obligation" in found
    assert "expected 2026-07-06, found 2026-07-31" in found


def test_a_removed_fact_and_a_smuggled_one(whole: World, unprotected: None) -> None:
    on("2026-09-01T09:00", TargetVersion(kpi="open_ratio", target="0.75", effective_on="2026-09-01"))
    TargetVersion.objects.all().delete()
    assert "reports.targetversion" in verify()
    item = ReviewItem.objects.get()
    item.pk, item.position, item.quarter = None, 9999, "2026Q1"
    item.save(force_insert=True)
    assert "rows of reports.reviewitem all: expected 1, found 2" in verify()


@pytest.mark.parametrize(
    ("model", "values", "says"),
    [
        (Dataset, {"lifecycle": "withdrawn"}, "life of dataset"),
        (Outage, {"ended_at": "2026-08-03T00:00:00Z"}, "outages of distribution"),
        (MessageState, {"deadline": "2027-01-01"}, "deadline of message"),
        (MessageState, {"spam": True}, "spam of message"),
    ],
)
def test_a_projection_that_says_something_else(whole: World, model: Any, values: Any, says: str) -> None:
    model.objects.update(**values)
    assert says in verify()


def test_a_lost_projection(whole: World) -> None:
    Outage.objects.all().delete()
    MessageState.objects.all().delete()
    found = verify()
    assert "outages of distribution" in found
    assert "state of message" in found


def test_the_nightly_task_says_it_in_the_log(whole: World, caplog: pytest.LogCaptureFixture) -> None:
    verify_facts()
    assert caplog.records == []
    Outage.objects.all().delete()
    verify_facts()
    assert "outages of distribution" in caplog.text
