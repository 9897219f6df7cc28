"""Datasets as DCAT 3 nodes. A value is a `Ref` (an address), a `Typed` literal (type or language), or a node.

Contact columns are personal data and never leave; the catalogue's contact is the agency's mail address.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from datasets.catalogue import files_of, frequency_of
from datasets.models import Dataset, Distribution, Lifecycle
from datasets.platform.vocabularies import CATEGORIES, CATEGORIES_EN, LICENSES
from datasets.rules.days import TAIPEI
from datasets.rules.frequencies import Frequency, parse

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SPDX = "https://spdx.org/licenses/"
IANA = "https://www.iana.org/assignments/media-types/"
EU = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = {
    "CSV": "text/csv", "JSON": "application/json", "XML": "application/xml", "PDF": "application/pdf",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet", "ODT": "application/vnd.oasis.opendocument.text",
    "XLS": "application/vnd.ms-excel", "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "KML": "application/vnd.google-earth.kml+xml", "ZIP": "application/zip", "GEOJSON": "application/geo+json",
    "TXT": "text/plain", "HTML": "text/html",
}  # fmt: skip
"""Formats that IANA has a name for; 7Z and SHP it has not."""
STATUS = {
    Lifecycle.PUBLISHED: "COMPLETED",
    Lifecycle.DISCONTINUED: "DEPRECATED",
    Lifecycle.MOVED: "DEPRECATED",
    Lifecycle.WITHDRAWN: "WITHDRAWN",
}
WHOLE_COUNTRY = frozenset({"臺灣", "台灣", "全國", "中華民國", "臺澎金馬", "Taiwan"})
ACCESS = {"open": "PUBLIC", "partly_open": "RESTRICTED", "not_open": "NON_PUBLIC"}


@dataclass(frozen=True)
class Ref:
    iri: str


@dataclass(frozen=True)
class Typed:
    text: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True)
class Node:
    """A resource: address ("" for a blank node), class, and property → values in order."""

    iri: str
    type: str
    properties: dict[str, list["Value"]] = field(default_factory=dict)


Value: TypeAlias = Ref | Typed | Node


@dataclass(frozen=True)
class Site:
    """Whose catalogue it is and where it lies. `base` has no slash at its end."""

    base: str
    title: str
    agency: str
    agency_en: str
    email: str


def catalog(site: Site, dataset_iris: Iterable[str]) -> Node:
    """dcat:Catalog with the addresses of its datasets."""
    return Node(
        f"{site.base}/catalog",
        "dcat:Catalog",
        {
            "dct:title": [Typed(site.title, language="zh-Hant")],
            "dct:description": [Typed(f"{site.agency}{site.title}", language="zh-Hant")],
            "dct:publisher": [_publisher(site)],
            "dct:language": [Ref(EU + "language/ZHO")],
            "dct:license": [Ref(SPDX + "OGDL-Taiwan-1.0")],
            "foaf:homepage": [Ref(f"{site.base}/")],
            "dcat:dataset": [Ref(iri) for iri in dataset_iris],
        },
    )


def dataset_iri(site: Site, identifier: str) -> str:
    return f"{site.base}/datasets/{identifier}/"


def dataset(site: Site, row: Dataset) -> Node:
    """dcat:Dataset with its distributions; needs `frequency` and `current_distributions` (catalogue.for_page)."""
    iri = dataset_iri(site, row.identifier)
    withdrawn = row.lifecycle == Lifecycle.WITHDRAWN
    parts = [] if withdrawn else files_of(row)
    found: dict[str, list[Value]] = {
        "dct:title": list(_titles(row)),
        "dct:description": [Typed(row.description or row.title, language="zh-Hant")],
        "dct:identifier": [Typed(row.identifier)],
        "dct:publisher": [_publisher(site)],
        "dcat:contactPoint": [
            Node("", "vcard:Kind", {"vcard:fn": [Typed(site.agency)], "vcard:hasEmail": [Ref(f"mailto:{site.email}")]})
        ],
        "dcat:keyword": [Typed(str(word), language="zh-Hant") for word in row.keywords],
        "dcat:theme": [_theme(row.theme)] if row.theme in CATEGORIES else [],
        "dct:spatial": _place(row.spatial),
        "dct:temporal": _span(row.temporal_start, row.temporal_end),
        "dct:issued": _time(row.issued),
        "dct:modified": _time(row.metadata_modified),
        "dct:accrualPeriodicity": _frequency(frequency_of(row)),
        "dct:accessRights": [Ref(f"{EU}access-right/{ACCESS[row.openness]}")] if row.openness in ACCESS else [],
        "adms:status": [Ref(f"{EU}dataset-status/{STATUS[Lifecycle(row.lifecycle)]}")]
        if row.lifecycle in STATUS
        else [],
        "dcat:landingPage": [Ref(iri)],
        "dcat:distribution": [_distribution(iri, row, d) for d in parts],
    }
    return Node(iri, "dcat:Dataset", {name: values for name, values in found.items() if values})


def _distribution(dataset_iri: str, row: Dataset, d: Distribution) -> Node:
    format_name = d.format.upper()
    found: dict[str, list[Value]] = {
        "dct:title": [Typed(d.title or f"{row.title} {d.format}".strip(), language="zh-Hant")],
        "dcat:accessURL": [Ref(dataset_iri)],
        "dcat:downloadURL": [Ref(d.download_url)],
        "dct:format": [Typed(d.format)] if d.format else [],
        "dcat:mediaType": [Ref(IANA + MEDIA_TYPES[format_name])] if format_name in MEDIA_TYPES else [],
        "dct:license": [Ref(SPDX + LICENSES[row.license])] if row.license in LICENSES else [],
    }
    return Node(f"{dataset_iri}#distribution-{d.order}", "dcat:Distribution", {k: v for k, v in found.items() if v})


def _titles(row: Dataset) -> Iterator[Value]:
    yield Typed(row.title, language="zh-Hant")
    if row.title_en:
        yield Typed(row.title_en, language="en")


def _publisher(site: Site) -> Node:
    names: list[Value] = [Typed(site.agency, language="zh-Hant"), Typed(site.agency_en, language="en")]
    return Node(f"{site.base}/#publisher", "foaf:Agent", {"foaf:name": names})


def _theme(code: str) -> Node:
    labels: list[Value] = [Typed(CATEGORIES[code], language="zh-Hant"), Typed(CATEGORIES_EN[code], language="en")]
    return Node("", "skos:Concept", {"skos:notation": [Typed(code)], "skos:prefLabel": labels})


def _place(name: str) -> list[Value]:
    """The whole country by the EU's authority, any other place by its name."""
    if name in WHOLE_COUNTRY:
        return [Ref(f"{EU}country/TWN")]
    return [Node("", "dct:Location", {"skos:prefLabel": [Typed(name, language="zh-Hant")]})] if name else []


def _span(first: date | None, last: date | None) -> list[Value]:
    """Open at either end where that day is not given."""
    days = (("dcat:startDate", first), ("dcat:endDate", last))
    found: dict[str, list[Value]] = {name: [Typed(day.isoformat(), type="xsd:date")] for name, day in days if day}
    return [Node("", "dct:PeriodOfTime", found)] if found else []


def _frequency(wording: str) -> list[Value]:
    read = parse(wording or "")
    return [Ref(read.eu_uri)] if isinstance(read, Frequency) else []


def _time(value: datetime | None) -> list[Value]:
    return [Typed(value.astimezone(TAIPEI).isoformat(timespec="seconds"), type="xsd:dateTime")] if value else []
