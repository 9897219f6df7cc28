"""Lines read together are judged as lines read one by one: each is one whole value, or none is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality.checker.parse import jsonlines
from quality.checker.parse.cursor import InvalidError

ODD = [
    "",
    " ",
    "\r",
    "{}",
    "1,2",
    '{"a":[{}',
    "{}]}",
    "1]",
    "[1",
    "{},{}",
    '"a',
    'b"',
    "NaN",
    "1 2",
    '{"a": 1}\r',
    "\t[1, 2] ",
]
LINE = st.one_of(st.sampled_from(ODD), st.dictionaries(st.sampled_from("ab"), st.integers(0, 9)).map(json.dumps))


def each(lines: list[str]) -> list[object]:
    return [*jsonlines._one_by_one(lines, 0)]


@given(st.lists(LINE, max_size=5))
def test_together_is_as_one_by_one(lines: list[str]) -> None:
    try:
        expected = each(lines)
    except InvalidError as error:
        with pytest.raises(InvalidError) as caught:
            jsonlines._values(lines, 0)
        assert caught.value.row == error.row
    else:
        assert list(jsonlines._values(lines, 0)) == expected


@pytest.mark.parametrize(
    "lines", [["1,2", '{"a":[{}', "{}]}"], ["[1", "2]", "3,4"], ["1]"], ["{},{}", '{"a":[{}', "{}]}"]]
)
def test_halves_do_not_make_up_for_doubles(lines: list[str]) -> None:
    """As many values come out as there are lines, and yet no line is one."""
    with pytest.raises(InvalidError):
        jsonlines._values(lines, 0)


def test_good_lines_are_read_together() -> None:
    assert jsonlines._together(['{"a": 1}', "[2]", '"x"']) == [{"a": 1.0}, [2.0], "x"]
