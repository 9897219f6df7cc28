"""The roster of the advisory group; outside members need no account."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from datasets.access import require_role, signed_in
from datasets.models import Role
from reports.forms import MemberForm
from reports.models import Member
from reports.services.members import erase_member


@require_http_methods(["GET", "POST"])
@require_role(Role.OFFICER, Role.AUDITOR)
def members(request: HttpRequest) -> HttpResponse:
    """Everybody who sits or sat there; the officer adds."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The member is added."))
        return redirect("members")
    context = {
        "form": form if user.is_officer else None,
        "members": Member.objects.filter(erased_at=None).select_related("account").order_by("left", "name"),
        "breadcrumbs": [(_("Meetings"), reverse("meetings"))],
    }
    return render(request, "reports/members.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@require_role(Role.OFFICER)
def member(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change one, or erase what identifies the person (`what`: erase)."""
    found = get_object_or_404(Member, pk=pk, erased_at=None)
    if request.POST.get("what") == "erase":
        erase_member(found, now=timezone.now())
        messages.success(request, _("The member's name, address and words are erased."))
        return redirect("members")
    form = MemberForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The member is changed."))
        return redirect("members")
    above = [(_("Meetings"), reverse("meetings")), (_("Members"), reverse("members"))]
    context = {"form": form, "member": found, "breadcrumbs": above}
    return render(request, "reports/member.html", context, status=400 if form.errors else 200)
