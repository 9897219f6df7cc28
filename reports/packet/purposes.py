"""What each file of a packet is for, in words: names alone tell a reader nothing."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.packet.build import MANIFEST
from reports.packet.bundle import SEAL

PURPOSES: dict[str, Promise] = {
    MANIFEST: gettext_lazy("the hashes of all files"),
    SEAL: gettext_lazy("the proof: the link of the chain that holds their hashes"),
    ".pdf": gettext_lazy("the report, for reading and printing"),
    ".odt": gettext_lazy("the report as a text document, for reading and editing"),
    ".ods": gettext_lazy("all tables as a spreadsheet in the open document format"),
    ".xlsx": gettext_lazy("the same tables for Excel"),
    ".csv.zip": gettext_lazy("the same tables as plain text (CSV), for programs"),
    ".json": gettext_lazy("the record that the hash is over; all other files are written from it"),
    ".zip": gettext_lazy("all of them in one, with the proof"),
}
"""By whole name, then by ending, the longer endings first; in a reader's order."""
LANGUAGES = {"zh-hant": "中文", "en": "English"}
_ANNEX = re.compile(r"-annex-(\d+)\.pdf$")


@dataclass(frozen=True, slots=True)
class Described:
    """A file with what it is for, where it is fetched, and its size in bytes."""

    name: str
    purpose: str
    url: str
    size: int


Group = tuple[str, str, list[Described]]
"""Of one language: its code, its own name, its files as a reader wants them. Without a language: "", ""."""


def purpose(name: str) -> str:
    """In the active language; "" for a file that no packet has."""
    if annex := _ANNEX.search(name):
        return _("annex volume %(number)s: the long tables in full, for reading") % {"number": int(annex[1])}
    return str(next((words for ending, words in PURPOSES.items() if name.endswith(ending)), ""))


def grouped(sizes: Mapping[str, int], url: Callable[[str], str]) -> list[Group]:
    """Every file, by language; what has none comes last. `url`: where a name is fetched."""
    found = [
        (code, called, _described(_of(code, sizes), sizes, url)) for code, called in (*LANGUAGES.items(), ("", ""))
    ]
    return [group for group in found if group[2]]


def _of(code: str, names: Iterable[str]) -> list[str]:
    return sorted((name for name in names if _language(name) == code), key=_place)


def _described(names: Iterable[str], sizes: Mapping[str, int], url: Callable[[str], str]) -> list[Described]:
    return [Described(name, purpose(name), url(name), sizes[name]) for name in names]


def _language(name: str) -> str:
    return next((code for code in LANGUAGES if f"-{code}." in name or f"-{code}-annex" in name), "")


def _place(name: str) -> tuple[bool, int, str]:
    """In the order of `PURPOSES`, the volumes after the rest."""
    order = next((place for place, ending in enumerate(PURPOSES) if name.endswith(ending)), len(PURPOSES))
    return bool(_ANNEX.search(name)), order, name
