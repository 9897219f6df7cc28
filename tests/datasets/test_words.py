"""Search words as people type them."""

import pytest

from datasets.words import MOST_WORDS, clean, search_words, variants


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  基地台　 統計 ", "基地台 統計"),
        ("ＦＭ１０１", "FM101"),
        ("基\u200b地\u200d台\ufeff", "基地台"),
        ("a\x00b\u202eab", "abab"),
        ("\u200b\u200b", ""),
    ],
)
def test_what_is_not_seen_is_not_searched_for(typed: str, meant: str) -> None:
    assert clean(typed) == meant


def test_both_ways_of_writing_tai_are_one() -> None:
    assert variants("電台") == ["電台", "電臺"]
    assert variants("臺台")[:2] == ["台台", "台臺"]
    assert variants("FM") == ["FM"]


def test_a_flood_of_words_stays_small() -> None:
    assert len(search_words("字 " * 1000)) == MOST_WORDS
    assert len(variants("台" * 100)) == 8
