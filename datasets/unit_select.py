"""The choice of a unit, drawn in one go: an agency may have a thousand, and every page of figures offers them."""

from html import escape
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from datasets.drawing import attributes
from datasets.names import named

OPTION = '\n  <option value="{}"{}>{}</option>\n'


class UnitSelect(forms.Select):
    """Of a `ModelChoiceField` over units by their codes: the same text as Django's widget gives."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        field, chosen = self.choices.field, "" if value is None else str(value)  # type: ignore[attr-defined]  # a model's
        units = [(unit.code, unit.name) for unit in named(field.queryset)]
        offered = units if field.empty_label is None else [("", str(field.empty_label)), *units]
        options = [OPTION.format(escape(code), " selected" * (code == chosen), escape(name)) for code, name in offered]
        own = self.build_attrs(self.attrs, attrs)
        opening = format_html('<select name="{}"{}>', name, attributes(own))
        return mark_safe(f"{opening}{''.join(options)}\n</select>")  # noqa: S308 (each part is escaped)
