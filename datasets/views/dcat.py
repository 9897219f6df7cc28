"""The catalogue for machines: DCAT 3 as JSON-LD and as Turtle, streamed."""

from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets
from datasets.catalogue import for_page
from datasets.dcat import jsonld, turtle
from datasets.dcat.nodes import Node, Site, catalog, dataset, dataset_iri

CHUNK = 500
Writer = Callable[[Iterable[Node]], Iterator[str]]
WRITERS: dict[str, tuple[Writer, str]] = {
    "jsonld": (jsonld.write, "application/ld+json; charset=utf-8"),
    "ttl": (turtle.write, "text/turtle; charset=utf-8"),
}


@require_safe
def catalogue_dcat(request: HttpRequest, extension: str) -> StreamingHttpResponse:
    write, content_type = WRITERS[extension]
    return StreamingHttpResponse(write(_all(_site(request))), content_type=content_type)


@require_safe
def dataset_dcat(request: HttpRequest, identifier: str, extension: str) -> HttpResponse:
    write, content_type = WRITERS[extension]
    row = get_object_or_404(for_page(visible_datasets(AnonymousUser())), identifier=identifier)
    return HttpResponse("".join(write([dataset(_site(request), row)])), content_type=content_type)


def _all(site: Site) -> Iterator[Node]:
    shown = visible_datasets(AnonymousUser()).order_by("identifier")
    yield catalog(site, (dataset_iri(site, i) for i in shown.values_list("identifier", flat=True).iterator()))
    for row in for_page(shown).iterator(chunk_size=CHUNK):
        yield dataset(site, row)


def _site(request: HttpRequest) -> Site:
    return Site(
        base=request.build_absolute_uri("/").rstrip("/"),
        title="政府資料開放目錄",
        agency=settings.AGENCY_NAME,
        agency_en=settings.AGENCY_NAME_EN,
        email=settings.CONTACT_EMAIL,
    )
