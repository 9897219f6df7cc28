"""The log of training and outreach (the strategy, 參六 and 參七; section 14), with the material of each event."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import READERS, require_role, signed_in
from datasets.asof import takes_as_of
from datasets.fields import DayField, sentence
from datasets.models import User
from datasets.rules.refusal import Refusal
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.facts.meetings import events_known_at, materials_known_at
from reports.materials import MEDIA, MOST_MB
from reports.models import MaterialRemoval, Outreach, OutreachMaterial
from reports.services import outreach as services
from reports.views.around import at_moment, tabs

PER_PAGE = 50
FIELDS = ("kind", "title", "held_on", "hours", "people", "material", "note")


class FileForm(forms.Form):
    """One file; what may not come in is said beside it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF, ODF, Office without macros, pictures or text, up to 20 MB. Its name is kept for good: name no person "
            "in it."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in MEDIA)}),
    )

    def given(self) -> services.Given | None:
        """Call it on a valid form. No more is read than is taken."""
        file = self.cleaned_data["file"]
        return (file.name, file.read(MOST_MB * 1024**2 + 1)) if file else None


class EntryForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Outreach.Kind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    held_on = DayField(label=gettext_lazy("Date"), help_text=gettext_lazy("2026-10-20 or 115/10/20"))
    hours = forms.DecimalField(label=gettext_lazy("Hours"), min_value=0, max_digits=5, decimal_places=1)
    people = forms.IntegerField(label=gettext_lazy("Number of people"), min_value=0, max_value=1_000_000)
    material = forms.URLField(
        label=gettext_lazy("Where its material lies"), required=False, max_length=500, assume_scheme="https",
        help_text=gettext_lazy("An address that begins with https:// or http://"),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Remark"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_material(self) -> str:
        address: str = self.cleaned_data["material"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Write an address that begins with https:// or http://."))
        return address


class NewEntryForm(EntryForm, FileForm):
    """With a first file, if there is one yet."""

    field_order = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class RemovalForm(forms.Form):
    material = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
@takes_as_of
def outreach(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """What was held, newest first, ?as_of= as it was known at a moment; the officer adds."""
    user = signed_in(request)
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    form = NewEntryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (made := _logged(form, user)):
        messages.success(request, _("The entry is added."))
        return redirect("outreach_event", made.event)
    events, files = events_known_at(as_of), materials_known_at(as_of)
    page, title = Paginator(events, PER_PAGE).get_page(request.GET.get("page")), _("Outreach and training")
    context = {
        "form": form if user.is_officer and as_of is None else None,
        "page": page,
        "rows": [(one, files.get(one.event, [])) for one in page],
        "pages": page.paginator.get_elided_page_range(page.number),
        "as_of": as_of,
        "take": Take("outreach", title, as_of or timezone.now(), lambda: [_table(title, events, files)]),
        "tabs": tabs(user, "outreach", at_moment(request)),
    }
    return TemplateResponse(request, "reports/outreach.html", context, status=400 if form.errors else 200)


def _table(caption: str, events: Sequence[Outreach], files: Mapping[UUID, Sequence[OutreachMaterial]]) -> Table:
    columns = (
        Column(_("Title"), width=5), Column(_("Kind")), Column(_("Date"), "date"), Column(_("Hours"), "decimal"),
        Column(_("Number of people"), "integer"), Column(_("Material"), width=5), Column(_("Remark"), width=5),
    )  # fmt: skip
    return Table(caption, columns, tuple(_row(one, files.get(one.event, ())) for one in events))


def _row(one: Outreach, files: Sequence[OutreachMaterial]) -> tuple[Value, ...]:
    material = "、".join(filter(None, (one.material, *(file.file_name for file in files))))
    return (one.title, str(one.get_kind_display()), one.held_on, one.hours, one.people, material, one.note)


def _logged(form: NewEntryForm, user: User) -> Outreach | None:
    """Entry and file, or neither: then the form says why, and keeps what was typed."""
    try:
        return services.log_event(**form.said(), file=form.given(), by=user)
    except Refusal as refusal:
        form.add_error("file", sentence(refusal))
        form.add_error("file", _("Nothing else that you typed is lost: choose the file again, or leave it out."))
    return None


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
@takes_as_of
def outreach_event(request: HttpRequest, event: UUID, as_of: datetime | None) -> HttpResponse:
    """One event: its files, its corrections, ?as_of= as known at a moment; the officer changes them.

    `what` names the form that was sent.
    """
    user, said = signed_in(request), list(Outreach.objects.known_at(as_of).filter(event=event).order_by("position"))
    if not said:
        raise Http404
    if request.method == "POST" and not user.is_officer:
        raise PermissionDenied
    refused: dict[str, forms.Form] = {}
    if request.method == "POST":
        what = request.POST.get("what", "")
        if what not in SAVES:
            raise Http404
        form = SAVES[what](request, user, said[-1])
        if form is None:
            return redirect("outreach") if what == "strike" else redirect("outreach_event", event)
        refused = {what: form}
    context = _event_context(said, refused, as_of) | {"officer": _may_change(user, said[-1], as_of)}
    context |= {"breadcrumbs": [(_("Outreach and training"), reverse("outreach") + at_moment(request))]}
    return TemplateResponse(request, "reports/outreach_event.html", context, status=400 if refused else 200)


def _may_change(user: User, entry: Outreach, as_of: datetime | None) -> bool:
    return user.is_officer and not entry.struck and as_of is None


Save = Callable[[HttpRequest, User, Outreach], forms.Form | None]


def _correct(request: HttpRequest, user: User, entry: Outreach) -> forms.Form | None:
    form = EntryForm(request.POST)
    if not form.is_valid():
        return form
    if any(getattr(entry, name) != value for name, value in form.cleaned_data.items()):
        services.log_event(event=entry.event, **form.cleaned_data, by=user)
        messages.success(request, _("The entry is corrected."))
    return None


def _strike(request: HttpRequest, user: User, entry: Outreach) -> None:
    if not entry.struck:
        said = {name: getattr(entry, name) for name in FIELDS}
        services.log_event(event=entry.event, **said, struck=True, by=user)
    messages.success(request, _("The entry is struck out."))


def _add(request: HttpRequest, user: User, entry: Outreach) -> forms.Form | None:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid() or not (given := form.given()):
        return form
    try:
        services.add_material(entry.event, *given, by=user)
    except Refusal as refusal:
        form.add_error("file", sentence(refusal))
        return form
    messages.success(request, _("The material is added."))
    return None


def _remove(request: HttpRequest, user: User, entry: Outreach) -> forms.Form | None:
    form = RemovalForm(request.POST)
    if not form.is_valid():
        return form
    material = get_object_or_404(OutreachMaterial, pk=form.cleaned_data["material"], event=entry.event)
    services.remove_material(material, form.cleaned_data["reason"], by=user)
    messages.success(request, _("The material is removed."))
    return None


SAVES: dict[str, Save] = {"entry": _correct, "strike": _strike, "material": _add, "remove": _remove}


def _event_context(said: list[Outreach], refused: dict[str, forms.Form], as_of: datetime | None) -> dict[str, Any]:
    entry, files = said[-1], materials_known_at(as_of)
    gone = OutreachMaterial.objects.filter(event=entry.event, removal__in=MaterialRemoval.objects.known_at(as_of))
    return {
        "entry": entry,
        "said": said[::-1],
        "materials": [(one, _removal(one, refused)) for one in files.get(entry.event, [])],
        "removed": gone.select_related("removal"),
        "form": refused.get("entry") or EntryForm(initial={name: getattr(entry, name) for name in FIELDS}),
        "file_form": refused.get("material") or FileForm(),
        "open": next(iter(refused), ""),
        "as_of": as_of,
        "take": Take("event", entry.title, as_of or timezone.now(), lambda: [_table(entry.title, said[::-1], files)]),
    }


def _removal(material: OutreachMaterial, refused: dict[str, forms.Form]) -> forms.Form:
    """The form of one file: as it was sent, where it was refused."""
    sent = refused.get("remove")
    if sent and str(sent["material"].value()) == str(material.pk):
        return sent
    return RemovalForm(initial={"material": material.pk}, auto_id=f"id_{material.pk}_%s")


@require_safe
@require_role(*READERS)
def outreach_file(request: HttpRequest, pk: UUID, name: str) -> HttpResponseBase:
    """A material, as a file to be saved; one that was removed or damaged is not there."""
    material = get_object_or_404(OutreachMaterial, pk=pk, file_name=name, removal=None)
    try:
        data = services.content(material)
    except OSError as error:
        raise Http404 from error
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=MEDIA[material.kind])
