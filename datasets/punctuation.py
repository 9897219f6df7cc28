"""Marks between words as each language writes them: full width in Chinese."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """Names beside each other; empty ones are left out."""
    return pgettext("list", ", ").join(filter(None, map(str, words)))


def clauses(parts: Iterable[object]) -> str:
    """Parts of one sentence; empty ones are left out."""
    return pgettext("punctuation", ", ").join(filter(None, map(str, parts)))


def notes(parts: Iterable[object]) -> str:
    """Remarks of several kinds; empty ones are left out."""
    return pgettext("punctuation", "; ").join(filter(None, map(str, parts)))


def aside(text: object) -> str:
    """A remark behind a word, in brackets."""
    return pgettext("punctuation", " (%s)") % text


def said(name: object, text: object) -> str:
    """What something is called, then what it says."""
    return f"{name}{pgettext('punctuation', ': ')}{text}"
