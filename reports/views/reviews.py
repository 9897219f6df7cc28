"""The quarterly review (sections 9 and 10): items, units' proposals, decisions."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import may_edit, require_role, signed_in, unit_scope
from datasets.asof import takes_as_of
from datasets.models import Unit, User
from datasets.past import rewound
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.asking import Asked, ask_form
from reports.deciding import asked_units, waiting_items
from reports.facts import default_as_of, load
from reports.facts.reviews import counts_for, left_behind, undecided
from reports.forms import DecisionForm
from reports.kpis.least_used import MANY
from reports.kpis.quarters import ReportPeriod
from reports.models import ReviewDecision, ReviewItem, ReviewProposal
from reports.services.reviews import decide, fix_items, propose
from reports.views.around import at_moment, last_quarter, quarter_or_404, quarter_tabs, said, tabs

_TEXT = {"rows": 3}
PAGE = 25
LISTS = {
    ReviewItem.Rule.LEAST_USED.value: gettext_lazy("The least used datasets"),
    ReviewItem.Rule.NOT_OPEN.value: gettext_lazy("Datasets that are not open"),
}


class ProposalForm(forms.Form):
    proposal = forms.CharField(
        label=gettext_lazy("The unit's proposal"), max_length=4000, widget=forms.Textarea(attrs=_TEXT)
    )


def _items(user: User, as_of: datetime | None = None) -> QuerySet[ReviewItem]:
    """What a person may see: readers everything, unit people their own datasets, and what counts for their unit."""
    decisions = ReviewDecision.objects.known_at(as_of).order_by("-position").select_related("owner", "recorded_by")
    rows: QuerySet[ReviewItem] = ReviewItem.objects.known_at(as_of)
    rows = rows.select_related("dataset__unit").prefetch_related(Prefetch("decisions", decisions))
    if user.reads_everything:
        return rows
    units = unit_scope(user)
    return rows.filter(Q(dataset__unit__in=units) | Q(pk__in=left_behind(units, as_of or timezone.now())))


@require_safe
@require_role()
def reviews(request: HttpRequest) -> HttpResponse:
    """The last quarter's review."""
    return redirect(reverse("review", args=[last_quarter(timezone.now()).code]) + at_moment(request))


@require_http_methods(["GET", "POST"])
@require_role()
@takes_as_of
def review(request: HttpRequest, quarter: str, as_of: datetime | None) -> HttpResponse:
    """The items of a quarter, a page of one list (?list=not_open&page=2), ?as_of= as known at a moment.

    A POST by the officer puts up what the rule names.
    """
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
    waits = Case(When(undecided(as_of or now), then=0), default=1)  # what awaits a decision comes first
    items = _items(user, as_of).filter(quarter=period.code).order_by(waits, "rank", "dataset__identifier")
    lists = _lists(items)
    rule = _asked(request, lists)
    page = Paginator(items.filter(rule=rule), PAGE).get_page(request.GET.get("page"))
    context = {
        "quarter": said(period),
        "lists": _list_tabs(request, lists, rule),
        "label": LISTS[rule],
        "ranked": rule == ReviewItem.Rule.LEAST_USED,
        "total": sum(lists.values()),
        "decided": items.exclude(undecided(as_of or now)).count(),
        "as_one": rule == ReviewItem.Rule.LEAST_USED and _least_used(period, as_of) > MANY,
        "rows": _with_proposals(page, as_of),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "may_fix": user.is_officer and period.last_moment < now and as_of is None,
        "as_of": as_of,
        "take": Take(
            f"review-{period.code}", _("Quarterly review"), as_of or now, lambda: [_table(items, as_of)], said(period)
        ),
        "tabs": tabs(user, "reviews", at_moment(request)),
        "quarters": _quarters(period, now, at_moment(request)),
    }
    return TemplateResponse(request, "reports/review.html", context)


def _quarters(current: ReportPeriod | None, now: datetime, query: str) -> list[tuple[str, str, bool]]:
    """First what waits in any quarter, then a tab a quarter."""
    whole = (_("Awaiting a decision, all quarters"), reverse("reviews_waiting") + query, current is None)
    return [whole, *quarter_tabs("review", current, now, query)]


@require_safe
@require_role()
def reviews_waiting(request: HttpRequest) -> HttpResponse:
    """?as_of=&unit=: the items of every quarter without a decision, the oldest first: what the dashboard counts."""
    user, now = signed_in(request), timezone.now()
    form = ask_form(request.GET, user)
    if not form.is_valid():
        wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return render(request, "400.html", {"said": wrong}, status=400)
    asked = form.asked()
    items, units = _waiting(user, asked)
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    title = _("Awaiting a decision")
    context = {
        "asked": asked,
        "as_of": asked.as_of if asked.given.get("as_of") else None,
        "rows": _told(page, units, asked.as_of),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "take": Take(
            "reviews-waiting", title, asked.as_of, lambda: [_waiting_table(title, _told(items, units, asked.as_of))],
            str(asked.unit or _("Whole agency")),
        ),
        "tabs": tabs(user, "reviews", at_moment(request)),
        "quarters": _quarters(None, now, at_moment(request)),
    }  # fmt: skip
    return TemplateResponse(request, "reports/reviews_waiting.html", context)


def _waiting(user: User, asked: Asked) -> tuple[QuerySet[ReviewItem], dict[str, Unit]]:
    """What the dashboard counts for these units, the oldest first; and by item the unit that it counts for."""
    facts = load(asked.as_of)
    scope = {str(key): unit for key, unit in unit_scope(user).in_bulk().items()}
    waiting = {one.key: scope[one.unit] for one in waiting_items(facts, asked_units(facts, asked, scope))}
    items = _items(user, asked.as_of).filter(pk__in=waiting)
    return items.order_by("quarter", "rule", "rank", "dataset__identifier"), waiting


