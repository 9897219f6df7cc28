"""Where a request comes from. Only what our own proxies wrote is believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's IP address. With TRUSTED_PROXIES = n, the n-th entry of X-Forwarded-For from the right.

    What stands further left was written by the client and may be invented.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    count: int = settings.TRUSTED_PROXIES
    found = hops[-count] if 0 < count <= len(hops) else request.META.get("REMOTE_ADDR", "")
    return _plain(found)


def _plain(text: str) -> str:
    """One spelling of an address; "" for what is none (a socket file, or nonsense in a header)."""
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
