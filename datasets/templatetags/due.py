"""Words for obligations: their period, their state, and what was claimed."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from datasets.dues import Due
from datasets.fields import shown_day
from datasets.models import UpdateAttestation, UpdateObligation
from datasets.rules.days import TAIPEI
from datasets.rules.roc import ROC_OFFSET

register = template.Library()

STATES = {
    "pending": ("info", gettext_lazy("to fill in")),
    "on_time": ("good", gettext_lazy("on time")),
    "late": ("warn", gettext_lazy("met late")),
    "overdue": ("bad", gettext_lazy("overdue")),
    "lapsed": ("none", gettext_lazy("lapsed")),
    "excused": ("none", gettext_lazy("excused")),
}
"""How each state of rules/obligations.py looks (a badge of the design system) and reads."""


@register.filter
def period(row: UpdateObligation) -> str:
    """2026-08, or 2026-07 to 2026-09; ROC years in Chinese. Periods are whole calendar months."""
    first, last = _month(row.period_start), _month(row.period_end)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _month(day: date) -> str:
    return f"{day:%Y-%m}" if get_language() == "en" else f"{day.year - ROC_OFFSET}年{day.month}月"


@register.filter
def short_day(value: date) -> SafeString:
    """115/11/15 or 2026-11-15 as a <time> element, for tables: as short as it is typed."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown_day(value))


@register.filter
def days_left(days: int) -> str:
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.filter
def entries(claims: Sequence[UpdateAttestation]) -> str:
    """What opens to the claims of an obligation, of which there is one at least."""
    words = ngettext("%(count)s entry", "Corrected: %(count)s entries", len(claims)) % {"count": len(claims)}
    return words if len(claims) > 1 else _("Who filled this in")


@register.filter
def claimed(claim: UpdateAttestation) -> str:
    if claim.claimed_at is None:
        return _("taken back")
    local = claim.claimed_at.astimezone(TAIPEI)
    return shown_day(local.date()) if claim.date_only else f"{shown_day(local.date())} {local:%H:%M}"


@register.simple_tag
def due_badge(due: Due) -> SafeString:
    state, label = STATES[due.outcome.state]
    return _badge(state, str(label))


@cache
def _badge(state: str, label: str) -> SafeString:
    """Once for each word and language: a grid has hundreds."""
    return render_to_string("components/badge.html", {"state": state, "label": label, "icon": ""})
