"""Published questions and answers: found by words and by dataset, never with a name."""

from typing import Any

import pytest
from django.test import Client

from datasets.models import Dataset, Unit, User
from feedback.services import erase
from tests.feedback import make

pytestmark = pytest.mark.django_db


def found(client: Client, **query: str) -> int:
    return int(client.get("/answers/", query).context["page"].paginator.count)


def test_search_and_dataset(client: Client, dataset: Dataset, staff: User) -> None:
    make.answered_message(dataset, staff)
    make.answered_message(dataset, staff, published=False)
    other = make.dataset_of(dataset.unit, "6000")
    assert found(client) == found(client, q="更新 每月") == found(client, dataset="5995") == 1
    assert found(client, q="沒有") == found(client, dataset=other.identifier) == 0
    assert client.get("/answers/", {"dataset": "none"}).status_code == 404


def test_the_page_names_nobody(client: Client, dataset: Dataset, staff: User) -> None:
    message = make.answered_message(dataset, staff)
    for url in ("/answers/", f"/answers/{message.number}/"):
        page = client.get(url).content.decode()
        assert "每月" in page
        assert "陳大文" not in page
        assert message.tracking_code not in page


def test_what_is_published_outlives_the_erasing(client: Client, dataset: Dataset, staff: User) -> None:
    message = make.answered_message(dataset, staff)
    erase.erase_personal_data(message, act=make.act(staff))
    assert "每月" in client.get(f"/answers/{message.number}/").content.decode()


def test_odd_queries_give_a_page(client: Client, db: None) -> None:
    for query in ({"q": "x" * 300}, {"page": "-1"}, {"page": "9" * 40}, {"q": "％＿ %_"}):
        assert client.get("/answers/", query).status_code == 200


def test_a_list_costs_a_constant_number_of_queries(
    client: Client, dataset: Dataset, staff: User, unit: Unit, django_assert_num_queries: Any
) -> None:
    for _ in range(8):
        make.answered_message(dataset, staff)
    client.get("/answers/")
    with django_assert_num_queries(3):  # whether a demonstration; how many; the rows
        assert found(client) == 8
