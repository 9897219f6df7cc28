"""The inventory as an API: datasets, distributions, usage. Read-only, public, without contacts."""

from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, Sum
from rest_framework import mixins, serializers, viewsets

from datasets.access import visible_datasets
from datasets.catalogue import containing, for_page
from datasets.models import Dataset, Distribution, UsageCount
from datasets.rules.frequencies import Frequency, parse


def public_datasets() -> QuerySet[Dataset]:
    """What anybody may read; the API knows no sign-in."""
    return visible_datasets(AnonymousUser())


class DistributionSerializer(serializers.ModelSerializer[Distribution]):
    """dcat:Distribution."""

    dataset = serializers.CharField(source="dataset.identifier", help_text="dct:identifier of its dataset")

    class Meta:
        model = Distribution
        fields: ClassVar = ["id", "dataset", "order", "title", "download_url", "format", "encoding", "fields"]


class DatasetSerializer(serializers.ModelSerializer[Dataset]):
    """dcat:Dataset. `frequency` as the national platform words it, `accrual_periodicity` as the EU's authority does."""

    unit = serializers.CharField(source="unit.code", help_text="code of the unit that owns it")
    frequency = serializers.CharField(allow_blank=True)
    accrual_periodicity = serializers.SerializerMethodField()
    distributions = DistributionSerializer(source="current_distributions", many=True)

    class Meta:
        model = Dataset
        fields: ClassVar = [
            *("identifier", "title", "title_en", "description", "keywords", "theme", "unit", "publisher", "license"),
            *("spatial", "temporal_start", "temporal_end"),
            *("landing_page", "fee", "lifecycle", "openness", "priority", "platform_badge", "issued"),
            *("metadata_modified", "frequency", "accrual_periodicity", "distributions"),
        ]

    def get_accrual_periodicity(self, row: Dataset) -> str | None:
        read = parse(row.frequency or "")  # type: ignore[attr-defined]
        return read.eu_uri if isinstance(read, Frequency) else None

    def to_representation(self, instance: Dataset) -> dict[str, Any]:
        for file in instance.current_distributions:  # type: ignore[attr-defined]
            file.dataset = instance  # known already: no query a file
        return super().to_representation(instance)


class DatasetFilter(django_filters.FilterSet):  # type: ignore[misc]
    q = django_filters.CharFilter(method="search", max_length=200, label="words that must all occur")
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)
    format = django_filters.CharFilter(field_name="distributions__format", max_length=40, distinct=True)
    modified_since = django_filters.DateFilter(field_name="metadata_modified", lookup_expr="date__gte")

    class Meta:
        model = Dataset
        fields: ClassVar = ["theme", "lifecycle", "openness", "priority", "platform_badge"]

    def search(self, rows: QuerySet[Dataset], name: str, value: str) -> QuerySet[Dataset]:
        return containing(rows, value)


class DatasetViewSet(viewsets.ReadOnlyModelViewSet[Dataset]):
    """Datasets of the public catalogue, those no longer updated, moved or withdrawn too."""

    serializer_class = DatasetSerializer
    filterset_class = DatasetFilter
    lookup_field = "identifier"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Dataset]:
        return for_page(public_datasets()).order_by("identifier")


class DistributionFilter(django_filters.FilterSet):  # type: ignore[misc]
    dataset = django_filters.CharFilter(field_name="dataset__identifier", max_length=40)

    class Meta:
        model = Distribution
        fields: ClassVar = ["format", "encoding"]


class DistributionViewSet(viewsets.ReadOnlyModelViewSet[Distribution]):
    """Files and interfaces of public datasets, in the order of the inventory."""

    serializer_class = DistributionSerializer
    filterset_class = DistributionFilter

    def get_queryset(self) -> QuerySet[Distribution]:
        rows = Distribution.objects.filter(retired=False, dataset__in=public_datasets())
        return rows.select_related("dataset").order_by("dataset__identifier", "order")


class UsageSerializer(serializers.Serializer[dict[str, Any]]):
    """Views and downloads of a dataset on a day of Asia/Taipei."""

    dataset = serializers.CharField(source="dataset__identifier")
    day = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    views = serializers.DecimalField(source="sum_views", max_digits=16, decimal_places=6, normalize_output=True)
    downloads = serializers.DecimalField(source="sum_downloads", max_digits=16, decimal_places=6, normalize_output=True)


class UsageFilter(django_filters.FilterSet):  # type: ignore[misc]
    dataset = django_filters.CharFilter(field_name="dataset__identifier", max_length=40)
    since = django_filters.DateFilter(field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte")

    class Meta:
        model = UsageCount
        fields: ClassVar = ["source"]


class UsageViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """Uses per dataset, whole day and source, newest first; today's follow when the day is over."""

    serializer_class = UsageSerializer
    filterset_class = UsageFilter

    def get_queryset(self) -> QuerySet[Any, Any]:
        rows = UsageCount.objects.filter(dataset__in=public_datasets())
        grouped = rows.values("dataset__identifier", "day", "source").order_by("-day", "dataset__identifier", "source")
        return grouped.annotate(sum_views=Sum("views"), sum_downloads=Sum("downloads"))
