"""Priority for opening: what is marked, how much of it is open, and no word about what is still undecided."""

import pytest
from django.test import Client

from datasets.models import Dataset, Lifecycle, Openness, Unit

pytestmark = pytest.mark.django_db


def make(unit: Unit, identifier: str, lifecycle: str, openness: str, *, priority: bool = True) -> Dataset:
    return Dataset.objects.create(
        identifier=identifier, title=f"資料{identifier}", unit=unit, lifecycle=lifecycle, openness=openness,
        priority=priority, description="細節甲", note="內部乙",
    )  # fmt: skip


def test_the_figure_counts_all_and_the_list_names_what_may_be_named(client: Client, unit: Unit) -> None:
    make(unit, "1", Lifecycle.PUBLISHED, Openness.OPEN)
    make(unit, "2", Lifecycle.UNPUBLISHED, Openness.NOT_OPEN)
    make(unit, "3", Lifecycle.UNPUBLISHED, Openness.UNDECIDED)
    make(unit, "4", Lifecycle.WITHDRAWN, Openness.OPEN)
    make(unit, "6", Lifecycle.DISCONTINUED, Openness.OPEN)
    make(unit, "5", Lifecycle.PUBLISHED, Openness.OPEN, priority=False)
    page = client.get("/priority/")
    assert (page.context["open"], page.context["number"], page.context["unnamed"]) == (2, 5, 1)
    assert [item.identifier for item in page.context["page"]] == ["2", "4", "1", "6"]
    text = page.content.decode()
    assert "資料3" not in text
    assert "細節甲" not in text
    assert "內部乙" not in text


def test_nothing_marked_says_so(client: Client) -> None:
    assert client.get("/priority/").status_code == 200
    assert client.post("/priority/").status_code == 405
