"""The page that is open while the group meets: each entry is saved by itself, in its own section of the page."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from datasets.access import require_role, signed_in
from datasets.fields import offer_rows
from datasets.models import Role, User
from reports.facts.meetings import with_progress
from reports.forms import AnnualDecisionForm, DecisionForm, ResolutionForm, RestForm, text_field
from reports.meetings.agenda import Item, agenda
from reports.meetings.minutes import SECTIONS
from reports.meetings.record import Record, record_of
from reports.models import AgendaNote, AnnualItem, AnnualReview, Meeting, Member, ReviewDecision, ReviewItem
from reports.services import annual, floor
from reports.services.invitations import packet_for
from reports.services.meetings import record_resolution
from reports.services.packets import stored
from reports.services.reviews import decide, decide_rest
from reports.views.around import quarter_or_404, said


class SaidForm(forms.Form):
    """One member's words; an empty text takes back."""

    member = forms.ModelChoiceField(Member.objects.none(), label=gettext_lazy("Member"))
    text = text_field(gettext_lazy("Statement"), required=False)

    def __init__(self, data: object, meeting: Meeting, key: str) -> None:
        super().__init__(data, auto_id=f"id_{key}_%s")  # type: ignore[arg-type]  # a form takes None: not sent
        offer_rows(self, "member", Member.objects.filter(pk__in=meeting.members))


class MotionForm(SaidForm):
    text = text_field(gettext_lazy("Motion"))

    def __init__(self, data: object, meeting: Meeting) -> None:
        super().__init__(data, meeting, "motion")
        self.fields["member"].required = False


class NoteForm(forms.Form):
    kind = forms.ChoiceField(choices=AgendaNote.Kind.choices)
    text = forms.CharField(max_length=8000, required=False)


