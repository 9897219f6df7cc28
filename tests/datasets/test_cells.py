"""A cell of a file stays data in every spreadsheet, and stays readable."""

import pytest

from datasets.services.cells import inert


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\u00a0 ", "\t", "\n", "\r\n"])
def test_what_a_spreadsheet_would_run_is_held(sign: str, before: str) -> None:
    cell = f"{before}{sign}HYPERLINK(1)"
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("text", ["", "-", "通訊傳播", "2026-11-29", "a=b", "𠮷", " x", "1+1"])
def test_what_nothing_would_run_is_left_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_what_cannot_be_seen_is_shown() -> None:
    assert inert("a\x00b\x1b[31m") == "a\ufffdb\ufffd[31m"
    assert (inert(None), inert(0)) == ("", "0")
