"""A dataset's page joins what the apps know of it, for whoever may see it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from datasets.ledger import record
from datasets.models import (
    Dataset,
    Distribution,
    Lifecycle,
    LifecycleChange,
    MetadataChange,
    Openness,
    Unit,
    UpdateAttestation,
    UpdateObligation,
    UpdateSchedule,
    UsageCount,
    User,
)
from feedback.models import EventText, FeedbackEvent, FeedbackMessage
from feedback.services.state import refresh_state
from quality.models import DistributionState, Observation, Outage
from reports.models import ReviewDecision, ReviewItem

pytestmark = pytest.mark.django_db
URL = "/datasets/5995/"
MOMENT = datetime(2026, 5, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    made = Dataset.objects.create(
        identifier="5995", title="頻道一覽", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    Distribution.objects.create(dataset=made, download_url="https://example.test/a.csv", format="CSV", fields=["名稱"])
    return made


def seen(file: Distribution, **more: Any) -> Observation:
    (made,) = record([Observation(distribution=file, observed_at=MOMENT, **{"link": "ok", "reason": "ok", **more})])
    DistributionState.objects.create(distribution=file, observation=made, checked_at=MOMENT, next_check_at=MOMENT)
    return made


def test_it_works_before_anything_was_recorded(client: Client, dataset: Dataset) -> None:
    page = client.get(URL)
    assert page.status_code == 200
    assert '<span lang="zh-Hant">頻道一覽</span>' in page.text
    assert "not checked yet" in page.text


def test_an_unknown_and_a_hidden_one_are_not_found(client: Client, dataset: Dataset, stranger: User) -> None:
    assert client.get("/datasets/nothing/").status_code == 404
    Dataset.objects.update(lifecycle=Lifecycle.UNPUBLISHED)
    assert client.get(URL).status_code == 404
    client.force_login(stranger)
    assert client.get(URL).status_code == 404


def test_the_own_unit_sees_what_is_not_published(client: Client, dataset: Dataset, staff: User) -> None:
    Dataset.objects.update(lifecycle=Lifecycle.UNPUBLISHED)
    client.force_login(staff)
    assert client.get(URL).status_code == 200


def test_only_reading(client: Client, dataset: Dataset) -> None:
    assert client.post(URL).status_code == 405


def test_a_file_tells_what_the_last_check_saw(client: Client, dataset: Dataset) -> None:
    seen(dataset.distributions.get(), bytes=3482, rows=1200, machine_readable=True)
    page = client.get(URL).text
    assert "link works" in page
    assert "Checked <time" in page
    assert "machine readable" in page
    assert "3.4 KB" in page
    assert "1,200 rows" in page


def test_a_single_failure_is_no_accusation_and_a_confirmed_outage_is(client: Client, dataset: Dataset) -> None:
    file = dataset.distributions.get()
    seen(file, link="broken", reason="not_found")
    outage = Outage.objects.create(distribution=file, began_at=MOMENT, reason="not_found")
    page = client.get(URL).text
    assert "link broken" not in page
    assert "link not confirmed" in page
    Outage.objects.filter(pk=outage.pk).update(confirmed_at=MOMENT)
    page = client.get(URL).text
    assert "link broken" in page
    assert 'Broken since <time datetime="2026-05-01">' in page


def test_updates_are_shown_with_their_state(client: Client, dataset: Dataset, unit: Unit, staff: User) -> None:
    (schedule,) = record([UpdateSchedule(dataset=dataset, frequency="每1月", starts_on=date(2026, 3, 1))])
    span = {"period_start": date(2026, 3, 1), "period_end": date(2026, 3, 31), "due": date(2026, 3, 31)}
    (owed,) = record(
        [UpdateObligation(dataset=dataset, schedule=schedule, unit=unit, deadline=date(2026, 4, 7), **span)]
    )
    record([UpdateAttestation(obligation=owed, claimed_at=datetime(2026, 4, 1, 16, tzinfo=UTC))], by=staff)
    page = client.get(URL).text
    assert "2026-04-02" in page
    assert "on time" in page
    assert staff.full_name not in page


def test_the_history_speaks_of_facts_and_not_of_contacts(client: Client, dataset: Dataset, staff: User) -> None:
    record([LifecycleChange(dataset=dataset, state="published", reason="first release")], by=staff)
    record(
        [MetadataChange(dataset=dataset, changes={"title": ["舊", "新"], "contact_name": ["王大明", "李四"]})], by=staff
    )
    record([MetadataChange(dataset=dataset, changes={"contact_phone": ["1", "2"]})], by=staff)
    page = client.get(URL)
    assert [entry.title for entry in page.context["history"]] == ["Description changed: title", "State: published"]
    assert "王大明" not in page.text


def test_what_the_review_decided_is_carried_into_the_history(client: Client, dataset: Dataset, staff: User) -> None:
    item = ReviewItem(quarter="2026Q3", dataset=dataset, rule="least_used", rank=1)
    record([LifecycleChange(dataset=dataset, state="published")], by=staff)
    record([item])
    (decided,) = record([ReviewDecision(item=item, decision="improve", reason="for the group alone")], by=staff)
    page = client.get(URL)
    assert page.context["history"][0].title == "Quarterly review, 2026 Q3: improve"
    assert page.context["history"][0].text == "least used"
    assert "for the group alone" not in page.text
    before = (decided.recorded_at - timedelta(microseconds=1)).isoformat()
    assert "Quarterly review" not in client.get(URL, {"as_of": before}).text


def test_published_answers_are_shown_until_taken_back(client: Client, dataset: Dataset, unit: Unit) -> None:
    (message,) = record(
        [
            FeedbackMessage(
                dataset=dataset, unit=unit, tracking_code="x", number="1", received_at=MOMENT,
                deadline=date(2026, 5, 8), text_hash="0" * 64,
            )
        ]
    )  # fmt: skip
    (event,) = record([FeedbackEvent(message=message, kind=FeedbackEvent.Kind.PUBLISHED)])
    EventText.objects.create(event=event, salt="s", question="何時更新？", text="每月五日。")
    refresh_state(message)
    assert "何時更新？" in client.get(URL).text
    assert "何時更新？" in client.get("/").text
    record([FeedbackEvent(message=message, kind=FeedbackEvent.Kind.UNPUBLISHED)])
    refresh_state(message)
    assert "何時更新？" not in client.get(URL).text


def test_a_withdrawn_dataset_offers_no_file(client: Client, dataset: Dataset) -> None:
    Dataset.objects.update(lifecycle=Lifecycle.WITHDRAWN)
    page = client.get(URL).text
    assert "This dataset was withdrawn" in page
    assert "/download/" not in page


def test_the_number_of_queries_does_not_grow(
    client: Client, dataset: Dataset, django_assert_max_num_queries: Any
) -> None:
    for order in range(1, 9):
        Distribution.objects.create(dataset=dataset, order=order, download_url="https://example.test/", format="CSV")
    UsageCount.objects.create(dataset=dataset, day=date(2026, 11, 1), views=1)
    with django_assert_max_num_queries(20):
        client.get(URL)
