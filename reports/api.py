"""The five KPIs of a period for programs: the agency's and each unit's numbers, as of now or of any moment."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from datasets.api_asof import AS_OF, asked_moment
from datasets.models import Unit
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from reports.facts import default_as_of
from reports.kpis.figure import Told
from reports.kpis.quarters import ReportPeriod, parse_period, period_of
from reports.published import cached_figures


class KpiSerializer(serializers.Serializer[dict[str, Any]]):
    """One KPI. `rate` is exact as a fraction ("27/29"), null where there are no items; `met` is null then too."""

    kpi = serializers.CharField()
    unit = serializers.CharField(allow_null=True, help_text="code of the unit; null for the whole agency")
    period = serializers.CharField()
    as_of = serializers.DateTimeField()
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField()
    rate = serializers.CharField(allow_null=True)
    percent = serializers.CharField(allow_null=True)
    target = serializers.CharField()
    met = serializers.BooleanField(allow_null=True)
    pending = serializers.IntegerField()
    closed = serializers.BooleanField()


class KpiList(APIView):
    """The five KPIs of a month, quarter or year."""

    @extend_schema(
        operation_id="kpis_list",
        parameters=[
            OpenApiParameter(
                "period", str, description="2026-03, 2026Q3 or 2026, or in ROC years. Default: this quarter"
            ),
            AS_OF,
            OpenApiParameter("unit", str, description="code of a unit, with those below it. Default: the whole agency"),
        ],
        responses=KpiSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        as_of = asked_moment(request) or default_as_of(timezone.now())
        period = _period(request.query_params.get("period"), as_of)
        unit = _unit(request.query_params.get("unit"))
        return Response([_plain(figure, unit) for figure in cached_figures(period, unit, as_of)])


def _period(text: str | None, as_of: datetime) -> ReportPeriod:
    try:
        return parse_period(text) if text else period_of(taipei_day(as_of), "quarter")
    except Refusal as refusal:
        raise ValidationError({"period": refusal.message % refusal.params}) from None


def _unit(code: str | None) -> Unit | None:
    if not code:
        return None
    found = Unit.objects.filter(code=code).first() if "\0" not in code else None
    if found is None:
        raise ValidationError({"unit": "No unit has this code."})
    return found


def _plain(figure: Told, unit: Unit | None) -> dict[str, Any]:
    rate = figure.ratio
    return {
        "kpi": figure.kpi,
        "unit": unit.code if unit else None,
        "period": figure.period.code,
        "as_of": figure.as_of.isoformat(),
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "rate": f"{rate.numerator}/{rate.denominator}" if rate.denominator else None,
        "percent": rate.percent,
        "target": str(figure.target),
        "met": figure.met,
        "pending": figure.pending,
        "closed": figure.closed,
    }
