"""?as_of= for the API's lists: the moment is read once, and what cannot be asked is refused with a sentence."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from datasets.rules.asof import parse_as_of
from datasets.rules.refusal import Refusal

PRESENT_ALONE = "This is asked of the present alone: leave it out, or as_of."
AS_OF = OpenApiParameter("as_of", str, description="a date or a moment, Taipei: as it was known then. Default: now")


def asked_moment(request: Request) -> datetime | None:
    """None for now."""
    text = request.query_params.get("as_of")
    try:
        return parse_as_of(text, timezone.now()).at if text else None
    except Refusal as refusal:
        raise ValidationError({"as_of": refusal.message % refusal.params}) from None


class OfAMoment(viewsets.GenericViewSet[Any]):
    """A list whose rows can be read as of a moment.

    `filterset_then`: the filters that hold of the past; the others ask rows of the present and are refused beside it.
    """

    filterset_now: ClassVar[type[django_filters.FilterSet]]
    filterset_then: ClassVar[type[django_filters.FilterSet]]

    @cached_property
    def as_of(self) -> datetime | None:
        request: Request | None = getattr(self, "request", None)  # none while the API is being described
        return asked_moment(request) if request else None

    @property
    def filterset_class(self) -> type[django_filters.FilterSet]:
        return self.filterset_then if self.as_of else self.filterset_now

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.as_of:
            present = set(self.filterset_now.base_filters) - set(self.filterset_then.base_filters)
            if asked := sorted(present & set(self.request.query_params)):
                raise ValidationError(dict.fromkeys(asked, PRESENT_ALONE))
        return super().filter_queryset(queryset)

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page of the rows, as they read now or read then."""
        if self.as_of is None:
            return super().paginate_queryset(queryset)
        return self.shown(super().paginate_queryset(self.found(queryset, self.as_of)), self.as_of)

    def found(self, rows: QuerySet[Any], as_of: datetime) -> Any:
        """What is paged: rows, or their keys."""
        return rows

    def shown(self, page: Any, as_of: datetime) -> Any:
        """The page as it read at the moment."""
        return page
