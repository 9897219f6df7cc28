"""DCAT 3: both writings mean the same, hold what they must, and survive what stands in real lists."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from datasets.ledger import record
from datasets.models import Dataset, Distribution, Lifecycle, Openness, Unit, UpdateSchedule

pytestmark = pytest.mark.django_db
DCAT, DCT = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
ODD = 'https://example.test/表 <1>.csv?a="b"|c\\d'


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    made = Dataset.objects.create(
        identifier="5995", title='有線電視 "收視" 費用\n第2行\t\\', title_en="Fees", description="說明\x0b", unit=unit,
        keywords=["有線電視", "費率"], theme="A00", license="政府資料開放授權條款-第1版", lifecycle=Lifecycle.PUBLISHED,
        openness=Openness.OPEN, issued=datetime(2020, 1, 31, 16, tzinfo=UTC),
    )  # fmt: skip
    Distribution.objects.create(dataset=made, order=0, download_url=ODD, format="CSV", title="費用")
    Distribution.objects.create(dataset=made, order=1, download_url="https://example.test/a.7z", format="7Z")
    Distribution.objects.create(dataset=made, order=2, download_url="https://example.test/old", retired=True)
    record([UpdateSchedule(dataset=made, frequency="每3月", starts_on=date(2026, 1, 1))])
    return made


def read(client: Client, address: str) -> Graph:
    body = b"".join(client.get(address)).decode()
    return Graph().parse(data=body, format="json-ld" if "jsonld" in address else "turtle")


def test_both_writings_mean_the_same(client: Client, dataset: Dataset) -> None:
    assert isomorphic(read(client, "/catalog.jsonld"), read(client, "/catalog.ttl"))


def test_a_dataset_says_what_dcat_asks_for(client: Client, dataset: Dataset) -> None:
    graph = read(client, "/datasets/5995.ttl")
    node = URIRef("http://testserver/datasets/5995/")
    assert graph.value(node, DCT.title, any=True) in {Literal(dataset.title, "zh-Hant"), Literal("Fees", "en")}
    assert set(graph.objects(node, DCAT.keyword)) == {Literal("有線電視", "zh-Hant"), Literal("費率", "zh-Hant")}
    assert str(graph.value(node, DCT.accrualPeriodicity)).endswith("/frequency/QUARTERLY")
    assert str(graph.value(node, DCT.accessRights)).endswith("/PUBLIC")
    assert str(graph.value(node, DCT.issued)) == "2020-02-01T00:00:00+08:00"
    files = sorted(graph.objects(node, DCAT.distribution))
    assert len(files) == 2
    assert str(graph.value(files[0], DCAT.downloadURL)) == "https://example.test/表%20%3C1%3E.csv?a=%22b%22%7Cc%5Cd"
    assert str(graph.value(files[0], DCT.license)) == "https://spdx.org/licenses/OGDL-Taiwan-1.0"
    assert graph.value(files[1], DCAT.mediaType) is None


def test_the_catalogue_names_all_that_is_public_and_no_more(client: Client, dataset: Dataset, unit: Unit) -> None:
    Dataset.objects.create(identifier="9", title="內部", unit=unit)
    graph = read(client, "/catalog.ttl")
    assert [str(o) for o in graph.objects(None, DCAT.dataset)] == ["http://testserver/datasets/5995/"]
    assert client.get("/datasets/9.ttl").status_code == 404


def test_a_withdrawn_dataset_stays_described_without_files(client: Client, dataset: Dataset) -> None:
    Dataset.objects.update(lifecycle=Lifecycle.WITHDRAWN)
    graph = read(client, "/datasets/5995.jsonld")
    assert not list(graph.objects(None, DCAT.distribution))
    assert "dataset-status/WITHDRAWN" in graph.serialize()


def test_the_number_of_queries_does_not_grow(client: Client, unit: Unit, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        made = Dataset.objects.create(identifier=str(number), title="x", unit=unit, lifecycle=Lifecycle.PUBLISHED)
        Distribution.objects.create(dataset=made, download_url="https://example.test/", format="CSV")
    with django_assert_max_num_queries(4):
        body = b"".join(client.get("/catalog.jsonld")).decode()
    assert len(json.loads(body)["@graph"]) == 13