Waiting = tuple[str, ReviewItem, Unit, str]


def _told(items: Iterable[ReviewItem], units: Mapping[str, Unit], as_of: datetime) -> list[Waiting]:
    """Quarter in words, item, the unit that it counts for, that unit's proposal."""
    told = _with_proposals(items, as_of)
    return [(said(quarter_or_404(one.quarter)), one, units[str(one.pk)], proposal) for one, proposal, _decided in told]


def _waiting_table(title: str, rows: Iterable[Waiting]) -> Table:
    columns = (
        Column(_("Dataset"), width=6), Column(_("Identifier")), Column(_("Quarter")), Column(_("Unit"), width=3),
        Column(_("List"), width=3), Column(_("The unit's proposal"), width=4),
    )  # fmt: skip
    told = ((str(one.dataset), one.dataset.identifier, quarter, str(unit), str(one.get_rule_display()), proposal)
            for quarter, one, unit, proposal in rows)  # fmt: skip
    return Table(title, columns, tuple(told))


def _lists(items: QuerySet[ReviewItem]) -> dict[str, int]:
    """How many items each list holds."""
    counts = dict(items.order_by().values_list("rule").annotate(Count("pk")))
    return {rule: counts.get(rule, 0) for rule in LISTS}


def _asked(request: HttpRequest, lists: Mapping[str, int]) -> str:
    """The list that the address names; else the first that holds anything."""
    found = request.GET.get("list", "")
    return found if found in LISTS else next((rule for rule, number in lists.items() if number), next(iter(LISTS)))


def _list_tabs(request: HttpRequest, lists: Mapping[str, int], current: str) -> list[tuple[str, str, bool]]:
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for rule, number in lists.items():
        query["list"] = rule
        found.append((f"{LISTS[rule]} ({number})", f"{request.path}?{query.urlencode()}", rule == current))
    return found


def _least_used(period: ReportPeriod, as_of: datetime | None) -> int:
    """Of the whole agency, whatever part of them a person sees."""
    known: QuerySet[ReviewItem] = ReviewItem.objects.known_at(as_of)
    return known.filter(quarter=period.code, rule=ReviewItem.Rule.LEAST_USED).count()


Row = tuple[ReviewItem, str, ReviewDecision | None]


def _with_proposals(items: Iterable[ReviewItem], as_of: datetime | None) -> list[Row]:
    """Items of one list, each with its unit's last proposal and the last decision; datasets read as they did then."""
    rows = list(items)
    if as_of:
        rewound([one.dataset for one in rows], as_of)
    quarters, datasets = {one.quarter for one in rows}, [one.dataset_id for one in rows]
    said_so = ReviewProposal.objects.known_at(as_of).filter(quarter__in=quarters, dataset__in=datasets)
    proposals = dict(said_so.order_by("position").values_list("dataset_id", "proposal"))
    return [(one, proposals.get(one.dataset_id, ""), _last(one)) for one in rows]


def _table(items: QuerySet[ReviewItem], as_of: datetime | None) -> Table:
    """Both lists whole."""
    columns = (
        Column(_("List"), width=3), Column(_("Dataset"), width=6), Column(_("Identifier")), Column(_("Unit"), width=3),
        Column(_("Rank"), "integer"), Column(_("Uses"), "decimal"), Column(_("The unit's proposal"), width=4),
        Column(pgettext("review", "Decision")), Column(_("Reason"), width=4), Column(_("Due date"), "date"),
    )  # fmt: skip
    both = [(rule, _with_proposals(items.filter(rule=rule), as_of)) for rule in LISTS]
    rows = (_row(str(LISTS[rule]), *one) for rule, own in both for one in own)
    return Table(_("Quarterly review"), columns, tuple(rows))


def _row(label: str, item: ReviewItem, proposal: str, decided: ReviewDecision | None) -> tuple[Value, ...]:
    own = item.dataset
    about: tuple[Value, ...] = (label, str(own), own.identifier, str(own.unit), item.rank, item.uses, proposal)
    if decided is None:
        return (*about, "", "", None)
    return (*about, decided.get_decision_display(), decided.reason, decided.due_on)


def _last(item: ReviewItem) -> ReviewDecision | None:
    return next(iter(item.decisions.all()), None)


@require_http_methods(["GET", "POST"])
@require_role()
@takes_as_of
def review_item(request: HttpRequest, pk: UUID, as_of: datetime | None) -> HttpResponse:
    """One item: the owner's proposal, the officer's record of the decision. `what` names the form that was sent.

    ?as_of= as it was known at a moment, without forms.
    """
    user = signed_in(request)
    item = get_object_or_404(_items(user, as_of), pk=pk)
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
        "counts_for": Unit.objects.get(pk=counts_for(item, as_of or timezone.now())),
        "other": _items(user, as_of).filter(quarter=item.quarter, dataset=item.dataset).exclude(pk=item.pk).first(),
        "proposals": ReviewProposal.objects.known_at(as_of)
        .filter(quarter=item.quarter, dataset=item.dataset)
        .order_by("-position"),
        "proposal": proposal if may_propose and as_of is None else None,
        "decision": decision if user.is_officer and as_of is None else None,
        "as_of": as_of,
        "breadcrumbs": [(_("Reviews"), reverse("review", args=[item.quarter]) + at_moment(request))],
    }
    status = 400 if proposal.errors or decision.errors else 200
    return render(request, "reports/review_item.html", context, status=status)
