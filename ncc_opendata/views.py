"""The API's own page: what can be asked for, read from the OpenAPI document itself."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "api_docs.html",
        {"operations": _operations(), "breadcrumbs": [(_("Overview"), reverse("home"))]},
    )


@cache
def _operations() -> list[dict[str, Any]]:
    """Every operation with its parameters, in the order of the document; the same, in English, for all readers."""
    with override("en"):
        document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # drf-spectacular gives its generator no types
    return [
        {"path": path, "method": method.upper(), "parameters": found.get("parameters", []), **_words(found)}
        for path, methods in document["paths"].items()
        for method, found in methods.items()
    ]


def _words(found: dict[str, Any]) -> dict[str, Any]:
    return {"id": found["operationId"], "description": found.get("description", "")}
