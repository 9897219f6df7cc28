"""How every form of the portal is drawn: label, hint, error beside the field (templates/components)."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
