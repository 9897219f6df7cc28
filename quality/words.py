"""Verdicts in words, in the reader's language: short labels for tables, sentences for clerks."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quality.checker.messages import REASONS, Language, finding_message
from quality.checker.types import Finding
from quality.models import Observation
from quality.scores import words

LINKS: dict[str, str | Promise] = {"ok": _("works"), "broken": _("broken"), "unsure": _("unsure")}
SEVERITIES: dict[str, tuple[str, str | Promise]] = {
    "error": ("bad", _("to mend")),
    "warning": ("warn", _("look at this")),
    "info": ("info", _("for your information")),
}
BADGES = {"ok": "good", "broken": "bad", "unsure": "unsure"}
"""State of the design system's badge."""
LABELS: dict[str, str | Promise] = {
    "ok": _("in order"),
    "redirected": _("redirected"),
    "not_found": _("not found"),
    "gone": _("gone"),
    "forbidden": _("access refused"),
    "login_required": _("log-in needed"),
    "server_error": _("server error"),
    "timeout": _("too slow"),
    "dns_failure": _("unknown host"),
    "tls_error": _("certificate trouble"),
    "refused": _("connection refused"),
    "reset": _("connection broken off"),
    "truncated": _("breaks off"),
    "redirect_loop": _("redirects in a circle"),
    "too_many_redirects": _("too many redirects"),
    "throttled": _("asked to slow down"),
    "html_instead_of_data": _("a page instead of data"),
    "empty": _("empty file"),
    "too_large": _("too large to judge"),
    "bomb": _("unpacks to an abnormal size"),
    "unsafe_address": _("internal address"),
    "invalid_url": _("no valid address"),
    "checker_fault": _("the checker's own fault"),
}


def language() -> Language:
    return "en" if get_language() == "en" else "zh-hant"


def sentence(observation: Observation) -> str:
    """What a clerk reads of a link, with the HTTP status where it adds something."""
    text = REASONS[observation.reason].in_(language())
    status = observation.http_status
    if observation.link == "ok" or not status or status in {200, 304}:
        return text
    return f"{text} (HTTP {status})" if language() == "en" else f"{text}（HTTP {status}）"


def finding_sentence(found: Mapping[str, Any]) -> str:
    """What a clerk reads of a finding as it is kept in `Observation.findings`."""
    return finding_message(Finding(found["code"], found["severity"], found.get("values") or {}), language())


def said(observation: Observation, code: str) -> str:
    """What a code, a finding's or a reason's, says of this observation."""
    finding = next((found for found in observation.findings if found["code"] == code), None)
    return finding_sentence(finding) if finding else str(LABELS.get(code, code))


def weight_of(observation: Observation, code: str) -> tuple[str, str]:
    """How much that weighs: the design system's word for it, and the reader's."""
    severity = next((found["severity"] for found in observation.findings if found["code"] == code), "")
    if not severity:
        return BADGES[observation.link], str(LINKS[observation.link])
    return SEVERITIES[severity][0], str(SEVERITIES[severity][1])


def badge_name(code: str) -> str:
    return words.BADGES[code].in_(language())


def asked_of(indicator: str) -> str:
    """What a national indicator asks, without the advice behind it."""
    text = words.INDICATORS[indicator].in_(language())
    return text.partition("。" if "。" in text else ". ")[0].rstrip(".")
