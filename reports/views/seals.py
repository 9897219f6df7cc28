"""From draft to sealed packet: one officer asks, another confirms or refuses; readers take the files home."""

from itertools import islice
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.fields import sentence
from datasets.models import Role
from datasets.rules.refusal import Refusal
from reports.facts import default_as_of, load
from reports.models import PacketBuild, PacketPublication, ReviewPacket, SealRequest
from reports.packet.bundle import EDITIONS
from reports.packet.data import PacketData
from reports.packet.differences import Difference, differences
from reports.packet.purposes import grouped
from reports.reprinting import reprinted
from reports.services import editions, publishing, seals
from reports.services.packets import digest, stored
from reports.views.around import quarter_or_404, said

SHOWN = 200
"""Differences that a page lists; the two records hold all."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


@require_POST
@require_role(Role.OFFICER)
def seal_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the seal on a finished draft."""
    build, form = get_object_or_404(PacketBuild, pk=pk), ReasonForm(request.POST)
    data = stored(build)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        asked = seals.ask(build, digest(data) if data else "", reason, by=signed_in(request))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("packet", pk)
    messages.success(request, _("The seal is asked for. Another officer must confirm it."))
    return redirect("seal_request", asked.pk)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def seal_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is to be sealed, its hash, what a corrigendum changes; another officer confirms or refuses."""
    user, asked = signed_in(request), get_object_or_404(SealRequest, pk=pk)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    if request.method == "POST":
        return _settle(request, asked)
    packet = ReviewPacket.objects.filter(request=asked).first()
    if packet:
        return redirect("sealed_packet", packet.pk)
    draft, build = _draft(asked), asked.builds.last()
    waits = not hasattr(asked, "refusal") and (build is None or build.ended)
    context = {
        "asked": asked,
        "quarter": said(quarter_or_404(asked.quarter)),
        "draft": draft,
        "build": build,
        "differences": _changes(asked, draft),
        "may_confirm": waits and user.is_officer and asked.recorded_by_id != user.pk,
        "may_refuse": waits and user.is_officer,
        "form": ReasonForm(),
        "breadcrumbs": [(_("Packets"), reverse("packets"))],
    }
    return render(request, "reports/seal_request.html", context)


def _settle(request: HttpRequest, asked: SealRequest) -> HttpResponse:
    user, form = signed_in(request), ReasonForm(request.POST)
    try:
        if request.POST.get("what") == "confirm":
            build = seals.confirm(asked, request.POST.get("sha256", ""), by=user)
            return redirect("packet", build.pk)
        reason = form.cleaned_data["reason"].strip() if form.is_valid() else ""
        if not reason:
            raise Refusal("no_reason", "Say why the seal is refused.")
        seals.refuse(asked, reason, by=user)
        messages.success(request, _("The request is refused."))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("seal_request", asked.pk)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def sealed_packet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sealed packet: its hashes, files and what was restated; by POST the officer releases the public one."""
    user = signed_in(request)
    packet = get_object_or_404(ReviewPacket.objects.select_related("request__recorded_by", "recorded_by"), pk=pk)
    if request.method == "POST":
        if not user.is_officer:
            raise PermissionDenied
        _release(request, packet)
        return redirect("sealed_packet", packet.pk)
    facts, publication = load(default_as_of(timezone.now())), getattr(packet, "publication", None)
    corrigenda = list(ReviewPacket.objects.filter(quarter=packet.quarter).order_by("number"))
    context = {
        "packet": packet,
        "quarter": said(quarter_or_404(packet.quarter)),
        "link": seals.link_of(packet)[1],
        "editions": [_edition(packet, edition) for edition in EDITIONS],
        "restated": [one for one in reprinted(facts) if one.packet.pk == packet.pk],
        "history": corrigenda,
        "superseded_by": corrigenda[-1] if corrigenda[-1].number > packet.number else None,
        "publication": publication,
        "withdrawal": getattr(publication, "withdrawal", None),
        "may_publish": user.is_officer and publication is None,
        "may_withdraw": user.is_officer and publication is not None and not hasattr(publication, "withdrawal"),
        "form": ReasonForm(),
        "breadcrumbs": [(_("Packets"), reverse("packets"))],
    }
    return render(request, "reports/sealed_packet.html", context)


def _release(request: HttpRequest, packet: ReviewPacket) -> None:
    """Release the public edition, or take it back where the form says so."""
    user, form = signed_in(request), ReasonForm(request.POST)
    try:
        if request.POST.get("what") == "withdraw":
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            publishing.withdraw(get_object_or_404(PacketPublication, packet=packet), reason, by=user)
            messages.success(request, _("The public edition is taken back."))
        else:
            publishing.publish(packet, by=user)
            messages.success(request, _("The public edition is released."))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))


@require_safe
@require_role(*READERS)
def sealed_file(request: HttpRequest, pk: UUID, edition: str, name: str) -> HttpResponseBase:
    """A file of an edition, or its bundle."""
    return file_of(get_object_or_404(ReviewPacket, pk=pk), edition, name)


def file_of(packet: ReviewPacket, edition: str, name: str) -> HttpResponseBase:
    """Only what the seal names, and the bundle of it all."""
    if edition not in EDITIONS:
        raise Http404
    try:
        if name == editions.bundle_name(packet, edition):
            return FileResponse(editions.bundled(packet, edition), as_attachment=True, filename=name)
        if name in packet.manifest[edition]:
            return FileResponse(editions.opened(packet, edition, name), as_attachment=True, filename=name)
    except (OSError, PacketBuild.DoesNotExist) as error:
        raise Http404 from error
    raise Http404


def _edition(packet: ReviewPacket, edition: str) -> dict[str, Any]:
    sizes, damaged = editions.files(packet, edition), editions.damaged(packet, edition)
    bundle = editions.bundle_name(packet, edition) if sizes and not damaged else ""
    return {
        "code": edition,
        "groups": grouped(sizes, lambda name: reverse("sealed_file", args=[packet.pk, edition, name])),
        "bundle": bundle,
        "bundle_url": reverse("sealed_file", args=[packet.pk, edition, bundle]) if bundle else "",
        "bundle_size": sum(sizes.values()),
        "damaged": damaged,
    }


def _draft(asked: SealRequest) -> PacketBuild | None:
    """The finished draft that holds the very record."""
    drafts = PacketBuild.objects.filter(quarter=asked.quarter, as_of=asked.as_of, request=None).order_by("-pk")
    return next((one for one in drafts if _is_of(stored(one), asked)), None)


def _is_of(data: PacketData | None, asked: SealRequest) -> bool:
    return data is not None and digest(data) == asked.sha256


def _changes(asked: SealRequest, draft: PacketBuild | None) -> list[Difference]:
    """What a corrigendum changes in the record that it supersedes."""
    former = asked.supersedes and PacketBuild.objects.filter(request=asked.supersedes.request_id).last()
    old, new = former and stored(former), draft and stored(draft)
    return list(islice(differences(old, new), SHOWN)) if old and new else []
