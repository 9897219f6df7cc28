"""What DCAT-AP asks of a dataset's description, and what these datasets still lack."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from rdflib import Graph, Literal, Namespace, URIRef

from datasets.catalogue import for_page
from datasets.dcat.nodes import Node, Ref, Typed
from datasets.dcat.validity import dataset_faults, faults
from datasets.models import Dataset, Distribution, Lifecycle, Openness, Unit, User

DCAT, DCT = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://purl.org/dc/terms/")
TITLE, TOLD = {"dct:title": [Typed("費率")]}, {"dct:description": [Typed("各業者的費率。")]}


def offer(url: str, **more: Any) -> Node:
    return Node("x:d", "dcat:Distribution", {"dcat:accessURL": [Ref(url)], **more})


@pytest.mark.parametrize(
    ("properties", "wrong"),
    [
        (TITLE | TOLD, []),
        (TITLE, ["dct:description"]),
        (TOLD, ["dct:title"]),
        (TITLE | {"dct:description": [Typed("費率 ")]}, ["dct:description"]),
        (TITLE | {"dct:description": [Typed(" ")]}, ["dct:description"]),
        (TITLE | TOLD | {"dcat:distribution": [offer("https://x.tw/表 1.csv")]}, []),
        (TITLE | TOLD | {"dcat:distribution": [offer("x.csv")]}, ["dcat:accessURL"]),
        (TITLE | TOLD | {"dcat:distribution": [Node("x:d", "dcat:Distribution")]}, ["dcat:accessURL"]),
        (TITLE | TOLD | {"dct:publisher": [Node("x:p", "foaf:Agent")]}, ["foaf:name"]),
        (TITLE | TOLD | {"dct:license": [Typed("免費")]}, ["dct:license"]),
        (TITLE | TOLD | {"dct:issued": [Typed("2026-13", type="xsd:date")]}, ["dct:issued"]),
        (TITLE | TOLD | {"dct:issued": [Typed("2026-01-31", type="xsd:date")]}, []),
    ],
)
def test_faults(properties: dict[str, Any], wrong: list[str]) -> None:
    assert faults(Node("x:a", "dcat:Dataset", properties)) == wrong


@pytest.fixture
def dataset(unit: Unit) -> Dataset:
    made = Dataset.objects.create(
        identifier="5995", title="費率", unit=unit, lifecycle=Lifecycle.PUBLISHED, openness=Openness.OPEN
    )
    Distribution.objects.create(dataset=made, download_url="https://example.test/a.csv", format="CSV")
    return made


@pytest.mark.django_db
def test_a_description_makes_it_valid(dataset: Dataset) -> None:
    assert dataset_faults(for_page(Dataset.objects.all()).get()) == ["dct:description"]
    Dataset.objects.update(description="各業者的費率。")
    assert dataset_faults(for_page(Dataset.objects.all()).get()) == []


@pytest.mark.django_db
def test_the_unit_says_where_and_when(dataset: Dataset, staff: User) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    values = {"spatial": "臺灣", "temporal_start": "113/01/01", "temporal_end": "2024-12-31"}
    client.post("/manage/inventory/5995/edit/", values)
    dataset.refresh_from_db()
    assert (dataset.temporal_start, dataset.temporal_end) == (date(2024, 1, 1), date(2024, 12, 31))
    graph = Graph().parse(data=b"".join(client.get("/datasets/5995.ttl")).decode(), format="turtle")
    period = graph.value(None, DCT.temporal, None) or next(graph.objects(None, DCT.temporal))
    assert graph.value(period, DCAT.startDate) == Literal(date(2024, 1, 1))
    assert next(graph.objects(None, DCT.spatial)) == URIRef(
        "http://publications.europa.eu/resource/authority/country/TWN"
    )
    scores = client.get("/datasets/5995/scores/").text
    assert "State the area" not in scores and "State the period" not in scores


@pytest.mark.django_db
def test_days_that_run_backwards_are_refused(dataset: Dataset, staff: User) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff)
    answer = client.post("/manage/inventory/5995/edit/", {"temporal_start": "2024-12-31", "temporal_end": "2024-01-01"})
    assert "before the first" in answer.text
    dataset.refresh_from_db()
    assert dataset.temporal_start is None
