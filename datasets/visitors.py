"""What a request tells about who asks, as far as counting needs it."""

from django.http import HttpRequest

from datasets.security.address import client_address


def visitor(request: HttpRequest) -> str:
    """Address and browser as one text; it is hashed at once and never stored."""
    return f"{client_address(request)}|{agent(request)}"


def agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:500]


def is_use(request: HttpRequest) -> bool:
    """A person asked for it: no HEAD, and no browser that fetches ahead of its reader."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") or "prefetch" in request.headers.get("Purpose", "")
    return request.method == "GET" and not ahead
