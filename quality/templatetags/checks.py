"""Observations in words, for templates."""

from django import template
from django.utils.translation import gettext as _

from quality import words
from quality.models import Observation

register = template.Library()
register.filter("sentence", words.sentence)


@register.filter
def verdict(seen: Observation) -> str:
    """works, broken, unsure; or that the checker itself was out."""
    return _("checker out") if seen.fault else str(words.LINKS[seen.link])


@register.filter
def verdict_state(seen: Observation) -> str:
    """The design system's word for it."""
    return "none" if seen.fault else words.BADGES[seen.link]


@register.filter
def reason(code: str) -> str:
    return str(words.LABELS.get(code, code))


@register.filter
def severity_state(severity: str) -> str:
    return {"error": "bad", "warning": "warn"}.get(severity, "info")


@register.filter
def readable(seen: Observation) -> str:
    return {True: _("yes"), False: _("no"), None: _("not known")}[seen.machine_readable]
