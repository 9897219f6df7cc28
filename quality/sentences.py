"""A verdict in one sentence that a person understands: what was seen at a link, and what it means."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "ok": _("The file was fetched."),
    "redirected": _("The file was fetched; the address leads on to another one."),
    "not_found": _("The server says that nothing is at this address (404)."),
    "gone": _("The server says that the file was removed for good (410)."),
    "forbidden": _("The server refuses the portal's checker (403); readers may still get the file."),
    "login_required": _("The server asks for a sign-in."),
    "server_error": _("The server reports a fault of its own (5xx)."),
    "timeout": _("The server did not answer in time, several times."),
    "dns_failure": _("The server's name cannot be found."),
    "tls_error": _("The server's certificate is not valid."),
    "refused": _("The server refuses connections."),
    "reset": _("The server broke the connection off."),
    "truncated": _("Less arrived than the server announced."),
    "redirect_loop": _("The address leads on to itself."),
    "too_many_redirects": _("The address leads on too many times."),
    "throttled": _("The server asked the checker to come less often."),
    "html_instead_of_data": _("A web page came instead of the data."),
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than the checker takes; it was not judged."),
    "bomb": _("The file unpacks to more than the checker takes; it was not judged."),
    "unsafe_address": _("The address is not one of the public internet; it was not called."),
    "invalid_url": _("This is not a valid address."),
    "checker_fault": _("The checker itself was at fault; this says nothing about the file."),
}
"""Reasons of a link (quality.md) as sentences."""


def reason_sentence(reason: str) -> str:
    """The sentence of a reason; a reason without one stands as it is."""
    return str(REASONS.get(reason, reason))
