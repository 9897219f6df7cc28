"""What a person sets about themselves, and how the audit log is searched."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from datasets.fields import DayField
from datasets.models import AuditAction, AuditEntry, User


class MySettingsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("language", "mail_rhythm")
        help_texts = {"mail_rhythm": _("About what you have to do: messages to answer, updates due.")}
        widgets = {"language": forms.Select(choices=settings.LANGUAGES)}

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if language not in dict(settings.LANGUAGES):
            raise forms.ValidationError(_("Choose one of the languages."))
        return language


class AuditFilter(forms.Form):
    """All fields may be empty. Days are Taipei days, both inclusive."""

    hide_optional = True

    who = forms.CharField(label=_("Who"), max_length=150, required=False)
    action = forms.ChoiceField(label=_("What"), choices=[("", _("all")), *AuditAction.choices], required=False)
    address = forms.CharField(label=_("From where"), max_length=45, required=False)
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("To day"), required=False)

    def entries(self) -> QuerySet[AuditEntry]:
        """The lines that fit, newest first; a field that cannot be read filters nothing, and its error is shown."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return AuditEntry.objects.filter(**{LOOKUPS[name]: _bound(name, value) for name, value in given.items()})


FIRST_DAY, LAST_DAY = date(1912, 1, 1), date(9998, 12, 31)
"""A database cannot be asked for the hours before the first and after the last day of time."""
LOOKUPS = {
    "who": "who__icontains",
    "action": "action",
    "address": "address",
    "since": "at__gte",
    "until": "at__lt",
}


def _bound(name: str, value: Any) -> Any:
    if name not in {"since", "until"}:
        return value
    day = min(max(value, FIRST_DAY), LAST_DAY) + timedelta(days=name == "until")
    return timezone.make_aware(datetime.combine(day, time.min))
