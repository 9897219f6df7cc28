"""Deadlines in words, for senders and clerks."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def days_left(deadline: date, today: date) -> str:
    """How long there is still, or how late it is."""
    left = (deadline - today).days
    if left == 0:
        return _("today is the last day")
    if left > 0:
        return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}


def rule_in_words(count: str, days: int) -> str:
    """How the deadline was counted (Administrative Procedure Act, article 48)."""
    if count == "working":
        text = _("%(n)d working days by the government's office calendar; the day it came is not counted.")
    else:
        text = _(
            "%(n)d days; the day it came is not counted, and where the last day is not a working day, "
            "the time runs until the end of the next one."
        )
    return text % {"n": days}


def urgency(deadline: date, today: date) -> str:
    """The state of a badge: late, nearly due, in time."""
    left = (deadline - today).days
    return "bad" if left < 0 else "warn" if left <= 2 else "info"
