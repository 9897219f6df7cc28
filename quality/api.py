"""What the checker tells the public of each file: the verdict that stands, never a single failure."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers

from datasets.access import visible_datasets, visible_then
from datasets.api_asof import AS_OF, OfAMoment
from datasets.models import Distribution
from datasets.past import listed_then
from quality.models import DistributionState, Observation, Outage
from quality.past import outage_of, outages_then, states_then
from quality.public import link_verdict, public_findings, public_reason

CONFIRMED = "confirmed_outages"
"""Under this name a file bears its outage that is confirmed and goes on, in a list."""


class CheckSerializer(serializers.ModelSerializer[DistributionState]):
    """dqv:QualityMeasurement of one distribution. `link` is broken only while an outage is confirmed."""

    distribution = serializers.UUIDField(source="distribution_id")
    dataset = serializers.CharField(source="distribution.dataset.identifier")
    link = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    broken_since = serializers.SerializerMethodField()
    format = serializers.CharField(source="observation.format")
    encoding = serializers.CharField(source="observation.encoding")
    bytes = serializers.IntegerField(source="observation.bytes")
    sha256 = serializers.CharField(source="observation.sha256")
    rows = serializers.IntegerField(source="observation.rows", allow_null=True)
    machine_readable = serializers.BooleanField(source="observation.machine_readable", allow_null=True)
    stars = serializers.IntegerField(source="observation.stars", allow_null=True)
    newest_date = serializers.DateField(source="observation.newest_date", allow_null=True)
    findings = serializers.SerializerMethodField()

    class Meta:
        model = DistributionState
        fields: ClassVar = [
            *("distribution", "dataset", "checked_at", "link", "reason", "broken_since", "format", "encoding", "bytes"),
            *("sha256", "rows", "machine_readable", "stars", "newest_date", "findings"),
        ]

    def get_link(self, row: DistributionState) -> str:
        return link_verdict(row.observation, _outage(row))

    def get_reason(self, row: DistributionState) -> str:
        return public_reason(row.observation, _outage(row))

    def get_broken_since(self, row: DistributionState) -> datetime | None:
        outage = _outage(row)
        return outage.began_at if outage else None

    def get_findings(self, row: DistributionState) -> list[str]:
        return [str(found["code"]) for found in public_findings(row.observation)]


class CheckFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    dataset = django_filters.CharFilter(field_name="distribution__dataset__identifier", max_length=40)
    distribution = django_filters.UUIDFilter(field_name="distribution_id")
    machine_readable = django_filters.BooleanFilter(field_name="observation__machine_readable")
    checked_since = django_filters.IsoDateTimeFilter(field_name="checked_at", lookup_expr="gte")

    class Meta:
        model = DistributionState
        fields: ClassVar[list[str]] = []


class CheckThenFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Of files."""

    dataset = django_filters.CharFilter(field_name="dataset__identifier", max_length=40)
    distribution = django_filters.UUIDFilter(field_name="pk")

    class Meta:
        model = Distribution
        fields: ClassVar[list[str]] = []


@extend_schema_view(list=extend_schema(parameters=[AS_OF]))
class CheckViewSet(mixins.ListModelMixin, OfAMoment):
    """The newest check of each file of the public catalogue, now or as of a moment."""

    serializer_class = CheckSerializer
    filterset_now, filterset_then = CheckFilter, CheckThenFilter

    def found(self, rows: QuerySet[Any], as_of: datetime) -> list[UUID]:
        """The files listed then that somebody had checked."""
        checked = set(Observation.objects.known_at(as_of).values_list("distribution_id", flat=True).distinct())
        return [key for key in listed_then(rows, as_of) if key in checked]

    def shown(self, page: list[UUID], as_of: datetime) -> list[DistributionState]:
        states = states_then(Distribution.objects.filter(pk__in=page), as_of)
        broken = outages_then(states, as_of)
        for state in states:
            span = broken.get(state.pk)
            told = [outage_of(state.distribution, span)] if span else []
            vars(state.distribution)[CONFIRMED] = told
        return states

    def get_queryset(self) -> QuerySet[Any]:
        if self.as_of:
            return Distribution.objects.filter(dataset__in=visible_then(AnonymousUser(), self.as_of).values("pk"))
        shown = visible_datasets(AnonymousUser())
        rows = DistributionState.objects.filter(distribution__retired=False, distribution__dataset__in=shown)
        confirmed = Outage.objects.filter(ended_at=None, confirmed_at__isnull=False)
        return (
            rows.select_related("observation", "distribution__dataset")
            .prefetch_related(Prefetch("distribution__outages", confirmed, to_attr=CONFIRMED))
            .order_by("distribution__dataset__identifier", "distribution__order")
        )


def _outage(row: DistributionState) -> Outage | None:
    found: list[Outage] = vars(row.distribution)[CONFIRMED]
    return found[0] if found else None
