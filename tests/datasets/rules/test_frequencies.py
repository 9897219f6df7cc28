"""The national platform's words in every form met in real lists (data/README.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.frequencies import CONTINUOUS, IRREGULAR, NEVER, Frequency, Question, parse


def every(n: int, unit: str) -> Frequency:
    return Frequency("every", n, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("不定期更新", IRREGULAR),
        ("不定期", IRREGULAR),
        ("不定時", IRREGULAR),
        ("異動時更新", IRREGULAR),
        ("不更新", NEVER),
        ("不需更新", NEVER),
        ("無", NEVER),
        ("即時", CONTINUOUS),
        ("每1年", every(1, "year")),
        ("每1月", every(1, "month")),
        ("每3月", every(3, "month")),
        ("每1日", every(1, "day")),
        ("每30分", every(30, "minute")),
        ("每日", every(1, "day")),
        ("每天", every(1, "day")),
        ("每周", every(1, "week")),
        ("每週", every(1, "week")),
        ("每10日", every(10, "day")),
        ("每月", every(1, "month")),
        ("每2月", every(2, "month")),
        ("每季", every(3, "month")),
        ("每半年", every(6, "month")),
        ("半年", every(6, "month")),
        ("每年", every(1, "year")),
        ("1年", every(1, "year")),
        ("年", every(1, "year")),
        ("每2年", every(2, "year")),
        ("每三年", every(3, "year")),
        ("6年", every(6, "year")),
        ("每1小時", every(1, "hour")),
        ("每小時", every(1, "hour")),
        ("每年2次", every(6, "month")),
        ("每月1次", every(1, "month")),
        ("每月更新1次", every(1, "month")),
        ("每年1次", every(1, "year")),
        ("每年4次", every(3, "month")),
        ("每日2次", every(12, "hour")),
        ("每 1 月", every(1, "month")),
        ("每１月", every(1, "month")),
        ("每兩個月", every(2, "month")),
    ],
)
def test_words_that_can_be_read(text: str, expect: Frequency) -> None:
    assert parse(text) == expect


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("每月、年", ["每1月", "每1年"]),
        ("每年5次", []),
        ("每年7次", []),
        ("每月2次", []),
        ("", []),
        ("看情況", []),
        ("每0月", []),
        ("每60日", ["每2月"]),
        ("每6週", ["每1月"]),
        ("每99999年", []),
    ],
)
def test_what_is_ambiguous_is_asked(text: str, choices: list[str]) -> None:
    answer = parse(text)
    assert isinstance(answer, Question)
    assert [choice.platform for choice in answer.choices] == choices


@pytest.mark.parametrize(
    ("text", "iso", "eu"),
    [
        ("每30分", "PT30M", "30MIN"),
        ("每1時", "PT1H", "HOURLY"),
        ("每1日", "P1D", "DAILY"),
        ("每1週", "P1W", "WEEKLY"),
        ("每10日", "P10D", "OTHER"),
        ("每1月", "P1M", "MONTHLY"),
        ("每2月", "P2M", "BIMONTHLY"),
        ("每3月", "P3M", "QUARTERLY"),
        ("每6月", "P6M", "ANNUAL_2"),
        ("每1年", "P1Y", "ANNUAL"),
        ("每2年", "P2Y", "BIENNIAL"),
        ("每3年", "P3Y", "TRIENNIAL"),
        ("不定期更新", None, "IRREG"),
        ("不更新", None, "NEVER"),
        ("即時", None, "UPDATE_CONT"),
    ],
)
def test_other_vocabularies(text: str, iso: str | None, eu: str) -> None:
    frequency = parse(text)
    assert isinstance(frequency, Frequency)
    assert (frequency.iso8601, frequency.eu_code) == (iso, eu)
    assert frequency.eu_uri.endswith("/frequency/" + eu)


@given(st.integers(1, 31), st.sampled_from(["minute", "hour", "day", "month", "year"]))
def test_the_platform_reads_what_we_write(n: int, unit: str) -> None:
    assert parse(every(n, unit).platform) == every(n, unit)


@given(st.text(alphabet="每年月日週時分次更新半季、0123456789一二三十 不定期", max_size=12))
def test_no_wording_breaks_the_reader(text: str) -> None:
    assert isinstance(parse(text), Frequency | Question)
