"""Inputs and choices drawn without a template each: a grid has hundreds of the one, a large agency a thousand units.

The same text that Django's templates of these names give (tests/test_widgets.py).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

DASHES = BLANK_CHOICE_DASH[0][1]
Widget = Mapping[str, Any]
"""What a widget's `get_context` puts under "widget"."""


def attributes(named: Mapping[str, Any]) -> SafeString:
    parts = [
        f" {conditional_escape(name)}" if value is True else _attribute(name, value)
        for name, value in named.items()
        if value is not False
    ]
    return mark_safe("".join(parts))  # noqa: S308 (each part is escaped)


def _attribute(name: str, value: object) -> str:
    return f' {conditional_escape(name)}="{conditional_escape(str(value))}"'


def _input(widget: Widget) -> SafeString:
    told = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        told["value"] = widget["value"]
    parts = [*(_attribute(name, value) for name, value in told.items()), attributes(widget["attrs"])]
    return mark_safe(f"<input{''.join(parts)}>")  # noqa: S308 (each part is escaped)


def spoken(label: Any) -> Any:
    """Django's first choice, which is none, is nine dashes: they tell nobody what to do."""
    return _("choose one") if label == DASHES else label


def _option(option: Widget) -> SafeString:
    shown = spoken(option["label"])
    return format_html('<option value="{}"{}>{}</option>\n', str(option["value"]), attributes(option["attrs"]), shown)


def _select(widget: Widget) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _number in widget["optgroups"])
    opening = format_html('<select name="{}"{}>', widget["name"], attributes(widget["attrs"]))
    return mark_safe(f"{opening}{groups}\n</select>")  # noqa: S308 (each part is escaped)


def _group(name: str | None, options: list[Widget]) -> str:
    own = "".join(f"\n  {_option(option)}" for option in options)
    if not name:
        return own
    return f'\n  <optgroup label="{conditional_escape(name)}">{own}\n  </optgroup>'


DRAWN: Mapping[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/hidden.html": _input,
    "django/forms/widgets/select.html": _select,
}
"""By the name of the template that it stands for. A choice whose options have a template of their own is none."""
