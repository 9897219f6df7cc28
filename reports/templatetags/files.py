"""How a file does, in a badge and a sentence."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.templatetags.dates import day, moment
from quality.words import finding_sentence, sentence
from reports.files import FileRow

register = template.Library()
register.filter(finding_sentence)

LINKS = {
    "works": ("good", gettext_lazy("link works")),
    "broken": ("bad", gettext_lazy("link broken")),
    "unsure": ("unsure", gettext_lazy("link not confirmed")),
    "unknown": ("none", gettext_lazy("not checked yet")),
}


@register.inclusion_tag("components/badge.html")
def link_badge(file: FileRow) -> dict[str, object]:
    state, label = LINKS[file.link_state]
    return {"state": state, "label": label}


@register.inclusion_tag("components/badge.html")
def readable_badge(file: FileRow) -> dict[str, object]:
    readable = file.observation is not None and file.observation.machine_readable
    return {
        "state": "good" if readable else "bad",
        "label": _("machine readable") if readable else _("not machine readable"),
    }


@register.filter
def verdict(file: FileRow) -> SafeString | str:
    """The last check in a sentence; since when it is broken, where it is; no accusation before that."""
    if file.observation is None:
        return _("This file was not checked yet.")
    seen = format_html("{} {}", _seen(file), format_html(_("Checked {}."), moment(file.checked_at)))
    if file.outage is None:
        return seen
    return format_html("{} {}", seen, format_html(_("Broken since {}."), day(file.outage.began_at)))


def _seen(file: FileRow) -> str:
    assert file.observation is not None
    if file.link_state == "unsure" and file.observation.link == "broken":
        return _("The link waits for its next check.")
    return sentence(file.observation)


@register.filter
def field_name(field: object) -> str:
    """A main field's name: the importer keeps a name, or a name with its explanation."""
    if isinstance(field, dict):
        name, text = str(field.get("name", "")), str(field.get("explanation") or field.get("description") or "")
        return f"{name}（{text}）" if text else name
    return str(field)
