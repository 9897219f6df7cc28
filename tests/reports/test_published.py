"""The agency's figures on the first page: live, for everybody, computed once for each newest fact."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.reports.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "figures"}}


def first_page(day: str) -> str:
    with time_machine.travel(at(f"{day}T12:00"), tick=False):
        return Client(headers={"accept-language": "en"}).get("/").content.decode()


def test_everybody_reads_the_figures_and_nobody_the_rows(world: World) -> None:
    page = first_page("2026-09-01")
    assert "2026 Q3" in page
    assert "systems with an open dataset" in page
    assert "/dashboard/" not in page


def test_an_empty_portal_has_no_items(db: None) -> None:
    assert "no items" in first_page("2026-09-01")


def test_a_new_fact_is_seen_at_once_and_none_is_computed_once(world: World, django_assert_max_num_queries: Any) -> None:
    assert "50.0%" in first_page("2026-09-01")
    with django_assert_max_num_queries(13):
        first_page("2026-09-01")
    world.look("2026-09-01T09:00", world.image, readable=True)
    assert "50.0%" not in first_page("2026-09-01")
