"""The choice of a unit, drawn in one go: an agency may have a thousand, and every page of figures offers them."""

from html import escape
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from datasets.drawing import attributes, spoken
from datasets.names import named

OPTION = '\n  <option value="{}"{}>{}</option>\n'


class UnitSelect(forms.Select):
    """Of units by their codes, as models or as plain choices: the same text as Django's widget gives."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        options = [
            OPTION.format(escape(code), " selected" * (code == chosen), escape(label))
            for code, label in self._offered()
        ]
        own = self.build_attrs(self.attrs, attrs)
        opening = format_html('<select name="{}"{}>', name, attributes(own))
        return mark_safe(f"{opening}{''.join(options)}\n</select>")  # noqa: S308 (each part is escaped)

    def _offered(self) -> list[tuple[str, str]]:
        field = getattr(self.choices, "field", None)
        if field is None:
            return [(str(code), str(label)) for code, label in self.choices]
        units = [(unit.code, unit.name) for unit in named(field.queryset)]
        return units if field.empty_label is None else [("", str(spoken(field.empty_label))), *units]
