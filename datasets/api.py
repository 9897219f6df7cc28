"""The inventory as an API: datasets, distributions, usage. Read-only, public, without contacts."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, Sum
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets

from datasets.access import visible_datasets, visible_then
from datasets.api_asof import AS_OF, OfAMoment
from datasets.catalogue import containing, files_of, for_page, frequency_of
from datasets.models import Dataset, Distribution, Lifecycle, Openness, Unit, UsageCount
from datasets.past import IN_ORDER, described_then, files_rewound, listed_then
from datasets.rules.frequencies import Frequency, parse
from datasets.usage import known_by


def public_datasets() -> QuerySet[Dataset]:
    """What anybody may read; the API knows no sign-in."""
    return visible_datasets(AnonymousUser())


def public_then(as_of: datetime) -> QuerySet[Any]:
    """What anybody could read at a moment (`past.known_then`), and still may; without contacts."""
    return visible_then(AnonymousUser(), as_of).defer("raw", "note", "contact_name", "contact_phone", "search_text")


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
        read = parse(frequency_of(row))
        return read.eu_uri if isinstance(read, Frequency) else None

    def to_representation(self, instance: Dataset) -> dict[str, Any]:
        for file in files_of(instance):
            file.dataset = instance  # known already: no query a file
        return super().to_representation(instance)


class DatasetFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    q = django_filters.CharFilter(method="search", max_length=200, label="words that must all occur")
    unit = django_filters.CharFilter(field_name="unit__code", max_length=40)
    format = django_filters.CharFilter(field_name="distributions__format", max_length=40, distinct=True)
    modified_since = django_filters.DateFilter(field_name="metadata_modified", lookup_expr="date__gte")

    class Meta:
        model = Dataset
        fields: ClassVar = ["theme", "lifecycle", "openness", "priority", "platform_badge"]

    def search(self, rows: QuerySet[Dataset], name: str, value: str) -> QuerySet[Dataset]:
        return containing(rows, value)


class DatasetThenFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Of rows that came through `past.known_then`."""

    unit = django_filters.CharFilter(method="owned", max_length=40)
    lifecycle = django_filters.ChoiceFilter(field_name="life", choices=Lifecycle.choices)
    openness = django_filters.ChoiceFilter(field_name="verdict", choices=Openness.choices)

    def owned(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(owner__in=Unit.objects.filter(code=value).values("pk"))


@extend_schema_view(list=extend_schema(parameters=[AS_OF]), retrieve=extend_schema(parameters=[AS_OF]))
class DatasetViewSet(OfAMoment, viewsets.ReadOnlyModelViewSet[Dataset]):
    """Datasets of the public catalogue, those no longer updated, moved or withdrawn too; as of a moment if asked."""

    serializer_class = DatasetSerializer
    filterset_now, filterset_then = DatasetFilter, DatasetThenFilter
    lookup_field = "identifier"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[Dataset]:
        rows = public_then(self.as_of) if self.as_of else for_page(public_datasets())
        return rows.order_by("identifier")

    def get_object(self) -> Dataset:
        found: Dataset = super().get_object()
        return described_then([found], self.as_of)[0] if self.as_of else found

    def shown(self, page: list[Dataset], as_of: datetime) -> list[Dataset]:
        return described_then(page, as_of)


class DistributionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    dataset = django_filters.CharFilter(field_name="dataset__identifier", max_length=40)

    class Meta:
        model = Distribution
        fields: ClassVar = ["format", "encoding"]


@extend_schema_view(list=extend_schema(parameters=[AS_OF]), retrieve=extend_schema(parameters=[AS_OF]))
class DistributionViewSet(OfAMoment, viewsets.ReadOnlyModelViewSet[Distribution]):
    """Files and interfaces of public datasets, in the order of the inventory; of a moment, those that were listed."""

    serializer_class = DistributionSerializer
    filterset_now = filterset_then = DistributionFilter

    def get_queryset(self) -> QuerySet[Distribution]:
        if self.as_of:
            rows = Distribution.objects.filter(dataset__in=public_then(self.as_of).values("pk"))
        else:
            rows = Distribution.objects.filter(retired=False, dataset__in=public_datasets())
        return rows.select_related("dataset").order_by(*IN_ORDER)

    def get_object(self) -> Distribution:
        found: Distribution = super().get_object()
        if self.as_of and not listed_then(Distribution.objects.filter(pk=found.pk), self.as_of):
            raise Http404
        return files_rewound([found], self.as_of)[0] if self.as_of else found

    def found(self, rows: QuerySet[Distribution], as_of: datetime) -> list[UUID]:
        return listed_then(rows, as_of)

    def shown(self, page: list[UUID], as_of: datetime) -> list[Distribution]:
        rows = Distribution.objects.select_related("dataset").in_bulk(page)
        return files_rewound([rows[key] for key in page], as_of)


class UsageSerializer(serializers.Serializer[dict[str, Any]]):
    """Views and downloads of a dataset on a day of Asia/Taipei."""

    dataset = serializers.CharField(source="dataset__identifier")
    day = serializers.DateField()
    source = serializers.CharField()  # type: ignore[assignment]
    views = serializers.DecimalField(source="sum_views", max_digits=16, decimal_places=6, normalize_output=True)
    downloads = serializers.DecimalField(source="sum_downloads", max_digits=16, decimal_places=6, normalize_output=True)


class UsageFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    dataset = django_filters.CharFilter(field_name="dataset__identifier", max_length=40)
    since = django_filters.DateFilter(field_name="day", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="day", lookup_expr="lte")

    class Meta:
        model = UsageCount
        fields: ClassVar = ["source"]


@extend_schema_view(list=extend_schema(parameters=[AS_OF]))
class UsageViewSet(mixins.ListModelMixin, OfAMoment):
    """Uses per dataset, whole day and source, newest first; today's follow when the day is over."""

    serializer_class = UsageSerializer
    filterset_now = filterset_then = UsageFilter

    def get_queryset(self) -> QuerySet[Any, Any]:
        whose: QuerySet[Any] = public_then(self.as_of) if self.as_of else public_datasets()
        rows: Any = known_by(UsageCount.objects.filter(dataset__in=whose.values("pk")), "recorded_at", self.as_of)
        grouped = rows.values("dataset__identifier", "day", "source").order_by("-day", "dataset__identifier", "source")
        found: QuerySet[Any, Any] = grouped.annotate(sum_views=Sum("views"), sum_downloads=Sum("downloads"))
        return found
