"""As-of is read to the microsecond, and never lies ahead."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.rules.asof import parse_as_of
from datasets.rules.days import TAIPEI
from datasets.rules.refusal import Refusal

NOW = datetime(2026, 9, 1, 12, 0, 0, 5, tzinfo=TAIPEI)


@given(st.integers(0, 10**14))
def test_a_moment_comes_back_as_it_was_written(before: int) -> None:
    moment = NOW - timedelta(microseconds=before)
    assert parse_as_of(moment.isoformat(), NOW).at == moment


@pytest.mark.parametrize("text", ["2026-09-01T12:00:00.000006", "115/09/02", "2026-09-01T04:00:01Z"])
def test_what_lies_ahead_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="future") as refused:
        parse_as_of(text, NOW)
    assert refused.value.code == "in_the_future"
    assert text in str(refused.value)
