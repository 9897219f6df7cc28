"""What a report page is asked for: ?period=2026Q3&as_of=2026-10-20&unit=infra, all optional."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.access import unit_scope
from datasets.fields import AsOfField, offer_rows, sentence
from datasets.models import Unit, User
from datasets.rules.days import taipei_day
from datasets.rules.refusal import Refusal
from datasets.unit_select import UnitSelect
from reports.facts import default_as_of
from reports.kpis.quarters import ReportPeriod, parse_period, period_of


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the figures. `unit` None: the whole agency. `given`: what the address said, to be carried on."""

    period: ReportPeriod
    as_of: datetime
    unit: Unit | None = None
    given: dict[str, str] = field(default_factory=dict)

    def query(self, **changes: str | None) -> str:
        """The query string of the same question with some of it changed; None leaves a part out, "" is all left out."""
        parts = {**self.given, **changes}
        pairs = "&".join(_encoded(key, value) for key, value in parts.items() if value)
        return f"?{pairs}" if pairs else ""

    def moment(self) -> str:
        """The query that keeps another page at the asked moment; "" where none was asked."""
        text = self.given.get("as_of")
        return "?" + urlencode({"as_of": text}) if text else ""


@lru_cache(maxsize=4096)
def _encoded(key: str, value: str) -> str:
    """A dashboard has hundreds of links that differ in a unit, a figure or a period."""
    return urlencode({key: value})


class PeriodField(forms.CharField):
    """A month, quarter or year, in ISO or ROC years; cleans to `ReportPeriod`, or None where empty."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return parse_period(text) if text else None
        except Refusal as refusal:
            raise ValidationError(sentence(refusal), code=refusal.code) from None


class AskForm(forms.Form):
    period = PeriodField(
        required=False,
        max_length=20,
        label=_("Reporting period"),
        help_text=_("2026-03, 2026Q3, 2026 or 115Q3; empty: this quarter"),
    )
    as_of = AsOfField(
        required=False,
        label=_("As known on"),
        help_text=_("A date: figures as they were known when it began; empty: now"),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, to_field_name="code", label=_("Unit"), empty_label=_("Whole agency"),
        widget=UnitSelect,
    )  # fmt: skip

    def __init__(self, data: Any, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        offer_rows(self, "unit", units.order_by("code"))

    def asked(self) -> Asked:
        """Call it on a valid form. The default period is the quarter that as-of lies in."""
        stamp, period = self.cleaned_data["as_of"], self.cleaned_data["period"]
        as_of = stamp.at if stamp else default_as_of(timezone.now())
        given = {key: self.data[key] for key in self.fields if self.data.get(key)}
        return Asked(period or period_of(taipei_day(as_of), "quarter"), as_of, self.cleaned_data["unit"], given)


def ask_form(data: Any, person: User) -> AskForm:
    """Readers ask about every unit; unit people about their own, which is also what they get unasked."""
    if person.reads_everything:
        return AskForm(data, Unit.objects.all())
    data = data.copy()
    if not data.get("unit") and person.unit:
        data["unit"] = person.unit.code
    form = AskForm(data, unit_scope(person))
    form.fields["unit"].required = True
    return form
