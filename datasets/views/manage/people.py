"""Who signs in: add, change, shut out, hand out a new password for one use."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import UNIT_PEOPLE, signed_in
from datasets.fields import offer_rows, sentence
from datasets.models import Role, Unit, User
from datasets.rules.refusal import Refusal
from datasets.services.people import add_person, change_person, reset_password
from datasets.views.manage.door import crumbs, listed, officer_page


class PersonForm(forms.ModelForm):
    """What an officer keeps of a person."""

    class Meta:
        model = User
        fields = ("full_name", "email", "role", "unit", "is_active")
        labels = {
            "full_name": gettext_lazy("Full name"),
            "email": gettext_lazy("Mail address"),
            "is_active": gettext_lazy("May sign in"),
        }
        help_texts: ClassVar[dict[str, Any]] = {"is_active": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "unit", Unit.objects.filter(merged_into=None))
        self.fields["email"].required = True

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another person has this address."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") in UNIT_PEOPLE and not cleaned.get("unit"):
            self.add_error("unit", _("Unit staff and unit heads belong to a unit."))
        return cleaned


class NewPersonForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields = ("username", "full_name", "email", "role", "unit")
        help_texts: ClassVar[dict[str, Any]] = {
            "username": gettext_lazy("What the person types to sign in; letters, digits and @ . + - _.")
        }


class PeopleFilter(forms.Form):
    hide_optional = True

    q = forms.CharField(label=gettext_lazy("Search words"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), required=False, choices=[("", gettext_lazy("all")), *Role.choices]
    )


@officer_page
def people(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, password = add_person(form.cleaned_data)
        return _hand_over(request, person, password)
    asked = PeopleFilter(request.GET)
    asked.is_valid()
    rows = User.objects.select_related("unit").order_by("-is_active", "role", "username")
    for word in asked.cleaned_data.get("q", "").split():
        rows = rows.filter(Q(username__icontains=word) | Q(full_name__icontains=word) | Q(unit__name__icontains=word))
    if role := asked.cleaned_data.get("role"):
        rows = rows.filter(role=role)
    context = {"form": asked, "adding": form, "breadcrumbs": crumbs(), **listed(request, rows)}
    return render(request, "datasets/people.html", context)


@officer_page
def person(request: HttpRequest, username: str) -> HttpResponse:
    found = get_object_or_404(User.objects.select_related("unit"), username=username)
    if request.method == "POST" and "reset" in request.POST:
        password = reset_password(found, second_factor="second_factor" in request.POST)
        return _hand_over(request, found, password)
    form = PersonForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and _changed(request, username, form):
        messages.success(request, _("Saved."))
        return redirect("people")
    context = {"form": form, "person": found, "breadcrumbs": crumbs((_("People"), "people"))}
    return render(request, "datasets/person.html", context)


def _changed(request: HttpRequest, username: str, form: PersonForm) -> bool:
    """Against the row as it is in the database: validation has already written into the form's own."""
    try:
        change_person(User.objects.get(username=username), form.cleaned_data, by=signed_in(request))
    except Refusal as refusal:
        form.add_error(refusal.code, sentence(refusal))
        return False
    return True


def _hand_over(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """The only page that ever shows the password; nothing keeps it, and going back does not show it again."""
    context = {"person": person, "password": password, "breadcrumbs": crumbs((_("People"), "people"))}
    response = render(request, "datasets/person_password.html", context)
    response["Cache-Control"] = "no-store"
    return response
