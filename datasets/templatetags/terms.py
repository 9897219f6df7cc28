"""Terms of the inventory in the reader's language, and the badge that goes with a state."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from datasets.catalogue import files_of
from datasets.models import Dataset, Ground, Lifecycle, Openness
from datasets.platform.vocabularies import CATEGORIES, CATEGORIES_EN
from datasets.rules.frequencies import Frequency, parse

register = template.Library()

_HAN, _LATIN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), re.compile("[A-Za-z]")
OPENNESS_STATES = {"open": "good", "partly_open": "warn", "not_open": "none", "undecided": "unsure"}
LIFECYCLE_STATES = {"published": "good", "discontinued": "warn", "moved": "info", "withdrawn": "bad"}


@register.filter
def theme(code: str) -> str:
    """A service category by name; a code that is none of the 18 as it stands."""
    return (CATEGORIES_EN if get_language() == "en" else CATEGORIES).get(code, code)


@register.filter
def frequency(wording: str) -> str:
    """The platform's own words in Chinese, a phrase in English; what cannot be read stays as it is."""
    read = parse(wording or "")
    if not isinstance(read, Frequency):
        return wording
    return _phrase(read) if get_language() == "en" else read.platform


@register.filter
def formats(dataset: Dataset) -> list[str]:
    """The declared formats of a listed dataset, each once, in order."""
    return list(dict.fromkeys(d.format for d in files_of(dataset) if d.format))


@register.filter
def grounds(codes: Sequence[str] | None) -> str:
    """Why something is not open, in words."""
    labels = dict(Ground.choices)
    between = ", " if get_language() == "en" else "、"
    return between.join(str(labels.get(code, code)) for code in codes or [])


@register.filter
def named(thing: object) -> SafeString | str:
    """A title, a name, what somebody wrote; on an English page a Chinese one is marked as such for screen readers."""
    text = "" if thing is None else thing if isinstance(thing, str) else str(thing)
    return format_html('<span lang="zh-Hant">{}</span>', text) if _is_foreign(text) else text


@register.simple_tag
def lang_of(text: object) -> SafeString:
    """The same for an element that holds paragraphs: its attribute, where it needs one."""
    return SafeString(' lang="zh-Hant"' if _is_foreign(str(text)) else "")


def _is_foreign(text: str) -> bool:
    """Chinese on an English page: a word is two characters or five letters. An example in a sentence counts little."""
    if get_language() != "en":
        return False
    return 3 * len(_HAN.findall(text)) > len(_LATIN.findall(text))


@register.inclusion_tag("components/badge.html")
def openness_badge(value: str) -> dict[str, object]:
    return {"state": OPENNESS_STATES.get(value, "none"), "label": Openness(value).label}


@register.inclusion_tag("components/badge.html")
def lifecycle_badge(value: str) -> dict[str, object]:
    return {"state": LIFECYCLE_STATES.get(value, "none"), "label": Lifecycle(value).label}


def _phrase(read: Frequency) -> str:
    match read.kind, read.unit:
        case "irregular", _unit:
            return _("irregular")
        case "never", _unit:
            return _("never updated")
        case "continuous", _unit:
            return _("real time")
        case _kind, "minute":
            return ngettext("every minute", "every %(n)s minutes", read.n) % {"n": read.n}
        case _kind, "hour":
            return ngettext("every hour", "every %(n)s hours", read.n) % {"n": read.n}
        case _kind, "day":
            return ngettext("every day", "every %(n)s days", read.n) % {"n": read.n}
        case _kind, "week":
            return ngettext("every week", "every %(n)s weeks", read.n) % {"n": read.n}
        case _kind, "month":
            return ngettext("every month", "every %(n)s months", read.n) % {"n": read.n}
    return ngettext("every year", "every %(n)s years", read.n) % {"n": read.n}
