"""The line of a page that offers its tables as files, and the link that shows the same tomorrow."""

from typing import Any

from django import template

from datasets.taking import Take
from reports.taking import links

register = template.Library()


@register.inclusion_tag("reports/take.html", takes_context=True)
def take_along(context: template.Context, take: Take) -> dict[str, Any]:
    files, pinned = links(context["request"], take)
    return {"files": files, "pinned": pinned}
