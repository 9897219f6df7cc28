"""What is drawn without a template is what the template gives, whatever stands in it."""

from typing import Any

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from datasets.drawing import DRAWN
from datasets.models import Unit
from datasets.unit_select import UnitSelect
from ncc_opendata.forms import Renderer

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


def test_a_choice_that_is_none_says_what_to_do() -> None:
    """Django's own nine dashes say nothing, least of all read aloud."""
    with override("zh-hant"):
        drawn = forms.Select(choices=[*BLANK_CHOICE_DASH, ("a", "A")]).render("x", "", {}, Renderer())
    assert "---" not in drawn
    assert '<option value="" selected>請選擇</option>' in drawn


def test_other_widgets_are_drawn_by_their_templates() -> None:
    area = forms.Textarea()
    assert area.render("a", HOSTILE, {}, Renderer()) == area.render("a", HOSTILE, {}, TemplatesSetting())


@pytest.mark.django_db
@pytest.mark.parametrize(("value", "required"), [("", False), ("u1", False), ("u1", True), ("gone", False)])
def test_units_are_offered_as_django_offers_them(value: str, required: bool) -> None:
    Unit.objects.bulk_create(Unit(code=f"u{n}", name=f"{n} {HOSTILE}") for n in range(3))
    drawn = []
    for widget in (UnitSelect, forms.Select):
        field = forms.ModelChoiceField(Unit.objects.all(), to_field_name="code", widget=widget, required=required)
        form = type("F", (forms.Form,), {"unit": field})({"unit": value})
        drawn.append(str(form["unit"]))
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("value", ["", "u1", "gone", None])
def test_units_as_plain_choices(value: str | None) -> None:
    choices = [("", "—"), ("u1", HOSTILE), ("u2", gettext_lazy("Unit"))]
    drawn = [kind(choices=choices).render("unit", value, ATTRIBUTES) for kind in (UnitSelect, forms.Select)]
    assert drawn[0] == drawn[1]
