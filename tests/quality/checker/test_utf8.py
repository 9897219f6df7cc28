"""The quick look at UTF-8 says what Python's decoder says, wherever the pieces are cut."""

from hypothesis import example, given
from hypothesis import strategies as st

from quality.checker import utf8

EDGES = [
    *(b"\xc0\x80", b"\xc1\xbf", b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xe0\xa0\x80", b"\xed\x9f\xbf", b"\xed\xa0\x80"),
    *(b"\xf0\x80\x80\x80", b"\xf0\x90\x80\x80", b"\xf4\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xff"),
    *(b"\x80", b"\xbf", b"\xc2", b"\xe8", b"\xe8\x87", b"\xf0\x9f\x98", b"\xe8a", b"\xc2\xc2\x80", b"\xe8\x87\xba\x80"),
]
PARTS = st.one_of(
    st.text(min_size=1, max_size=6).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(EDGES),
    st.binary(min_size=1, max_size=4),
    st.sampled_from(["臺北市".encode(), b"1,2\n", "é".encode(), "😀".encode()]),
)


@given(st.lists(PARTS, max_size=8).map(b"".join), st.integers(1, 9))
@example(b"", 1)
@example("臺".encode() * 3 + b"\x80", 4)
def test_says_what_the_decoder_says(data: bytes, size: int) -> None:
    try:
        data.decode("utf-8")
        expected = True
    except UnicodeDecodeError:
        expected = False
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert utf8.is_valid(pieces) is expected


def test_each_edge_is_judged_behind_and_before_other_text() -> None:
    for edge in EDGES:
        for data in (edge, "臺北".encode() + edge, edge + b",1\n", b"a" * 7 + edge + "市".encode()):
            try:
                expected = bool(data.decode("utf-8"))
            except UnicodeDecodeError:
                expected = False
            assert utf8.is_valid([data]) is expected, data
