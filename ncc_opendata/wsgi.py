"""The door for web servers, with a latch before Django: what its request cannot even be made of."""

import gc
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from ncc_opendata import silence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ncc_opendata.settings")
_django = get_wsgi_application()
silence.limit = settings.DATABASE_SILENCE_SECONDS
import_module(settings.ROOT_URLCONF)  # the views too, once for all processes that are born of this one
gc.collect()
gc.freeze()  # what was loaded is no garbage: walking it again took 0.1 s in the middle of every fifth page
gc.set_threshold(20_000, 10, 10)  # a page makes so many objects and lets them go: to look at each 700 took a tenth


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """400 for a Content-Type whose encoding holds a NUL (`charset*=utf-8''%00`): Django asks for it outside its net."""
    kind = str(environ.get("CONTENT_TYPE", ""))
    if "\0" in kind or "%00" in kind:
        start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]
    return _django(environ, start_response)
