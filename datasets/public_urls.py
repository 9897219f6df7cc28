"""The catalogue as the public and its machines see it."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from datasets.views.catalogue import catalogue, closed
from datasets.views.dcat import catalogue_dcat, dataset_dcat
from datasets.views.download import download
from datasets.views.feed import NewDatasets
from datasets.views.priority import priority
from datasets.views.sitemap import SITEMAPS, robots

urlpatterns: list[URLPattern] = [
    path("datasets/", catalogue, name="catalogue"),
    path("datasets/<str:identifier>/download/<int:order>/", download, name="download"),
    path("datasets/<str:identifier>.jsonld", dataset_dcat, {"extension": "jsonld"}, name="dataset_jsonld"),
    path("datasets/<str:identifier>.ttl", dataset_dcat, {"extension": "ttl"}, name="dataset_turtle"),
    path("not-open/", closed, name="closed"),
    path("priority/", priority, name="priority"),
    path("catalog.jsonld", catalogue_dcat, {"extension": "jsonld"}, name="catalogue_jsonld"),
    path("catalog.ttl", catalogue_dcat, {"extension": "ttl"}, name="catalogue_turtle"),
    path("feed.atom", require_safe(NewDatasets()), name="feed"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap_section"),
]
