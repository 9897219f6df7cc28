"""?as_of= for pages that ask little else: read once, refused with a sentence, handed to the view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from datasets.fields import sentence
from datasets.rules.asof import parse_as_of
from datasets.rules.refusal import Refusal

View = Callable[..., HttpResponseBase]


def takes_as_of(view: View) -> View:
    """The view gets `as_of`: the moment that the address names, or None for now. What cannot be read is a 400 page."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        text = request.GET.get("as_of", "").strip()
        try:
            moment = parse_as_of(text, timezone.now()).at if text else None
        except Refusal as refusal:
            return render(request, "400.html", {"said": sentence(refusal)}, status=400)
        return view(request, *args, as_of=moment, **kwargs)

    return asked
