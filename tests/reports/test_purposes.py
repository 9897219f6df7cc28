"""Every file of a packet says what it is for, in both languages (packet.md, formats)."""

import pytest
from django.utils import translation

from reports.packet.build import MANIFEST
from reports.packet.bundle import SEAL
from reports.packet.formats import FORMATS, record_name
from reports.packet.purposes import LANGUAGES, grouped, purpose

STEM = "review-packet-2026Q3"
NAMES = [f"{STEM}-{code}.{one.suffix}" for code in LANGUAGES for one in FORMATS]
ALL = [*NAMES, f"{STEM}-en-annex-02.pdf", record_name("2026Q3"), f"{STEM}-public.zip", MANIFEST, SEAL]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_stands_there_by_its_name_alone_and_no_two_are_the_same(language: str) -> None:
    with translation.override(language):
        told = {name: purpose(name) for name in ALL}
    assert all(told.values()), told
    assert len(set(told.values())) == len(FORMATS) + 5  # the formats of both languages say the same
    assert ("供閱讀" in told[f"{STEM}-en.odt"]) == (language == "zh-hant")


def test_they_come_by_language_and_what_has_none_last() -> None:
    sizes = {name: place for place, name in enumerate(ALL[:-2])}
    groups = grouped(sizes, lambda name: f"/{name}")
    assert [code for code, _language, _files in groups] == ["zh-hant", "en", ""]
    english = [one.name for one in groups[1][2]]
    assert english[:2] == [f"{STEM}-en.pdf", f"{STEM}-en.odt"]
    assert english[-1] == f"{STEM}-en-annex-02.pdf"
    assert sum(len(files) for _code, _language, files in groups) == len(sizes)
    assert all(one.size == sizes[one.name] and one.url == f"/{one.name}" for group in groups for one in group[2])
