"""A member's own page, reached by the signed link of the invitation: the answer, the packet, the minutes."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from reports.meetings.agenda import agenda
from reports.meetings.record import seats_of
from reports.models import Meeting, Member, PacketBuild
from reports.packet.build import read_manifest
from reports.packet.purposes import Group, grouped
from reports.services import annual, invitations
from reports.services.packets import folder_of, stored
from reports.views.around import quarter_or_404, said
from reports.views.meetings import minutes_response


def _whose(token: str) -> tuple[Meeting, Member]:
    found = invitations.read_token(token)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def meeting_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answers are taken until the meeting begins; from then on the page tells what was answered."""
    meeting, member = _whose(token)
    takes = invitations.takes_answers(meeting, timezone.now())
    if request.method == "POST":
        if takes:
            invitations.answer(meeting, member, comes=request.POST.get("comes") == "yes", by=None)
            messages.success(request, _("Your answer is recorded."))
        return redirect("meeting_answer", token)
    build = invitations.packet_for(meeting)
    seat = next(one for one in seats_of(meeting) if one.member == member)
    context = {
        "meeting": meeting,
        "member": member,
        "seat": seat,
        "takes_answers": takes,
        "quarter": said(quarter_or_404(meeting.quarter)),
        "token": token,
        "agenda": agenda(stored(build) if build else None, years=[one.year for one in annual.of_meeting(meeting)]),
        "groups": _papers(build, token) if build else [],
    }
    return render(request, "reports/meeting_answer.html", context)


def _papers(build: PacketBuild, token: str) -> list[Group]:
    folder = folder_of(build)
    sizes = {name: (folder / name).stat().st_size for name in read_manifest(folder).get("files", {})}
    return grouped(sizes, lambda name: reverse("meeting_papers", args=[token, name]))


@never_cache
@require_safe
def meeting_papers(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A file of the packet, or the minutes once they were sent."""
    meeting, member = _whose(token)
    if name == "minutes.odt" and any(one.informed for one in seats_of(meeting) if one.member == member):
        return minutes_response(meeting, member.language)
    build = invitations.packet_for(meeting)
    if build is None or name not in read_manifest(folder_of(build)).get("files", {}):
        raise Http404
    return FileResponse((folder_of(build) / name).open("rb"), as_attachment=True, filename=name)
