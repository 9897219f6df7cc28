"""How every form of the portal is drawn: label, hint, error beside the field (templates/components)."""

from typing import Any

from django.forms.renderers import TemplatesSetting

from datasets.drawing import DRAWN


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if draw := DRAWN.get(template_name):
            return draw(context["widget"])
        return super().render(template_name, context, request)
