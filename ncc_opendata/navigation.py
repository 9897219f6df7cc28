"""The main navigation: one line an item. A name that no installed URL bears is left out."""

from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.models import Role

EVERYBODY: tuple[str, ...] = ()
"""No role named: the public too."""
UNIT = (Role.STAFF, Role.HEAD)
READERS = (Role.ADVISORY, Role.OFFICER, Role.AUDITOR)
ANYBODY_SIGNED_IN = (*UNIT, *READERS)


@dataclass(frozen=True)
class Item:
    """One entry: URL name, label, who sees it. `around`: URL names of pages that are reached from its tabs."""

    url_name: str
    label: str | Promise
    roles: tuple[str, ...] = EVERYBODY
    around: tuple[str, ...] = ()


class Link(TypedDict):
    """What a template shows: `current` is "page" on the page itself, "true" below it, "" elsewhere."""

    url: str
    label: str
    current: str


SHARED = ("resolutions", "reviews", "explanations", "plan", "stocktaking")
"""What lies around the packets for units too."""

MAIN = (
    Item("home", _("Overview")),
    Item("catalogue", _("Catalogue")),
    Item("usage", _("Usage")),
    Item("feedback_form", _("Feedback")),
    Item("answered", _("Answered opinions")),
    Item("due", _("Updates due"), UNIT),
    Item("inventory", _("Our datasets"), UNIT),
    Item("withdrawals", _("Withdrawals"), (Role.HEAD,)),
    Item("queue", _("Opinions to answer"), (*UNIT, Role.OFFICER)),
    Item("dashboard", _("Dashboard"), ANYBODY_SIGNED_IN),
    Item("rounds", _("Checks"), ANYBODY_SIGNED_IN),
    Item("packets", _("Packets"), READERS, ("meetings", "annual_reviews", "outreach", "strategy", *SHARED)),
    Item("explanations", _("Explanations"), UNIT, SHARED),
    Item("manage", _("Management"), (Role.OFFICER, Role.AUDITOR)),
)

FOOTER = (
    Item("closed", _("What is not open")),
    Item("priority", _("Priority for opening")),
    Item("accessibility", _("Accessibility")),
    Item("published_packets", _("Review packets")),
    Item("about", _("About this portal")),
    Item("privacy", _("Privacy")),
    Item("api_docs", _("API")),
    Item("catalogue_jsonld", _("Catalogue as DCAT")),
)


def links(items: tuple[Item, ...], request: HttpRequest) -> list[Link]:
    """The items that this person sees and whose pages exist, in order."""
    role = getattr(getattr(request, "user", None), "role", "")
    shown = ((i, _url(i.url_name)) for i in items if not i.roles or role in i.roles)
    return [Link(url=url, label=str(i.label), current=_current(i, url, request.path)) for i, url in shown if url]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _current(item: Item, url: str, path: str) -> str:
    if path == url:
        return "page"
    below = (one for one in (url, *map(_url, item.around)) if one not in {"", "/"})
    return "true" if path.startswith(tuple(below)) else ""
