"""Form fields for dates as people here write them: ROC or ISO, full or half width."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datasets.rules.asof import parse_as_of
from datasets.rules.days import TAIPEI
from datasets.rules.refusal import Refusal
from datasets.rules.roc import Stamp, format_short, parse


def shown_day(day: date) -> str:
    """The short form that the reader's language types: 115/04/07 or 2026-04-07."""
    return day.isoformat() if get_language() == "en" else format_short(day)


def sentence(refusal: Refusal) -> str:
    """A rule's refusal in the reader's language, its dates too."""
    params = {k: shown_day(v) if isinstance(v, date) else v for k, v in refusal.params.items()}
    return _(refusal.message) % params


class StampField(forms.CharField):
    """A date, or a date and a time; cleans to `Stamp`, or None where the cell is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.read(text) if text else None
        except Refusal as refusal:
            raise ValidationError(sentence(refusal), code=refusal.code) from None

    def read(self, text: str) -> Stamp:
        return parse(text)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Stamp):
            return value
        local = value.at.astimezone(TAIPEI)
        return shown_day(value.day) if value.date_only else f"{shown_day(value.day)} {local:%H:%M}"

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
    """A day alone; cleans to `date`, or None where empty."""

    def clean(self, value: Any) -> Any:
        stamp = super().clean(value)
        return stamp.day if stamp else None

    def prepare_value(self, value: Any) -> Any:
        return shown_day(value) if isinstance(value, date) else value
