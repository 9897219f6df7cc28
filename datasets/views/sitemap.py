"""What search engines may read: the catalogue's pages, not the download counters."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from datasets.access import visible_datasets
from datasets.models import Dataset

RULES = """User-agent: *
Disallow: /admin/
Disallow: /account/
Disallow: /*/download/
Sitemap: {sitemap}
"""


class Datasets(Sitemap):
    limit = 10_000

    def items(self) -> QuerySet[Dataset]:
        shown = visible_datasets(AnonymousUser()).only("identifier", "metadata_modified", "created_at")
        return shown.order_by("identifier")

    def location(self, item: Dataset) -> str:
        return reverse("dataset", args=[item.identifier])

    def lastmod(self, item: Dataset) -> datetime:
        return item.metadata_modified or item.created_at


class Pages(Sitemap):
    def items(self) -> list[str]:
        return ["home", "catalogue", "closed", "usage"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {"pages": Pages, "datasets": Datasets}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(RULES.format(sitemap=sitemap), content_type="text/plain; charset=utf-8")
