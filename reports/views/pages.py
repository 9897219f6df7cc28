"""Pages of words: about the portal, accessibility, privacy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


def _page(name: str) -> Callable[[HttpRequest], HttpResponse]:
    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        return render(request, f"reports/{name}.html")

    return page


about, accessibility, privacy = _page("about"), _page("accessibility"), _page("privacy")
