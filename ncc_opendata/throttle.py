"""How often one address may ask the API, so that one program's loop does not slow the portal down for all others."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from datasets.security.address import client_address


class PerAddress(SimpleRateThrottle):
    """API_PER_MINUTE questions in any sixty seconds (0: no limit); then 429 with Retry-After.

    Counted in the cache: where that fails, nobody is refused. Who has no address (a socket file) is not counted.
    """

    scope = "api"

    def get_rate(self) -> str | None:
        return f"{settings.API_PER_MINUTE}/min" if settings.API_PER_MINUTE else None

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        address = client_address(request)
        return f"api-{address}" if address else None