@require_http_methods(["GET", "POST"])
@require_role(Role.OFFICER)
def meeting_live(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A POST saves one entry (`what`) and comes back to its section; a refused one shows its form as it was typed."""
    user, meeting = signed_in(request), get_object_or_404(Meeting, pk=pk)
    refused: dict[str, forms.Form] = {}
    if request.method == "POST":
        what, key = request.POST.get("what", ""), request.POST.get("item", "")
        if what not in SAVES:
            raise Http404
        form = SAVES[what](request, user, meeting, key)
        if form is None:
            return redirect(f"{reverse('meeting_live', args=[pk])}#{request.POST.get('section', '')}")
        refused = {f"{what}:{key}": form}
    status = 400 if refused and not request.headers.get("HX-Request") else 200
    return render(request, "reports/meeting_live.html", _shown(meeting, refused), status=status)


Save = Callable[[HttpRequest, User, Meeting, str], forms.Form | None]


def _seat(request: HttpRequest, user: User, meeting: Meeting, key: str) -> None:
    member = get_object_or_404(Member, pk=key if key in meeting.members else None)
    floor.mark_seat(meeting, member, present=request.POST.get("present") == "yes", by=user)


def _statement(request: HttpRequest, user: User, meeting: Meeting, key: str) -> forms.Form | None:
    form = SaidForm(request.POST, meeting, key)
    if not form.is_valid():
        return form
    floor.take_down(meeting, key[:12], form.cleaned_data["member"], form.cleaned_data["text"], by=user)
    return None


def _note(request: HttpRequest, user: User, meeting: Meeting, key: str) -> forms.Form | None:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return form
    floor.note(meeting, key[:12], form.cleaned_data["kind"], form.cleaned_data["text"], by=user)
    return None


def _motion(request: HttpRequest, user: User, meeting: Meeting, key: str) -> forms.Form | None:
    form = MotionForm(request.POST, meeting)
    if not form.is_valid():
        return form
    floor.move(meeting, form.cleaned_data["text"], form.cleaned_data["member"], by=user)
    return None


def _resolution(request: HttpRequest, user: User, meeting: Meeting, key: str) -> forms.Form | None:
    form = ResolutionForm(request.POST)
    if not form.is_valid():
        return form
    record_resolution(meeting=meeting, **form.cleaned_data, by=user)
    return None


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _decision(request: HttpRequest, user: User, meeting: Meeting, key: str) -> forms.Form | None:
    item = get_object_or_404(ReviewItem, pk=_key(key), quarter=meeting.quarter)
    form = DecisionForm(request.POST, item, prefix=key)
    if not form.is_valid():
        return form
    decide(item=item, **form.cleaned_data, by=user)
    return None


def _rest(request: HttpRequest, user: User, meeting: Meeting, key: str) -> forms.Form | None:
    rule = request.POST.get("rule")
    if rule not in SECTIONS:
        raise Http404
    form = RestForm(request.POST, ReviewItem.Rule(rule))
    if not form.is_valid():
        return form
    decide_rest(quarter=meeting.quarter, rule=rule, **form.cleaned_data, by=user)
    return None


def _annual(request: HttpRequest, user: User, meeting: Meeting, key: str) -> forms.Form | None:
    item = get_object_or_404(AnnualItem, pk=_key(key), review__in=[one.pk for one in annual.of_meeting(meeting)])
    form = AnnualDecisionForm(request.POST, item)
    if not form.is_valid():
        return form
    annual.decide(item, **form.cleaned_data, by=user)
    return None


SAVES: dict[str, Save] = {
    "seat": _seat, "statement": _statement, "note": _note, "motion": _motion, "resolution": _resolution,
    "decision": _decision, "rest": _rest, "annual": _annual,
}  # fmt: skip


def _shown(meeting: Meeting, refused: dict[str, forms.Form]) -> dict[str, object]:
    build, record = packet_for(meeting), record_of(meeting)
    under_review = _under_review(meeting, refused)
    years = {f"A{one.year}": _units_under_review(one, refused) for one in annual.of_meeting(meeting)}
    items = [
        {
            "item": one,
            "notes": _notes(record, one),
            "statements": record.statements.get(one.key, []),
            "form": refused.get(f"statement:{one.key}") or SaidForm(None, meeting, one.key),
            "review": under_review.get(one.key),
            "annual": years.get(one.key),
            "error": refused.get(f"note:{one.key}"),
        }
        for one in agenda(
            stored(build) if build else None,
            [motion.text for motion in record.motions],
            [int(key[1:]) for key in years],
        )
    ]
    return {
        "meeting": meeting,
        "quarter": said(quarter_or_404(meeting.quarter)),
        "record": record,
        "items": items,
        "motion": refused.get("motion:") or MotionForm(None, meeting),
        "resolution": refused.get("resolution:") or ResolutionForm(),
        "resolutions": with_progress(meeting.resolutions.all()),
        "breadcrumbs": [(_("Meetings"), reverse("meetings")), (str(meeting), reverse("meeting", args=[meeting.pk]))],
    }


def _notes(record: Record, item: Item) -> list[tuple[AgendaNote.Kind, str, AgendaNote | None]]:
    """說明 and 決議: kind, what stands there, and the fact that says so."""
    first = {AgendaNote.Kind.EXPLANATION: item.explanation}
    return [
        (kind, record.text(item.key, kind, first.get(kind, "")), record.notes.get((item.key, kind)))
        for kind in AgendaNote.Kind
    ]


def _under_review(meeting: Meeting, refused: dict[str, forms.Form]) -> dict[str, dict[str, object]]:
    """The quarter's review items with their last decision and a form each, by item of the agenda."""
    items = ReviewItem.objects.filter(quarter=meeting.quarter).select_related("dataset__unit")
    taken = ReviewDecision.objects.filter(item__quarter=meeting.quarter).order_by("position")
    last = {row.item_id: row for row in taken.select_related("owner")}
    found: dict[str, dict[str, object]] = {}
    for rule, key in SECTIONS.items():
        rows = [
            (one, last.get(one.pk), refused.get(f"decision:{one.pk}") or DecisionForm(None, one, prefix=str(one.pk)))
            for one in items.filter(rule=rule).order_by("rank", "position")
        ]
        open_ones = sum(decision is None for _item, decision, _form in rows)
        if rows:
            rest = refused.get(f"rest:{key}") or RestForm(None, rule)
            found[key] = {"rule": str(rule), "rows": rows, "open": open_ones, "rest": rest}
    return found


def _units_under_review(review: AnnualReview, refused: dict[str, forms.Form]) -> list[tuple[object, ...]]:
    """The items of the annual review with their last decision and a form each."""
    last = annual.decisions(review)
    return [
        (one, last.get(one.pk), refused.get(f"annual:{one.pk}") or AnnualDecisionForm(None, one))
        for one in review.items.select_related("unit").order_by("position")
    ]
