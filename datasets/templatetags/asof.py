"""The bar that asks a page for another moment, and links that stay at the one that was asked."""

from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.utils.translation import gettext_lazy as _

from datasets.fields import AsOfField

register = template.Library()

ANEW = frozenset({"as_of", "page", "format"})
"""What another moment does not carry on."""


class AsOfForm(forms.Form):
    as_of = AsOfField(
        required=False,
        label=_("As known on"),
        help_text=_("A date: as it was known when it began; empty: now"),
    )


@register.inclusion_tag("components/as_of.html", takes_context=True)
def as_of_bar(context: template.Context) -> dict[str, Any]:
    """For a page whose view takes `as_of`; its other filters stay."""
    request = context["request"]
    kept = [(name, value) for name, values in request.GET.lists() for value in values if name not in ANEW]
    form = AsOfForm({"as_of": request.GET.get("as_of", "")})
    now = request.path + ("?" + urlencode(kept) if kept else "")
    return {"as_of": context.get("as_of"), "form": form, "kept": kept, "path": request.path, "now": now}


@register.simple_tag(takes_context=True)
def at_moment(context: template.Context, **more: object) -> str:
    """The query of a link to a page that knows as-of too: ?as_of= as it was asked here, and `more`."""
    asked = {"as_of": context["request"].GET.get("as_of", ""), **more}
    parts = {name: value for name, value in asked.items() if value}
    return "?" + urlencode(parts) if parts else ""
