"""What the public and the clerks fill in."""

import unicodedata
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from datasets.fields import StampField, offer_rows
from datasets.models import Dataset, Unit
from datasets.rules.roc import Stamp
from feedback.models import Channel, Topic

LONGEST = 10_000
"""Characters of a message or an answer."""


class TextField(forms.CharField):
    """A text that somebody can read: invisible characters alone are none; line ends are one kind."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=LONGEST, **({"widget": widget} | kwargs))

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return text if any(unicodedata.category(c)[0] not in "CZM" for c in text) else ""


class SenderForm(forms.Form):
    """A message of the public. `website` is for robots: people do not see it and leave it empty."""

    needs_new_ticket = False
    """Whether it must be handed out anew, as one that was not taken (views/taking.py)."""

    text = TextField(label=gettext_lazy("Your message"), rows=8)
    website = forms.CharField(required=False, max_length=200, label=gettext_lazy("Leave this field empty"))

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Something filled in the field that must stay empty. Empty it and send again.")
            )
        return ""


class FollowUpForm(SenderForm):
    """One more message of the same thread, from the tracking page."""


class FeedbackForm(SenderForm):
    """The public form; name and mail address are the sender's choice."""

    field_order = ("topic", "text", "name", "email")

    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=Topic.choices, initial=Topic.GENERAL)
    name = forms.CharField(
        required=False, max_length=100, label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Never published."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        required=False, max_length=254, label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("For the receipt and the answer. Without it you read both at the tracking address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class EnterForm(forms.Form):
    """A message that came another way, entered by the unit with the day it reached the agency."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[*BLANK_CHOICE_DASH, *(c for c in Channel.choices if c[0] != Channel.PORTAL)],
    )
    received = StampField(
        label=gettext_lazy("Received"),
        help_text=gettext_lazy("The day, or day and time: 115/04/07 or 2026-04-07 14:30."),
    )
    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=Topic.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit that answers"))
    dataset = forms.CharField(
        required=False, max_length=40, label=gettext_lazy("Dataset"),
        help_text=gettext_lazy("Its identifier, where the message is about one."),
    )  # fmt: skip
    text = TextField(label=gettext_lazy("Message"))
    name = forms.CharField(required=False, max_length=100, label=gettext_lazy("Sender's name"))
    email = forms.EmailField(required=False, max_length=254, label=gettext_lazy("Sender's e-mail"))
    again = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    """The number of the message of which this is meant to be a second one."""

    def __init__(
        self, data: Any = None, *, units: QuerySet[Unit], datasets: QuerySet[Dataset], now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        offer_rows(self, "unit", units)
        self.datasets, self.now = datasets, now

    def ask_again(self, number: str) -> None:
        """Say that it was entered before; sent once more it is meant."""
        told = _(
            "You entered the same message a moment ago, as number %(number)s. Save once more to enter a second one."
        )
        self.add_error(None, told % {"number": number})
        self.data = {**dict(self.data.items()), "again": number}

    def clean_dataset(self) -> Dataset | None:
        identifier = self.cleaned_data["dataset"].strip()
        if not identifier:
            return None
        found = self.datasets.filter(identifier=identifier).first()
        if found is None:
            raise forms.ValidationError(_("No dataset has this identifier."))
        return found

    def clean_received(self) -> datetime:
        stamp: Stamp = self.cleaned_data["received"]
        if stamp.at > self.now:
            raise forms.ValidationError(_("This lies in the future."))
        return stamp.at


class ActForm(forms.Form):
    """What a clerk writes to a message. `seen` is the newest event that the page showed."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)


class AcknowledgeForm(ActForm):
    text = TextField(label=gettext_lazy("Acknowledgement to the sender"), rows=3)


class ReplyForm(ActForm):
    text = TextField(label=gettext_lazy("Answer to the sender"), rows=8)
    released = StampField(
        required=False, label=gettext_lazy("Already answered on"),
        help_text=gettext_lazy("Only where the answer was given another way: by telephone, on the national platform."),
    )  # fmt: skip


class NoteForm(ActForm):
    text = TextField(label=gettext_lazy("Internal note"), rows=3)


class ReasonForm(ActForm):
    text = TextField(label=gettext_lazy("Reason"), rows=2)


class TransferForm(ActForm):
    unit = forms.ModelChoiceField(Unit.objects.filter(merged_into=None), label=gettext_lazy("To unit"))
    text = TextField(label=gettext_lazy("Reason"), rows=2)


class PublicationForm(ActForm):
    question = TextField(label=gettext_lazy("Question as published"))
    answer = TextField(label=gettext_lazy("Answer as published"))


class QueueFilter(forms.Form):
    """The queue's filter; all may be empty."""

    SHOWN = (
        ("open", gettext_lazy("waiting for an answer")),
        ("overdue", gettext_lazy("late")),
        ("publication", gettext_lazy("proposed for publication")),
        ("answered", gettext_lazy("answered")),
        ("spam", gettext_lazy("spam")),
        ("all", gettext_lazy("all")),
    )
    hide_optional = True

    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOWN, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), required=False, to_field_name="code",
        empty_label=pgettext_lazy("filter", "all"),
    )  # fmt: skip
    q = forms.CharField(label=gettext_lazy("Number or words"), max_length=100, required=False)

    def __init__(self, data: Any, *, units: QuerySet[Unit]) -> None:
        super().__init__(data)
        offer_rows(self, "unit", units)


class AnswersFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, required=False)
    dataset = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
