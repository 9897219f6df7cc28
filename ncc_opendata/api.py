"""The API's addresses: each app brings its own part."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from datasets.api import DatasetViewSet, DistributionViewSet, UsageViewSet
from quality.api import CheckViewSet
from reports.api import KpiList

router = SimpleRouter(trailing_slash=False)
router.register("datasets", DatasetViewSet, basename="api_dataset")
router.register("distributions", DistributionViewSet, basename="api_distribution")
router.register("checks", CheckViewSet, basename="api_check")
router.register("usage", UsageViewSet, basename="api_usage")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(router.urls)),
    path("kpis", KpiList.as_view(), name="api_kpis"),
    path("schema", SpectacularJSONAPIView.as_view(), name="api_schema"),
]
