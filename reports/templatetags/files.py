"""How a file does, in a badge and a sentence."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.templatetags.dates import day, moment
from quality.sentences import reason_sentence
from reports.files import FileRow

register = template.Library()

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
    """The last check in a sentence; since when it is broken, where it is."""
    if file.observation is None:
        return _("This file was not checked yet.")
    sentence = format_html("{} {}", reason_sentence(file.observation.reason), checked(file))
    if file.outage is None:
        return sentence
    return format_html("{} {}", sentence, format_html(_("Broken since {}."), day(file.outage.began_at)))


def checked(file: FileRow) -> SafeString:
    return format_html(_("Checked {}."), moment(file.checked_at))


@register.filter
def field_name(field: object) -> str:
    """A main field's name: the importer keeps a name, or a name with its explanation."""
    if isinstance(field, dict):
        name, text = str(field.get("name", "")), str(field.get("explanation") or field.get("description") or "")
        return f"{name}（{text}）" if text else name
    return str(field)
