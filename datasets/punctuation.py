"""Marks between words as each language writes them: full width in Chinese.

What somebody wrote may stand beside a date: signs that turn the direction of writing would turn that too, and are
left out here. The fact keeps them.
"""

from collections.abc import Iterable

from django.utils.translation import pgettext

_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Embeddings, overrides and isolates of the Unicode bidirectional algorithm."""


def straight(part: object) -> str:
    """Without the signs that turn."""
    return str(part).translate(_TURNS)


def listed(words: Iterable[object]) -> str:
    """Names beside each other; empty ones are left out."""
    return pgettext("list", ", ").join(filter(None, map(straight, words)))


def clauses(parts: Iterable[object]) -> str:
    """Parts of one sentence; empty ones are left out."""
    return pgettext("punctuation", ", ").join(filter(None, map(straight, parts)))


def notes(parts: Iterable[object]) -> str:
    """Remarks of several kinds; empty ones are left out."""
    return pgettext("punctuation", "; ").join(filter(None, map(straight, parts)))


def aside(text: object) -> str:
    """A remark behind a word, in brackets."""
    return pgettext("punctuation", " (%s)") % straight(text)


def said(name: object, text: object) -> str:
    """What something is called, then what it says."""
    return f"{straight(name)}{pgettext('punctuation', ': ')}{straight(text)}"
