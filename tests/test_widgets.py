"""What is drawn without a template is what the template gives, whatever stands in it."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from ncc_opendata.forms import Renderer
from ncc_opendata.widgets import DRAWN

HOSTILE = "\"'<&>\u202e\n"
ATTRIBUTES = {"id": "a", "data-x": HOSTILE, "maxlength": 40, "required": True, "disabled": False}
UNITS = [("", "—"), (1, HOSTILE), (gettext_lazy("Unit"), gettext_lazy("Unit")), ("g", [("x", "X"), ("y", HOSTILE)])]


@pytest.mark.parametrize("value", [None, "", HOSTILE, 0, "x", "1", mark_safe("<b>")])
@pytest.mark.parametrize(
    "widget", [forms.TextInput(), forms.HiddenInput(), forms.Select(choices=UNITS)], ids=lambda one: type(one).__name__
)
def test_the_same_as_by_the_template(widget: forms.Widget, value: Any) -> None:
    assert widget.template_name in DRAWN
    drawn = widget.render("name" + HOSTILE, value, ATTRIBUTES, Renderer())
    assert drawn == widget.render("name" + HOSTILE, value, ATTRIBUTES, TemplatesSetting())
    assert hasattr(drawn, "__html__")


def test_other_widgets_are_drawn_by_their_templates() -> None:
    area = forms.Textarea()
    assert area.render("a", HOSTILE, {}, Renderer()) == area.render("a", HOSTILE, {}, TemplatesSetting())
