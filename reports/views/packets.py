"""The officer builds packets; the officer, the advisory group and the auditor read them and take the files home."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.fields import AsOfField, offer
from datasets.models import JobState, Role
from datasets.rules.days import taipei_day
from reports.facts import default_as_of
from reports.kpis.quarters import ReportPeriod, latest_periods, parse_period, period_of
from reports.models import PacketBuild, ReviewPacket, SealRequest
from reports.packet.build import MANIFEST, read_manifest, under_way, warning
from reports.packet.paper import NUMBERS, Paragraph, Picture, Section
from reports.packet.paper import Table as PaperTable
from reports.packet.purposes import Group, grouped
from reports.packet.sections import lay_out
from reports.packet.words import ordinal, show, show_quarter
from reports.services.packets import ask_for_packet, cancel, folder_of, stored
from reports.tables import Column, Table
from reports.views.around import tabs
from reports.views.seals import ReasonForm

PER_PAGE = 20
QUARTERS = 12
ROWS = 200
"""Rows of a table that the preview shows; the files hold all."""


class BuildForm(forms.Form):
    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("zh-hant", "中文"), ("en", "English")], initial="zh-hant"
    )
    as_of = AsOfField(
        required=False,
        label=gettext_lazy("As known on"),
        help_text=gettext_lazy("A date, or a date and a time; empty: now"),
    )

    def __init__(self, data: Any, today: ReportPeriod) -> None:
        super().__init__(data, initial={"quarter": today.before().code})
        quarters = reversed(latest_periods(today, QUARTERS))
        language = get_language() or "zh-hant"
        offer(self, "quarter", [(one.code, show_quarter(one.code, language)) for one in quarters])


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def packets(request: HttpRequest) -> HttpResponse:
    """All builds, newest first; a POST by the officer asks for another."""
    user, now = signed_in(request), timezone.now()
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = BuildForm(request.POST or None, period_of(taipei_day(now), "quarter"))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        build = ask_for_packet(
            quarter=parse_period(asked["quarter"]),
            language=asked["language"],
            as_of=asked["as_of"].at if asked["as_of"] else default_as_of(now),
            by=user,
        )
        return redirect("packet", build.pk)
    page = Paginator(PacketBuild.objects.filter(request=None).select_related("asked_by"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "waiting": SealRequest.objects.filter(packet=None, refusal=None).select_related("recorded_by"),
        "sealed": ReviewPacket.objects.select_related("publication").order_by("-quarter", "-number"),
        "newest": dict(ReviewPacket.objects.order_by("number").values_list("quarter", "number")),
    }
    status = 400 if form.errors else 200
    return render(
        request,
        "reports/packets.html",
        context | {"may_build": user.is_officer, "tabs": tabs(user, "packets")},
        status=status,
    )


@require_safe
@require_role(*READERS)
def packet(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a build is; then its files and what it contains. `htmx` asks for the moving part alone."""
    user = signed_in(request)
    build = get_object_or_404(PacketBuild.objects.select_related("asked_by"), pk=pk)
    sealed = ReviewPacket.objects.filter(request=build.request_id).first() if build.request_id else None
    if sealed and build.state == JobState.DONE and "HX-Request" not in request.headers:
        return redirect("sealed_packet", sealed.pk)
    manifest = read_manifest(folder_of(build)) if build.state == JobState.DONE else {}
    context = {
        "build": build,
        "quarter": show_quarter(build.quarter, get_language() or "zh-hant"),
        "manifest": manifest,
        "step": "" if build.ended else under_way(folder_of(build)),
        "may_cancel": signed_in(request).is_officer and not build.ended and not build.request_id,
        "groups": _files(build, manifest.get("files", {})),
        "warning": warning(manifest["missing_glyphs"]) if manifest.get("missing_glyphs") else "",
        "sections": _contents(build) if manifest else [],
        "sealed": sealed,
        "may_seal": bool(manifest) and user.is_officer and build.request_id is None,
        "corrects": ReviewPacket.objects.filter(quarter=build.quarter).exists(),
        "form": ReasonForm(),
        "breadcrumbs": _above(),
    }
    moving = request.headers.get("HX-Target") == "build"
    return render(request, "reports/packet_build.html" if moving else "reports/packet.html", context)


@require_POST
@require_role(Role.OFFICER)
def packet_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a build that nobody wants any more; one that has ended stays as it is."""
    build = get_object_or_404(PacketBuild, pk=pk)
    if cancel(build):
        messages.success(request, _("The build was cancelled and what it had written is removed."))
    else:
        messages.warning(request, _("The build had already ended."))
    return redirect("packet", build.pk)


@require_safe
@require_role(*READERS)
def packet_section(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One section as it stands in the files, in the reader's language."""
    build = get_object_or_404(PacketBuild, pk=pk, state=JobState.DONE)
    sections = {one.number: one for one in _sections(build)}
    if number not in sections:
        raise Http404
    section, language = sections[number], _language()
    context = {
        "build": build,
        "title": _heading(section),
        "blocks": [shown_block(one, language) for one in section.blocks],
        "before": sections.get(number - 1),
        "after": sections.get(number + 1),
        "breadcrumbs": [*_above(), (show_quarter(build.quarter, language), reverse("packet", args=[build.pk]))],
    }
    return render(request, "reports/packet_section.html", context)


@require_safe
@require_role(*READERS)
def packet_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """One of the files that the manifest names, or the manifest."""
    build = get_object_or_404(PacketBuild, pk=pk, state=JobState.DONE)
    folder = folder_of(build)
    if name != MANIFEST and name not in read_manifest(folder).get("files", {}):
        raise Http404
    return FileResponse((folder / name).open("rb"), as_attachment=True, filename=name)


def _above() -> list[tuple[str, str]]:
    return [(_("Packets"), reverse("packets"))]


def _language() -> str:
    return "en" if get_language() == "en" else "zh-hant"


def _files(build: PacketBuild, names: Iterable[str]) -> list[Group]:
    sizes = {name: (folder_of(build) / name).stat().st_size for name in names}
    return grouped(sizes, lambda name: reverse("packet_file", args=[build.pk, name]))


def _sections(build: PacketBuild) -> tuple[Section, ...]:
    data = stored(build)
    return lay_out(data, _language()).sections if data else ()


def _contents(build: PacketBuild) -> list[dict[str, object]]:
    """Number, heading and what lies in it: captions and rows of its tables."""
    return [
        {
            "number": one.number,
            "heading": _heading(one),
            "tables": [(table.caption, len(table.rows)) for table in one.tables],
        }
        for one in _sections(build)
    ]


def _heading(section: Section) -> str:
    return ordinal(section.number, 1, _language()) + section.heading


def shown_block(block: object, language: str) -> dict[str, object]:
    """A block as the preview's template draws it."""
    match block:
        case Paragraph():
            return {"text": block.text}
        case Picture():
            return {"text": block.alt}
        case PaperTable():
            columns = [Column(one.title, one.kind in NUMBERS) for one in block.columns]
            rows = [
                [show(value, column.kind, language) for value, column in zip(row, block.columns, strict=True)]
                for row in block.rows[:ROWS]
            ]
            return {
                "table": Table(block.caption, columns, rows),
                "rows": len(block.rows),
                "more": len(block.rows) > ROWS,
            }
    raise TypeError(type(block))
