"""Claims that checks contradict: the unit explains each before its month closes; everybody else reads."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from datasets.access import may_edit, require_role, signed_in
from datasets.models import UpdateAttestation
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from reports.asking import Asked, ask_form
from reports.claims import CONTRADICTED, asked_of, explain_claim
from reports.claims import Asked as Claim
from reports.facts import load
from reports.listing import lists_asked
from reports.models import ClaimExplanation, Kpi
from reports.rows import Line, lines
from reports.stories import story
from reports.views.around import tabs
from reports.views.kpi_row import evidence_take
from reports.words import spoken_period


class ClaimForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why checks saw no change"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


Shown = tuple[Line, Claim]


@require_safe
@require_role()
def claims(request: HttpRequest) -> HttpResponse:
    """?period=2026Q3&as_of=&unit=: every claim that the checks contradict, and what the unit said of it."""
    user = signed_in(request)
    form = ask_form(request.GET, user)
    if not form.is_valid():
        return render(request, "reports/claims.html", {"form": form}, status=400)
    asked = form.asked()
    rows, title = _rows(asked), _("Claims that the checks contradict")
    context = {
        "form": form,
        "asked": asked,
        "rows": [(line, one, reverse("claim", args=[one.row.key]) + asked.query()) for line, one in rows],
        "tabs": tabs(user, "claims", asked.moment()),
        "take": Take(
            f"claims-{asked.period.code}",
            title,
            asked.as_of,
            lambda: [_table(title, rows)],
            spoken_period(asked.period),
        ),
    }
    return TemplateResponse(request, "reports/claims.html", context)


def _rows(asked: Asked) -> list[Shown]:
    facts = load(asked.as_of, evidence_for=asked.period)
    rows = lists_asked(facts, Kpi.TIMELY_UPDATES, asked).rows(CONTRADICTED)
    found = asked_of(rows, facts, asked.period)
    return list(zip(lines(Kpi.TIMELY_UPDATES, rows, "", asked), found, strict=True))


def _table(caption: str, rows: Sequence[Shown]) -> Table:
    columns = (
        Column(_("Subject"), width=6), Column(_("Identifier")), Column(_("Unit"), width=3), Column(_("Due"), "date"),
        Column(_("Explain by"), "date"), Column(_("State"), width=3), Column(_("The unit's explanation"), width=8),
    )  # fmt: skip
    return Table(caption, columns, tuple(_row(*one) for one in rows))


def _row(line: Line, one: Claim) -> tuple[Value, ...]:
    said = one.word.text if one.word else ""
    return (line.subject, line.identifier, line.unit, line.day, one.until, str(one.state[1]), said)


@require_http_methods(["GET", "POST"])
@require_role()
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One contradicted claim with what checks saw and what was said; people of its unit explain it.

    It is found in the asked figure alone, so nobody reads one of a unit that is not theirs.
    """
    user, form = signed_in(request), ask_form(request.GET, signed_in(request))
    if not form.is_valid():
        raise Http404
    asked = form.asked()
    line, found = next((one for one in _rows(asked) if one[1].row.key == str(pk)), (None, None))
    if line is None or found is None:
        raise Http404
    may_write = user.works_in_unit and may_edit(user, UUID(found.row.unit)) and not asked.given.get("as_of")
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    written = ClaimForm(request.POST or None)
    if request.method == "POST" and written.is_valid():
        explain_claim(claim=_standing(pk), text=written.cleaned_data["text"], by=user)
        messages.success(request, _("The explanation is recorded."))
        return redirect(reverse("claims") + asked.query())
    said = ClaimExplanation.objects.known_at(asked.as_of).filter(claim__obligation=pk).order_by("-position")
    told = story(Kpi.TIMELY_UPDATES, pk, None, asked.as_of, asked.period.moment(asked.as_of))
    context = {
        "asked": asked,
        "line": line,
        "found": found,
        "story": told,
        "take": evidence_take("claim", line, told, asked, _("A claim that the checks contradict")),
        "said": said.select_related("recorded_by", "claim"),
        "form": written if may_write else None,
        "breadcrumbs": [(_("Claims that the checks contradict"), reverse("claims") + asked.query())],
    }
    return TemplateResponse(request, "reports/claim.html", context, status=400 if written.errors else 200)


def _standing(obligation: UUID) -> UpdateAttestation:
    newest = UpdateAttestation.objects.filter(obligation=obligation).order_by("position").last()
    if newest is None:
        raise Http404
    return newest
