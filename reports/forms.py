"""Forms of meetings: the plan, the roster, what is taken down."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from datasets.fields import DayField, StampField, offer, offer_rows
from datasets.models import Role, Unit, User
from datasets.rules.days import TAIPEI
from datasets.rules.roc import Stamp
from datasets.templatetags.terms import named
from reports.models import AnnualDecision, AnnualItem, Meeting, Member, ReviewDecision, ReviewItem
from reports.services import annual
from reports.services.reviews import CHOICES
from reports.views.around import quarter_or_404

_TEXT = {"rows": 3}


def text_field(label: Any, *, required: bool = True, limit: int = 8000) -> forms.CharField:
    return forms.CharField(label=label, max_length=limit, required=required, widget=forms.Textarea(attrs=_TEXT))


def one_of(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Choices of which none is taken unasked: a decision is made, never left standing."""
    return [*BLANK_CHOICE_DASH, *choices]


class MembersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


class PlanForm(forms.Form):
    """The plan of a meeting; `planned` gives what the services take."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    held_at = StampField(
        label=gettext_lazy("Date and time"), help_text=gettext_lazy("2026-10-20 14:00 or 115/10/20 14:00")
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    chair = forms.CharField(label=gettext_lazy("Chair"), max_length=100, required=False)
    recorder = forms.CharField(label=gettext_lazy("Recorder"), max_length=100, required=False)
    members = MembersField(
        Member.objects.filter(left=False), label=gettext_lazy("Members"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    quorum = forms.IntegerField(
        label=gettext_lazy("Quorum"), min_value=0, max_value=200, required=False,
        help_text=gettext_lazy("How many members must be present; empty: more than half"),
    )  # fmt: skip

    def planned(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        members = sorted(str(one.pk) for one in given["members"])
        quorum = given["quorum"] if given["quorum"] is not None else len(members) // 2 + 1 if members else 0
        return given | {"held_at": given["held_at"].at, "members": members, "quorum": quorum}


class NewMeetingForm(PlanForm):
    quarter = forms.CharField(label=gettext_lazy("Quarter"), max_length=10, help_text=gettext_lazy("2026Q3 or 115Q3"))
    field_order = ("quarter",)

    def clean_quarter(self) -> str:
        try:
            return quarter_or_404(self.cleaned_data["quarter"]).code
        except Http404:
            raise forms.ValidationError(_("Write a quarter, such as 2026Q3.")) from None


class ChangeForm(PlanForm):
    reason = forms.CharField(label=gettext_lazy("Reason for the change"), max_length=1000, required=False)

    def __init__(self, data: Any, meeting: Meeting) -> None:
        shown = {name: getattr(meeting, name) for name in PlanForm.base_fields}
        stamp = Stamp(meeting.held_at.astimezone(TAIPEI), date_only=False)
        super().__init__(data, initial=shown | {"held_at": stamp})
        members = Member.objects.filter(left=False) | Member.objects.filter(pk__in=meeting.members)
        offer_rows(self, "members", members.distinct())

    def planned(self) -> dict[str, Any]:
        return {name: value for name, value in super().planned().items() if name != "reason"}


class MemberForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ("name", "affiliation", "email", "language", "account", "left")
        widgets = {"language": forms.Select(choices=[("zh-hant", "中文"), ("en", "English")])}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = User.objects.filter(role__in=(Role.ADVISORY, Role.OFFICER), is_active=True, seat=None)
        own = User.objects.filter(seat=self.instance) if self.instance.account_id else User.objects.none()
        offer_rows(self, "account", (free | own).distinct())
        self.fields["name"].required = True
        self.fields["account"].label = _("Account in this portal")
        for name, label in (("name", _("Full name")), ("affiliation", _("Affiliation")), ("email", _("E-mail"))):
            self.fields[name].label = label
        self.fields["language"].label, self.fields["left"].label = _("Language"), _("Has left the group")


class ResolutionForm(forms.Form):
    text = text_field(gettext_lazy("Resolution"), limit=4000)
    owner = forms.ModelChoiceField(Unit.objects.all(), label=gettext_lazy("Responsible unit"), required=False)
    due_on = DayField(label=gettext_lazy("Due date"), required=False)


class ProgressForm(forms.Form):
    text = text_field(gettext_lazy("What was done"), limit=4000)
    released = forms.BooleanField(label=gettext_lazy("The group takes it off the list"), required=False)

    def __init__(self, data: Any, may_release: bool) -> None:
        super().__init__(data)
        if not may_release:
            del self.fields["released"]


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label=pgettext_lazy("review", "Decision"))
    reason = text_field(gettext_lazy("Reason"), limit=4000)
    owner = forms.ModelChoiceField(Unit.objects.all(), label=gettext_lazy("Responsible unit"), required=False)
    due_on = DayField(label=gettext_lazy("Due date"), required=False)

    def __init__(self, data: Any, item: ReviewItem, *, prefix: str = "") -> None:
        super().__init__(data, initial={"owner": item.dataset.unit_id}, auto_id=f"id_{prefix}%s")
        labels = dict(ReviewDecision.Decision.choices)
        chosen = CHOICES[ReviewItem.Rule(item.rule)]
        offer(self, "decision", one_of((code, labels[code]) for code in chosen))


class RestForm(forms.Form):
    """One decision for all items of a list that await one."""

    decision = forms.ChoiceField(label=gettext_lazy("The same decision for all that await one"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=4000)

    def __init__(self, data: Any, rule: ReviewItem.Rule) -> None:
        super().__init__(data, auto_id=f"id_{rule}_%s")
        labels = dict(ReviewDecision.Decision.choices)
        offer(self, "decision", one_of((code, labels[code]) for code in CHOICES[rule]))


class AnnualDecisionForm(forms.Form):
    """What the group decides of a unit's year; who must improve gets a date for it."""

    decision = forms.ChoiceField(label=pgettext_lazy("review", "Decision"))
    reason = text_field(gettext_lazy("Reason"), limit=4000)
    due_on = DayField(label=gettext_lazy("Due date"), required=False)

    def __init__(self, data: Any, item: AnnualItem) -> None:
        super().__init__(data, auto_id=f"id_{item.pk}%s")
        chosen = annual.CHOICES[AnnualItem.Rule(item.rule)]
        offer(self, "decision", one_of((one.value, one.label) for one in chosen))
        if item.rule == AnnualItem.Rule.COMMENDATION:
            del self.fields["due_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == AnnualDecision.Decision.IMPROVE and not given.get("due_on"):
            self.add_error("due_on", _("Say by when the unit reports again."))
        return {"due_on": None, **given}
