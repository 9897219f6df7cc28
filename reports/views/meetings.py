"""Meetings of the advisory group: the plan, who comes, what is missing, the invitations and the minutes."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.models import Role, User
from reports.facts.meetings import still_on_the_list, with_progress
from reports.forms import ChangeForm, NewMeetingForm, ResolutionForm
from reports.meetings.agenda import agenda
from reports.meetings.calendar import Method, calendar_of
from reports.meetings.record import record_of
from reports.models import Meeting, Member, Resolution
from reports.services import annual, invitations, minutes
from reports.services.meetings import change_plan, plan_meeting, record_resolution
from reports.services.packets import stored
from reports.views.around import last_quarter, quarter_or_404, said, tabs


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings and the resolutions that still stand; the officer plans the next."""
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
    context = {
        "form": form if user.is_officer else None,
        "meetings": Meeting.objects.all(),
        "resolutions": still_on_the_list(Resolution.objects.all()),
        "tabs": tabs(user, "meetings"),
    }
    return render(request, "reports/meetings.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One meeting: what it lacks, who comes, its agenda and resolutions. `what` names the button that was pressed."""
    user, found = signed_in(request), get_object_or_404(Meeting, pk=pk)
    what = request.POST.get("what", "resolution")
    if request.method == "POST" and not (user.is_officer or (what == "answer" and own_seat(user, found))):
        raise PermissionDenied
    form = ResolutionForm(request.POST if request.method == "POST" and what == "resolution" else None)
    if request.method == "POST" and (what != "resolution" or form.is_valid()):
        _act(request, user, found, what, form)
        return redirect("meeting", found.pk)
    return render(request, "reports/meeting.html", _shown(user, found, form), status=400 if form.errors else 200)


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
            if seat:
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


def _shown(user: User, meeting: Meeting, form: ResolutionForm) -> dict[str, object]:
    build, record = invitations.packet_for(meeting), record_of(meeting)
    lacks = invitations.lacks(meeting, timezone.now()) if user.is_officer and not record.present else []
    years = [one.year for one in annual.of_meeting(meeting)]
    return {
        "form": form if user.is_officer else None,
        "meeting": meeting,
        "quarter": said(quarter_or_404(meeting.quarter)),
        "packet": build,
        "agenda": agenda(stored(build) if build else None, [one.text for one in record.motions], years),
        "record": record,
        "years": years,
        "lacks": lacks,
        "blocked": any(one.blocks for one in lacks),
        "to_tell": len(invitations.to_tell(meeting)),
        "to_inform": len(minutes.to_inform(meeting)),
        "own": own_seat(user, meeting),
        "plans": meeting.plans.select_related("recorded_by").order_by("-position"),
        "resolutions": with_progress(meeting.resolutions.all()),
        "officer": user.is_officer,
        "breadcrumbs": [(_("Meetings"), reverse("meetings"))],
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
