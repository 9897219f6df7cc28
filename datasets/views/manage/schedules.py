"""Schedules: choose datasets, propose a frequency, look at what they will owe, then record it; pause and resume."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from datasets.access import signed_in
from datasets.calendars import office_calendar
from datasets.fields import DayField, offer, sentence
from datasets.limits import update_limit
from datasets.models import Dataset, SchedulePause, UpdateSchedule
from datasets.querysets import AS_NUMBERED
from datasets.rules.frequencies import Frequency, parse
from datasets.rules.refusal import Refusal
from datasets.rules.schedules import Grace
from datasets.rules.workdays import parse_count
from datasets.services.obligations import keep
from datasets.services.schedules import NotAll, Proposal, effects, next_obligations, pause, set_schedules
from datasets.templatetags.terms import frequency as phrase
from datasets.views.manage.door import crumbs, listed, officer_page, ticked
from datasets.views.manage.inventory import InventoryFilter

USUAL = ("每1日", "每1週", "每1月", "每2月", "每3月", "每6月", "每1年", "每2年", "即時", "不定期更新", "不更新")
FIRST_DAY = date(2017, 1, 1)
"""The strategy's first year: no schedule reaches further back."""
A_YEAR = timedelta(days=365)
SHOWN = 60


class ProposalForm(forms.Form):
    """A schedule for all chosen datasets."""

    frequency = forms.ChoiceField(label=gettext_lazy("Update frequency"), required=False)
    other = forms.CharField(
        label=gettext_lazy("Another frequency"),
        required=False,
        max_length=50,
        help_text=gettext_lazy("In the platform's words, such as 每10日 or 每年2次."),
    )
    lag_days = forms.IntegerField(
        label=gettext_lazy("Publication lag in days"),
        min_value=0,
        max_value=730,
        initial=0,
        help_text=gettext_lazy("How many days after the period's end the data can be there at the earliest."),
    )
    starts_on = DayField(
        label=gettext_lazy("Holds from"),
        help_text=gettext_lazy("Periods that begin on or after this day. Before today only for a first schedule."),
    )
    anchor = DayField(
        label=gettext_lazy("Periods count from"),
        required=False,
        help_text=gettext_lazy("For periods of several months or years; January 2017 where it is blank."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((wording, phrase(wording)) for wording in USUAL)]
        offer(self, "frequency", choices)

    def clean_other(self) -> str:
        text = str(self.cleaned_data["other"])
        read = parse(text) if text else None
        if read is not None and not isinstance(read, Frequency):
            told = "、".join(phrase(choice.platform) for choice in read.choices)
            raise forms.ValidationError(_(read.message) + (f" ({told})" if told else ""))
        return text

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < FIRST_DAY:
            raise forms.ValidationError(_("No schedule reaches back before 2017-01-01."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("frequency")) == bool(cleaned.get("other")) and "other" not in self.errors:
            self.add_error("frequency", _("Choose a frequency, or write another one; not both."))
        return cleaned

    def proposal(self) -> Proposal:
        told = self.cleaned_data
        return Proposal(told["frequency"] or told["other"], told["starts_on"], told["lag_days"], told["anchor"])


class PauseForm(forms.Form):
    """A rest of obligations, or its end."""

    starts_on = DayField(label=gettext_lazy("From"))
    ground = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


@officer_page
def schedules(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = InventoryFilter(request.GET, user)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    rest = step in {"pause", "resume"}
    proposal = ProposalForm(request.POST if step and not rest else None, initial={"starts_on": timezone.localdate()})
    pausing = PauseForm(request.POST if rest else None, prefix="pause", initial={"starts_on": timezone.localdate()})
    chosen = _chosen(request, form) if step else Dataset.objects.none()
    if step:
        response = _rest(request, pausing, chosen, step) if rest else _propose(request, proposal, chosen, step)
        if response:
            return response
    context = {
        "form": form,
        "proposal": proposal,
        "pausing": pausing,
        "chosen": set(ticked(request)),
        "everything": "everything" in request.POST,
        "nothing_chosen": bool(step) and not chosen.exists(),
        "breadcrumbs": crumbs(),
        **listed(request, _with_schedules(form.found())),
    }
    return render(request, "datasets/schedules.html", context)


def _chosen(request: HttpRequest, form: InventoryFilter) -> QuerySet[Dataset]:
    """The ticked rows, or all that the filter found; never more than the filter shows."""
    rows = form.found().select_related("unit").order_by(*AS_NUMBERED)
    return rows if "everything" in request.POST else rows.filter(identifier__in=ticked(request))


def _propose(request: HttpRequest, form: ProposalForm, chosen: QuerySet[Dataset], step: str) -> HttpResponse | None:
    """Show what would be, or record it; None where the page has to be shown again."""
    if not form.is_valid() or not chosen.exists():
        return None
    proposal, today = form.proposal(), timezone.localdate()
    if step == "apply":
        try:
            made = set_schedules(chosen, proposal, by=signed_in(request), today=today)
        except NotAll:
            return _preview(request, form, proposal, chosen)
        _keep(today)
        _say(request, len(made))
        return redirect(request.get_full_path())
    return _preview(request, form, proposal, chosen)


def _preview(request: HttpRequest, form: ProposalForm, proposal: Proposal, chosen: QuerySet[Dataset]) -> HttpResponse:
    today = timezone.localdate()
    found = effects(chosen, proposal, today)
    grace = Grace(office_calendar(), update_limit(), parse_count(settings.DAY_COUNT))
    owed = next_obligations(proposal, max(today, proposal.starts_on) + A_YEAR, grace)
    return render(
        request,
        "datasets/schedules_preview.html",
        {
            "values": [(name, request.POST.get(name, "")) for name in form.fields],
            "rows": ticked(request),
            "everything": "everything" in request.POST,
            "proposal": proposal,
            "effects": [(effect, effect.refused and sentence(effect.refused)) for effect in found],
            "changing": sum(not effect.same for effect in found),
            "refused": sum(effect.refused is not None for effect in found),
            "owed": owed[-SHOWN:],
            "past": sum(one.deadline < today for one in owed),
            "today": today,
            "breadcrumbs": crumbs((_("Schedules"), "schedules")),
        },
    )


def _rest(request: HttpRequest, form: PauseForm, chosen: QuerySet[Dataset], step: str) -> HttpResponse | None:
    if not form.is_valid() or not chosen.exists():
        return None
    today = timezone.localdate()
    try:
        made = pause(chosen, paused=step == "pause", by=signed_in(request), today=today, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.code, sentence(refusal))
        return None
    _keep(today)
    _say(request, len(made))
    return redirect(request.get_full_path())


def _keep(today: date) -> None:
    """Obligations follow at once, as they would tonight."""
    keep(today, grace_days=update_limit(), count=parse_count(settings.DAY_COUNT))


def _say(request: HttpRequest, count: int) -> None:
    messages.success(request, ngettext("%d dataset was changed.", "%d datasets were changed.", count) % count)


def _with_schedules(rows: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """Adds the newest schedule and whether it rests."""
    newest = UpdateSchedule.objects.filter(dataset=OuterRef("pk")).order_by("-position")
    rest = SchedulePause.objects.filter(dataset=OuterRef("pk")).order_by("-position")
    return (
        rows.select_related("unit")
        .annotate(
            frequency=Subquery(newest.values("frequency")[:1]),
            lag_days=Subquery(newest.values("lag_days")[:1]),
            since=Subquery(newest.values("starts_on")[:1]),
            paused=Subquery(rest.values("paused")[:1]),
            pause_ground=Subquery(rest.values("ground")[:1]),
        )
        .order_by(*AS_NUMBERED)
    )
