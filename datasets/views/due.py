"""Updates due: a unit's month as one grid, filled in by keyboard or paste, saved whole or not at all."""

from collections.abc import Sequence
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from datasets.access import UNIT_PEOPLE, require_role, signed_in, units_to_edit
from datasets.dues import Due, dues, owed_in, with_history
from datasets.fields import StampField, sentence
from datasets.models import User
from datasets.punctuation import said
from datasets.rules.days import taipei_day
from datasets.rules.months import months_around, parse_month
from datasets.rules.roc import Stamp
from datasets.services.attestations import Entry, Refused, attest_updates
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from datasets.templatetags.dates import spoken_month
from datasets.templatetags.due import STATES, period

TAKE_BACK = {"-", "－", "—"}
"""What is typed into a cell to take a claim back: an emptied cell may be a slip, a dash is meant."""


class ClaimField(StampField):
    """A stamp; a dash takes the claim back and cleans to None, as an empty cell does."""

    def clean(self, value: object) -> Stamp | None:
        return None if isinstance(value, str) and value.strip() in TAKE_BACK else super().clean(value)


class CellForm(forms.Form):
    """One row of the grid; its prefix is the obligation's id."""

    updated = ClaimField(required=False, label=gettext_lazy("Data updated on"))
    note = forms.CharField(required=False, max_length=500, label=gettext_lazy("Remarks"))
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, due: Due, data: object = None) -> None:
        super().__init__(data, prefix=str(due.row.pk), initial=_initial(due))  # type: ignore[arg-type]
        self.due = due
        for name in ("updated", "note"):
            self.fields[name].widget.attrs |= {
                "data-column": name,
                "autocomplete": "off",
                "aria-label": said(self.fields[name].label, due.row.dataset),
            }

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if "updated" in self.changed_data and not self.data.get(self.add_prefix("updated"), "").strip():
            self.add_error("updated", _("The date is gone. To take it back, write - instead; else fill it in again."))
        return cleaned

    def entry(self) -> Entry:
        stamp = self.cleaned_data["updated"]
        return Entry(self.due.row.pk, stamp, self.cleaned_data["seen"], self.cleaned_data["note"])

    def refuse(self, text: str) -> None:
        self.add_error("updated", text)


def _initial(due: Due) -> dict[str, object]:
    last = due.standing
    if last is None:
        return {}
    stamp = Stamp(last.claimed_at, last.date_only) if last.claimed_at else None
    return {"updated": stamp, "note": last.note, "seen": last.pk}


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*UNIT_PEOPLE)
def due(request: HttpRequest) -> HttpResponse:
    """GET shows the month and what is still owed from before; POST saves every changed cell, or none."""
    user, now = signed_in(request), timezone.now()
    month = parse_month(request.GET.get("month", ""), default=taipei_day(now))
    forms_ = _cells(user, month, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (saved := _save(forms_, user, now)) is not None:
        _tell(request, saved)
        return redirect(request.get_full_path())
    return TemplateResponse(request, "datasets/due.html", _context(forms_, month, now))


def _cells(user: User, month: date, now: datetime, data: object) -> list[CellForm]:
    this_month = month.replace(day=1) == taipei_day(now).replace(day=1)
    rows = with_history(owed_in(month, units_to_edit(user), with_arrears=this_month))
    return [CellForm(row, data) for row in dues(rows, now)]


def _save(cells: list[CellForm], user: User, now: datetime) -> int | None:
    """How many were saved; None where a cell has an error: then nothing was."""
    changed = [cell for cell in cells if cell.has_changed()]
    valid = [cell.is_valid() for cell in changed]  # each one, so that every cell shows its error
    if not all(valid):
        return None
    try:
        attest_updates([cell.entry() for cell in changed], by=user, now=now)
    except Refused as refused:
        for cell in changed:
            if refusal := refused.errors.get(cell.due.row.pk):
                cell.refuse(sentence(refusal))
        return None
    return len(changed)


def _tell(request: HttpRequest, saved: int) -> None:
    if saved:
        text = ngettext("%(count)s date was saved.", "%(count)s dates were saved.", saved) % {"count": saved}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing was changed, so nothing was saved."))


def _context(cells: list[CellForm], month: date, now: datetime) -> dict[str, object]:
    states = [cell.due.outcome.state for cell in cells]
    return {
        "cells": cells,
        "month": month,
        "months": [(spoken_month(m), f"?month={m:%Y-%m}", m == month) for m in months_around(month, taipei_day(now))],
        "errors": [cell for cell in cells if cell.is_bound and cell.errors],
        "open_count": sum(state in {"pending", "overdue"} for state in states),
        "overdue_count": states.count("overdue"),
        "met_count": sum(state in {"on_time", "late"} for state in states),
        "several_units": len({cell.due.row.unit_id for cell in cells}) > 1,
        "take": Take(
            f"updates-{month:%Y-%m}",
            _("Updates due"),
            now,
            lambda: [_table([cell.due for cell in cells])],
            spoken_month(month),
            pinned={"month": f"{month:%Y-%m}"},
        ),
    }


def _table(dues: Sequence[Due]) -> Table:
    columns = (
        Column(_("Dataset"), width=6), Column(_("Identifier")), Column(_("Unit"), width=3),
        Column(_("Update period"), width=3), Column(_("Due"), "date"), Column(_("Deadline"), "date"),
        Column(_("State"), width=2), Column(_("Data updated on"), "date"), Column(_("Remarks"), width=4),
    )  # fmt: skip
    return Table(_("Updates due"), columns, tuple(map(_row, dues)))


def _row(one: Due) -> tuple[Value, ...]:
    row, last = one.row, one.standing
    claimed = taipei_day(last.claimed_at) if last and last.claimed_at else None
    about = (str(row.dataset), row.dataset.identifier, str(row.unit), period(row), row.due, one.outcome.deadline)
    return (*about, str(STATES[one.outcome.state][1]), claimed, last.note if last else "")
