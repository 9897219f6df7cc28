"""Whether a dataset's own description is valid DCAT-AP 3: mandatory properties there, and each of the right kind.

Judged on the nodes that are written (nodes.py), without any network. Source: SEMIC, DCAT-AP 3.0, mandatory properties
of Dataset, Distribution and the classes that they point to.
"""

import re
from collections.abc import Iterator

from django.conf import settings

from datasets.dcat.iri import safe_iri
from datasets.dcat.nodes import Node, Ref, Site, Typed, dataset
from datasets.models import Dataset

MANDATORY = {
    "dcat:Dataset": ("dct:title", "dct:description"),
    "dcat:Distribution": ("dcat:accessURL",),
    "foaf:Agent": ("foaf:name",),
    "skos:Concept": ("skos:prefLabel",),
}
REFERENCES = frozenset({"dcat:accessURL", "dcat:downloadURL", "dcat:landingPage", "dct:license", "dct:accessRights"})
"""Properties whose values are addresses, never words."""
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://[^/\s]+|[^/\s])")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:[+-]\d{2}:\d{2}|Z)?)?")


def dataset_faults(row: Dataset) -> list[str]:
    """The properties that are missing or wrong; empty where it is valid. `row` as `catalogue.for_page` gives it."""
    site = Site(settings.SITE_URL, "", settings.AGENCY_NAME, settings.AGENCY_NAME_EN, settings.CONTACT_EMAIL)
    return faults(dataset(site, row))


def faults(node: Node) -> list[str]:
    """Each property once. A description that only repeats the title describes nothing, and counts as missing."""
    found = [name for name in MANDATORY.get(node.type, ()) if not node.properties.get(name)]
    titles, told = (_texts(node, name) for name in ("dct:title", "dct:description"))
    if told and told <= titles:
        found.append("dct:description")
    return list(dict.fromkeys([*found, *_wrong(node)]))


def _wrong(node: Node) -> Iterator[str]:
    for name, values in node.properties.items():
        for value in values:
            if isinstance(value, Node):
                yield from faults(value)
            elif not (_leads(value) if isinstance(value, Ref) else name not in REFERENCES and _reads(value)):
                yield name


def _leads(value: Ref) -> bool:
    return bool(_ABSOLUTE.match(safe_iri(value.iri)))


def _reads(value: Typed) -> bool:
    if value.type in {"xsd:date", "xsd:dateTime"}:
        return bool(_MOMENT.fullmatch(value.text))
    return bool(value.text.strip())


def _texts(node: Node, name: str) -> set[str]:
    return {value.text.strip() for value in node.properties.get(name, []) if isinstance(value, Typed)}
