"""The agenda says what the packet says."""

import pytest
from django.utils import translation

from reports.meetings.agenda import DISCUSSIONS, REPORTS, agenda
from reports.packet.sections import lay_out
from tests.reports.packet_sample import sample


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_titles_are_the_packets_headings(language: str) -> None:
    headings = {one.number: one.heading for one in lay_out(sample(), language).sections}
    with translation.override(language):
        titles = {number: str(words) for number, words in (REPORTS | DISCUSSIONS).items()}
    assert titles == {number: headings[number] for number in titles}
    assert set(headings) - set(titles) == {1, 15, 16}


def test_items_are_numbered_within_their_part_and_say_how_much_there_is() -> None:
    with translation.override("zh-hant"):
        items = agenda(sample(), ["建議增列", "下次日期"])
    assert [(one.part, one.number) for one in items[-3:]] == [("discussion", 5), ("motion", 1), ("motion", 2)]
    assert [one.key for one in items if one.part == "discussion"] == ["9", "10", "11", "12", "13"]
    assert f"{len(sample().least_used)}" in next(one.explanation for one in items if one.key == "9")


def test_without_a_packet_nothing_is_counted() -> None:
    assert {one.explanation for one in agenda(None)} == {""}
