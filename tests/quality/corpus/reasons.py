"""Every reason of quality.md by an example of its own, and one that looks much like it and is something else.

Names are those of behaviours; what no server can do is an address.
"""

import socket
from collections.abc import Sequence

UNKNOWN = "http://unknown.example/a.csv"
LATER = "http://later.example/a.csv"
"""A host that the resolver cannot tell of now."""
CLOSED = "http://127.0.0.1:1/a.csv"
NO_ADDRESS = "http://"

EXAMPLES: dict[str, tuple[str, str]] = {
    "ok": ("plain", "soft_404"),
    "redirected": ("moved", "place_named_in_200"),
    "not_found": ("missing_as_data", "odd_status_text"),
    "gone": ("gone", "missing_as_data"),
    "forbidden": ("forbidden", "wants_browser"),
    "login_required": ("login_page", "page_about_logins"),
    "server_error": ("always_fails", "fails_twice"),
    "timeout": ("silent", "slow_to_start"),
    "dns_failure": (UNKNOWN, LATER),
    "tls_error": ("wrong_certificate", "tls_without_goodbye"),
    "refused": (CLOSED, "over_ipv6_alone"),
    "reset": ("reset_at_once", "resets_once"),
    "truncated": ("truncated", "shorter_than_sent"),
    "redirect_loop": ("loop", "wants_cookie_across_redirect"),
    "too_many_redirects": ("redirects_without_end", "moved_twelve_times"),
    "throttled": ("throttled_for_long", "asks_to_wait"),
    "html_instead_of_data": ("soft_404", "declared_page"),
    "empty": ("empty", "nothing_found_today"),
    "too_large": ("too_large_by_header", "length_unknown"),
    "bomb": ("gzip_bomb", "gzip_in_members"),
    "unsafe_address": ("moved_to_a_file", "moved_protocol_relative"),
    "invalid_url": (NO_ADDRESS, "moved_with_blank"),
    "checker_fault": (LATER, UNKNOWN),
}


def resolve(host: str) -> Sequence[str]:
    """No name is known; of one nothing can be said at all."""
    number = socket.EAI_AGAIN if host == "later.example" else socket.EAI_NONAME
    raise socket.gaierror(number, host)
