"""The quarterly review (sections 9 and 10): items, units' proposals, decisions."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import may_edit, require_role, signed_in, unit_scope
from datasets.models import User
from reports.asof import takes_as_of
from reports.facts import default_as_of
from reports.forms import DecisionForm
from reports.models import ReviewDecision, ReviewItem, ReviewProposal
from reports.services.reviews import decide, fix_items, propose
from reports.views.around import last_quarter, quarter_or_404, quarter_tabs, said, tabs

_TEXT = {"rows": 3}


class ProposalForm(forms.Form):
    proposal = forms.CharField(
        label=gettext_lazy("The unit's proposal"), max_length=4000, widget=forms.Textarea(attrs=_TEXT)
    )


def _items(user: User, as_of: datetime | None = None) -> QuerySet[ReviewItem]:
    """What a person may see: readers everything, unit people their own datasets."""
    decisions = ReviewDecision.objects.known_at(as_of).order_by("-position").select_related("owner", "recorded_by")
    rows: QuerySet[ReviewItem] = ReviewItem.objects.known_at(as_of)
    rows = rows.select_related("dataset__unit").prefetch_related(Prefetch("decisions", decisions))
    return rows if user.reads_everything else rows.filter(dataset__unit__in=unit_scope(user))


@require_safe
@require_role()
def reviews(request: HttpRequest) -> HttpResponse:
    """The last quarter's review."""
    return redirect("review", last_quarter(timezone.now()).code)


@require_http_methods(["GET", "POST"])
@require_role()
@takes_as_of
def review(request: HttpRequest, quarter: str, as_of: datetime | None) -> HttpResponse:
    """The items of a quarter, ?as_of= as known at a moment; a POST by the officer puts up what the rule names."""
    user, now, period = signed_in(request), timezone.now(), quarter_or_404(quarter)
    if request.method == "POST":
        if not user.is_officer:
            raise PermissionDenied
        if period.last_moment >= now:
            messages.error(request, _("The quarter has not ended yet."))
        else:
            made = fix_items(quarter=period, as_of=default_as_of(now), by=user)
            messages.success(request, _("%(number)s items were put up.") % {"number": len(made)})
        return redirect("review", period.code)
    items = list(_items(user, as_of).filter(quarter=period.code).order_by("rank", "dataset__identifier"))
    proposals = dict(
        ReviewProposal.objects.known_at(as_of)
        .filter(quarter=period.code)
        .order_by("position")
        .values_list("dataset_id", "proposal")
    )
    rules = [
        (label, [(one, proposals.get(one.dataset_id, ""), _last(one)) for one in items if one.rule == rule])
        for rule, label in (
            (ReviewItem.Rule.LEAST_USED, _("The least used datasets")),
            (ReviewItem.Rule.NOT_OPEN, _("Datasets that are not open")),
        )
    ]
    context = {
        "quarter": said(period),
        "rules": rules,
        "items": items,
        "decided": sum(_last(one) is not None for one in items),
        "may_fix": user.is_officer and period.last_moment < now,
        "tabs": tabs(user, "reviews"),
        "quarters": quarter_tabs("review", period, now),
    }
    return render(request, "reports/review.html", context)


def _last(item: ReviewItem) -> ReviewDecision | None:
    return next(iter(item.decisions.all()), None)


@require_http_methods(["GET", "POST"])
@require_role()
def review_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One item: the owner's proposal, the officer's record of the decision. `what` names the form that was sent."""
    user = signed_in(request)
    item = get_object_or_404(_items(user), pk=pk)
    what = request.POST.get("what", "")
    may_propose = user.works_in_unit and may_edit(user, item.dataset.unit_id)
    if request.method == "POST" and not (user.is_officer if what == "decision" else may_propose):
        raise PermissionDenied
    proposal = ProposalForm(request.POST if what == "proposal" else None)
    decision = DecisionForm(request.POST if what == "decision" else None, item)
    if what == "proposal" and proposal.is_valid():
        propose(item=item, **proposal.cleaned_data, by=user)
        messages.success(request, _("The proposal is recorded."))
        return redirect("review_item", item.pk)
    if what == "decision" and decision.is_valid():
        decide(item=item, **decision.cleaned_data, by=user)
        messages.success(request, _("The decision is recorded."))
        return redirect("review_item", item.pk)
    context = {
        "item": item,
        "quarter": said(quarter_or_404(item.quarter)),
        "proposals": ReviewProposal.objects.filter(quarter=item.quarter, dataset=item.dataset).order_by("-position"),
        "proposal": proposal if may_propose else None,
        "decision": decision if user.is_officer else None,
        "breadcrumbs": [(_("Reviews"), reverse("review", args=[item.quarter]))],
    }
    status = 400 if proposal.errors or decision.errors else 200
    return render(request, "reports/review_item.html", context, status=status)
