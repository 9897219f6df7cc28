"""What each national badge needs: the table in force, its versions as of any moment, and the officer's next one."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import READERS, require_role, signed_in
from datasets.fields import AsOfField, DayField, sentence
from datasets.models import User
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from quality.scores.national import BADGES, INDICATORS, Badge
from quality.services import badges as service
from quality.words import asked_of, badge_name


class AsOfForm(forms.Form):
    as_of = AsOfField(label=gettext_lazy("As known at"), required=False)


class BadgeForm(forms.Form):
    """One group of boxes a badge."""

    def __init__(self, data: object, table: tuple[Badge, ...]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a form takes None: not sent
        for badge in table:
            self.fields[badge.code] = forms.TypedMultipleChoiceField(
                label=badge_name(badge.code),
                choices=[(number, f"{number}. {asked_of(code)}") for number, code in enumerate(INDICATORS, 1)],
                coerce=int,
                initial=sorted(badge.needs),
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["effective_on"] = DayField(label=gettext_lazy("Holds from"))
        self.fields["reason"] = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, min_length=2)

    def save(self, by: User, today: date) -> bool:
        """False, with the reason as the form's error, where the table was refused."""
        given: dict[str, Any] = dict(self.cleaned_data)
        needs = {badge.code: given[badge.code] for badge in BADGES}
        try:
            service.set_table(
                needs=needs, effective_on=given["effective_on"], reason=given["reason"], by=by, today=today
            )
        except Refusal as refusal:
            self.add_error(None, sentence(refusal))
            return False
        return True


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*READERS)
def badges(request: HttpRequest) -> HttpResponse:
    """Readers read, the officer sets."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    asked = AsOfForm(request.GET)
    stamp = asked.cleaned_data["as_of"] if asked.is_valid() else None
    as_of = stamp.at if stamp else None
    today = taipei_day(timezone.now())
    table = service.table_in_force(taipei_day(as_of) if as_of else today, as_of)
    form = BadgeForm(request.POST or None, table)
    if request.method == "POST" and form.is_valid() and form.save(user, today):
        messages.success(request, _("The table was recorded."))
        return redirect("badges")
    context = {
        "asked": asked,
        "as_of": as_of,
        "lines": [(n, asked_of(code), _needed(n, table)) for n, code in enumerate(INDICATORS, 1)],
        "names": [badge_name(badge.code) for badge in table],
        "versions": [(one, _spelled(one.needs)) for one in service.versions(as_of)],
        "form": form if user.is_officer and as_of is None else None,
        "breadcrumbs": [(_("Checks"), reverse("rounds"))],
    }
    status = 400 if form.errors or asked.errors else 200
    return render(request, "quality/badges.html", context, status=status)


def _needed(number: int, table: tuple[Badge, ...]) -> list[tuple[str, bool]]:
    return [(badge_name(badge.code), number in badge.needs) for badge in table]


def _spelled(needs: dict[str, list[int]]) -> list[tuple[str, str]]:
    return [(badge_name(one.code), "、".join(map(str, sorted(one.needs)))) for one in service.badges_of(needs)]
