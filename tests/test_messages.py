"""Every visible string is there in Traditional Chinese: extracted from code and templates, looked up as Django does."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation import override
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import translation

APPS = ("ncc_opendata", "datasets", "quality", "feedback", "reports")
CATALOGUES = sorted(p for app in APPS for p in (settings.BASE_DIR / app / "locale").rglob("*.po"))
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "Refusal": (2,),
    "Question": (2,),
}
FIRST_STRING = {"pgettext": 1, "npgettext": 1, "Refusal": 1, "Question": 1}
"""Where the string stands among the arguments: behind the context, or behind a refusal's code."""
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def sources() -> Iterator[tuple[Path, str]]:
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path, path.read_text()
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            calls = templatize(path.read_text(), origin=str(path))
            yield path, re.sub(r"^[ \t]+", "", calls, flags=re.MULTILINE)


def msgids() -> dict[str, str]:
    """Every string that the interface may show, and one file where it stands."""
    found: dict[str, str] = {}
    for path, text in sources():
        for _line, function, messages, _comments in extract_python(io.BytesIO(text.encode()), KEYWORDS, [], {}):
            strings = messages if isinstance(messages, tuple) else (messages,)
            skip = FIRST_STRING.get(function, 0)
            if strings[skip:] and strings[skip]:
                found.setdefault(strings[skip], str(path.relative_to(settings.BASE_DIR)))
    return found


def translated() -> set[str]:
    """What the project's catalogues translate, and what Django's and the libraries' own do."""
    ours = {entry.msgid for path in CATALOGUES for entry in polib.pofile(str(path)).translated_entries()}
    with override("zh-hant"):
        theirs = {key if isinstance(key, str) else key[0] for key in translation("zh-hant")._catalog.keys()}  # noqa: SIM118
    return ours | {key.split("\x04")[-1] for key in theirs}


def test_every_string_is_translated() -> None:
    known = translated()
    missing = sorted(f"{where}: {text!r}" for text, where in msgids().items() if text not in known)
    assert not missing, f"{len(missing)} strings lack a translation:\n" + "\n".join(missing)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: p.parts[-5])
def test_translations_keep_their_places(path: Path) -> None:
    for entry in polib.pofile(str(path)).translated_entries():
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            places = set(PLACE.findall(entry.msgid)) | set(PLACE.findall(entry.msgid_plural))
            assert set(PLACE.findall(text)) <= places, entry.msgid


def test_nothing_translates_one_string_in_two_ways() -> None:
    said: dict[tuple[str, str | None], str] = {}
    for path in CATALOGUES:
        for entry in polib.pofile(str(path)).translated_entries():
            key, text = (entry.msgid, entry.msgctxt), entry.msgstr or entry.msgstr_plural[0]
            assert said.setdefault(key, text) == text, f"{path.parts[-5]}: {entry.msgid!r} is also {said[key]!r}"
