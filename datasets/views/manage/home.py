"""The officer's front door: one card a task, and what waits there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.models import Dataset, ImportRun, JobState, Openness
from datasets.querysets import unscheduled, waiting_withdrawals
from datasets.views.manage.door import reading_page


@dataclass(frozen=True)
class Card:
    """A task: page, name, what it is for, and a sentence about what waits there ("" where nothing does)."""

    url_name: str
    label: str | Promise
    text: str | Promise
    waiting: Callable[[], str] = str


def _undecided() -> str:
    return _said(_("%d without a decision"), Dataset.objects.filter(openness=Openness.UNDECIDED).count())


def _withdrawals() -> str:
    return _said(_("%d to approve"), waiting_withdrawals().count())


def _unscheduled() -> str:
    return _said(_("%d without a schedule"), unscheduled().count())


def _confirmations() -> str:
    waiting = ImportRun.objects.filter(state=JobState.DONE, options__phase="compare")
    return _said(_("%d to confirm"), waiting.count())


def _said(text: str | Promise, count: int) -> str:
    return str(text) % count if count else ""


CARDS = (
    Card("inventory", _("Inventory"), _("All datasets, open or not: find, decide, edit, add."), _undecided),
    Card("withdrawals", _("Withdrawals"), _("Requests to withdraw, decided by a second person."), _withdrawals),
    Card("schedules", _("Schedules"), _("Give many datasets an update frequency at once."), _unscheduled),
    Card("imports", _("Import the inventory"), _("The platform's list: a difference first."), _confirmations),
    Card("usage_imports", _("Import usage"), _("The platform's views and downloads, as they stood on a day.")),
    Card("calendars", _("Office calendars"), _("Working days by the government's own calendar, edition by edition.")),
    Card("units", _("Units"), _("Add, rename, nest and merge; history keeps the old names.")),
    Card("people", _("People"), _("Who signs in, as what, for which unit.")),
    Card("systems", _("Information systems"), _("What runs, whether its data can be published, what was opened.")),
    Card("rounds", _("Checks"), _("Rounds of link, freshness and machine readability.")),
    Card("packets", _("Packets"), _("The papers of the quarterly review.")),
    Card("meetings", _("Meetings"), _("The advisory group's meetings and resolutions.")),
    Card("audit_log", _("Audit log"), _("Who did what, when, from where.")),
)


@reading_page
def manage(request: HttpRequest) -> HttpResponse:
    cards = [(card, url, card.waiting()) for card in CARDS if (url := _url(card.url_name))]
    return render(request, "datasets/manage.html", {"cards": cards})


def _url(name: str) -> str:
    """ "" where no installed app has the page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
