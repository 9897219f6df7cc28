"""Meetings of the advisory group: the plan, who comes, what is missing, the invitations and the minutes."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.asof import takes_as_of
from datasets.models import Role, User
from datasets.taking import Take
from reports.facts.meetings import meetings_known_at, still_on_the_list, with_progress
from reports.forms import ChangeForm, NewMeetingForm, ResolutionForm
from reports.meetings.agenda import agenda
from reports.meetings.calendar import Method, calendar_of
from reports.meetings.record import record_of, seats_of
from reports.meetings.tables import meeting_tables, meetings_table, resolutions_table
from reports.models import Meeting, MeetingPlan, Member, Resolution
from reports.services import annual, invitations, minutes
from reports.services.meetings import change_plan, plan_meeting, record_resolution
from reports.services.packets import stored
from reports.views.around import at_moment, last_quarter, quarter_or_404, said, tabs


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
@takes_as_of
def meetings(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """All meetings and the resolutions that still stand, ?as_of= as known at a moment; the officer plans the next."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    sitting = [str(pk) for pk in Member.objects.filter(left=False).values_list("pk", flat=True)]
    first = {"quarter": last_quarter(timezone.now()).code, "members": sitting}
    form = NewMeetingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        made = plan_meeting(**form.planned(), by=user)
        messages.success(request, _("The meeting is planned."))
        return redirect("meeting", made.pk)
    held = meetings_known_at(as_of)
    standing = still_on_the_list(Resolution.objects.known_at(as_of), as_of)
    context = {
        "form": form if user.is_officer and as_of is None else None,
        "meetings": held,
        "resolutions": standing,
        "as_of": as_of,
        "take": Take(
            "meetings", _("Meetings"), as_of or timezone.now(),
            lambda: [meetings_table(held), resolutions_table(standing, as_of or timezone.now())],
        ),
        "tabs": tabs(user, "meetings", at_moment(request)),
    }  # fmt: skip
    return TemplateResponse(request, "reports/meetings.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
@takes_as_of
def meeting(request: HttpRequest, pk: UUID, as_of: datetime | None) -> HttpResponse:
    """One meeting: what it lacks, who comes, its agenda and resolutions; ?as_of= to read what was known at a moment.

    `what` names the button that was pressed.
    """
    user, found = signed_in(request), get_object_or_404(Meeting, pk=pk)
    if as_of and request.method != "POST":
        found = _then(found, as_of)
    what = request.POST.get("what", "resolution")
    if request.method == "POST" and not (user.is_officer or (what == "answer" and own_seat(user, found))):
        raise PermissionDenied
    form = ResolutionForm(request.POST if request.method == "POST" and what == "resolution" else None)
    if request.method == "POST" and (what != "resolution" or form.is_valid()):
        _act(request, user, found, what, form)
        return redirect("meeting", found.pk)
    context = _shown(user, found, as_of) | ({} if as_of else _doing(user, found, form))
    context |= {"breadcrumbs": [(_("Meetings"), reverse("meetings") + at_moment(request))]}
    return TemplateResponse(request, "reports/meeting.html", context, status=400 if form.errors else 200)


def _then(found: Meeting, as_of: datetime) -> Meeting:
    """404 before it was planned."""
    known = [one for one in meetings_known_at(as_of) if one.pk == found.pk]
    if not known:
        raise Http404
    return known[0]


def own_seat(user: User, meeting: Meeting) -> Member | None:
    """The member that this person is at the meeting."""
    return Member.objects.filter(account=user, pk__in=meeting.members).first()


def _act(request: HttpRequest, user: User, meeting: Meeting, what: str, form: ResolutionForm) -> None:
    match what:
        case "resolution":
            record_resolution(meeting=meeting, **form.cleaned_data, by=user)
            messages.success(request, _("The resolution is recorded."))
        case "answer":
            seat = own_seat(user, meeting)
            if seat and invitations.takes_answers(meeting, timezone.now()):
                invitations.answer(meeting, seat, comes=request.POST.get("comes") == "yes", by=user)
                messages.success(request, _("Your answer is recorded."))
        case "invite":
            _invite(request, user, meeting)
        case "cancel":
            change_plan(meeting, reason=request.POST.get("reason", "")[:1000], cancelled=True, by=user)
            _told(request, invitations.call_off(meeting, now=timezone.now(), by=user))
        case "minutes":
            _told(request, minutes.send_minutes(meeting, by=user))


def _invite(request: HttpRequest, user: User, meeting: Meeting) -> None:
    """Refused while something blocks; what only falls short the officer has seen beside the button."""
    blocking = [one.words for one in invitations.lacks(meeting, timezone.now()) if one.blocks]
    if blocking:
        messages.error(request, _("Nobody was invited: %(why)s") % {"why": " ".join(blocking)})
    else:
        _told(request, invitations.invite(meeting, now=timezone.now(), by=user))


def _told(request: HttpRequest, number: int) -> None:
    words = ngettext("%(number)s mail is on its way.", "%(number)s mails are on their way.", number)
    messages.success(request, words % {"number": number})


def _shown(user: User, meeting: Meeting, as_of: datetime | None) -> dict[str, object]:
    """What was recorded by then."""
    build, record = invitations.packet_for(meeting, as_of), record_of(meeting, as_of)
    years = [one.year for one in annual.of_meeting(meeting, as_of)]
    items = agenda(stored(build) if build else None, [one.text for one in record.motions], years)
    known = Resolution.objects.known_at(as_of).filter(meeting=meeting)
    resolutions = list(with_progress(known, as_of))
    plans = MeetingPlan.objects.known_at(as_of).filter(meeting=meeting)
    return {
        "meeting": meeting,
        "quarter": said(quarter_or_404(meeting.quarter)),
        "packet": build,
        "agenda": items,
        "record": record,
        "years": years,
        "plans": plans.select_related("recorded_by").order_by("-position"),
        "resolutions": resolutions,
        "as_of": as_of,
        "take": Take(
            f"meeting-{meeting.quarter}", meeting.title, as_of or timezone.now(),
            lambda: meeting_tables(record, items, resolutions, as_of or timezone.now()),
        ),
    }  # fmt: skip


def _doing(user: User, meeting: Meeting, form: ResolutionForm) -> dict[str, object]:
    """What can be done now, and by whom."""
    held = any(seat.present for seat in seats_of(meeting))
    lacks = invitations.lacks(meeting, timezone.now()) if user.is_officer and not held else []
    return {
        "form": form if user.is_officer else None,
        "lacks": lacks,
        "blocked": any(one.blocks for one in lacks),
        "to_tell": len(invitations.to_tell(meeting)),
        "to_inform": len(minutes.to_inform(meeting)),
        "own": own_seat(user, meeting) if invitations.takes_answers(meeting, timezone.now()) else None,
        "officer": user.is_officer,
    }


@require_http_methods(["GET", "POST"])
@require_role(Role.OFFICER)
def meeting_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the plan; whoever was invited is told by the next invitation."""
    user, found = signed_in(request), get_object_or_404(Meeting, pk=pk)
    form = ChangeForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        if change_plan(found, reason=form.cleaned_data["reason"], by=user, **form.planned()):
            messages.success(request, _("The plan is changed. Members who were invited do not know it yet."))
        return redirect("meeting", found.pk)
    above = [(_("Meetings"), reverse("meetings")), (str(found), reverse("meeting", args=[found.pk]))]
    context = {"form": form, "meeting": found, "breadcrumbs": above}
    return render(request, "reports/meeting_plan.html", context, status=400 if form.errors else 200)


@require_safe
@require_role(*READERS)
def meeting_file(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The minutes as ODT, or the meeting as a calendar entry."""
    user, found = signed_in(request), get_object_or_404(Meeting, pk=pk)
    if name == "minutes.odt":
        return minutes_response(found, user.language)
    method: Method = "CANCEL" if found.cancelled else "REQUEST"
    entry = calendar_of(invitations.appointment(found), method, timezone.now(), str(user), user.email)
    return HttpResponse(entry, content_type="text/calendar; charset=utf-8")


def minutes_response(meeting: Meeting, language: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="minutes-{meeting.quarter}.odt"'}
    return HttpResponse(minutes.write_minutes(meeting, language), content_type=minutes.ODT, headers=disposition)
