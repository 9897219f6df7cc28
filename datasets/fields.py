"""Form fields for dates as people here write them: ROC or ISO, full or half width."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from datasets.rules.asof import parse_as_of
from datasets.rules.days import TAIPEI
from datasets.rules.refusal import Refusal
from datasets.rules.roc import Stamp, format_short, parse

_ZONED = re.compile(r"^\d{4}-.*T.*(?:Z|[+ -]\d{2}:?\d{2})$")
"""A moment as addresses have it, its zone at the end; an unescaped plus reads as a space."""


def offer(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What a field lets choose from, where that is known only once there is a form."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any], *, empty: str | Promise | None = None) -> None:
    """The same of a field whose choices are rows; `empty`: how no choice is called, where not as usual."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.empty_label = field.empty_label if empty is None else str(empty)


def shown_day(day: date) -> str:
    """The short form that the reader's language types: 115/04/07 or 2026-04-07."""
    return day.isoformat() if get_language() == "en" else format_short(day)


def shown_moment(at: datetime) -> str:
    """Day and time in Taipei as they are typed; seconds and their fractions where there are any: it stays exact."""
    local = at.astimezone(TAIPEI)
    precision = "auto" if local.second or local.microsecond else "minutes"
    return f"{shown_day(local.date())} {local.time().isoformat(precision)}"


def _in_taipei(text: str) -> str:
    """What a pinned link says of another zone (UTC) as the form would have it typed; what somebody typed stays."""
    if not _ZONED.search(text):
        return text
    try:
        return shown_moment(parse(text).at)
    except Refusal:
        return text


def sentence(refusal: Refusal) -> str:
    """A rule's refusal in the reader's language, its dates too."""
    params = {k: shown_day(v) if isinstance(v, date) else v for k, v in refusal.params.items()}
    return _(refusal.message) % params


class StampField(forms.CharField):
    """A date, or a date and a time; cleans to `Stamp`, or None where the cell is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.error_messages["max_length"] = gettext_lazy("Write a date, such as 115/04/07 or 2026-04-07.")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.read(text) if text else None
        except Refusal as refusal:
            raise ValidationError(sentence(refusal), code=refusal.code) from None

    def read(self, text: str) -> Stamp:
        return parse(text)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Stamp):
            return shown_day(value.day) if value.date_only else shown_moment(value.at)
        return _in_taipei(value) if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By what is meant, not by how it is written."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


class AsOfField(StampField):
    """The moment up to which facts are read: now or before, exact to the microsecond."""

    def read(self, text: str) -> Stamp:
        return parse_as_of(text, timezone.now())


class DayField(StampField):
    """A day alone; cleans to `date`, or None where empty. It says how a day is typed, unless it says more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"help_text": gettext_lazy("Such as 115/04/07 or 2026-04-07.")} | kwargs))

    def clean(self, value: Any) -> Any:
        stamp = super().clean(value)
        return stamp.day if stamp else None

    def prepare_value(self, value: Any) -> Any:
        return shown_day(value) if isinstance(value, date) else value
