from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reports.packet import fonts
from reports.packet.text import breakable, missing, split_utf16, visible, with_glyphs
from reports.packet.words import ordinal, show_percent, show_period, show_points, tenth


def test_what_cannot_be_seen_is_written_out() -> None:
    assert visible("a\x00b\x1f") == "a[U+0000]b[U+001F]"
    assert visible("admin\u202egpj.exe") == "admin[U+202E]gpj.exe"
    assert visible("zero\u200bwidth\ufeff\ud800") == "zero[U+200B]width[U+FEFF][U+D800]"
    assert visible("一\r\n二\r三\t四") == "一\n二\n三\t四"


def test_what_can_be_seen_stays() -> None:
    for words in ("𠮷野家與堃", "=1+1", "葛\U000e0100飾", "שלום", "😀"):
        assert visible(words) == words


@given(st.text())
def test_pieces_fit_and_make_the_whole(words: str) -> None:
    pieces = split_utf16(words, 5)
    assert "".join(pieces) == words
    assert all(sum(2 if ord(one) > 0xFFFF else 1 for one in piece) <= 5 for piece in pieces)


@given(st.text())
def test_breaks_add_nothing_else(words: str) -> None:
    assert breakable(words).replace("\u200b", "") == words.replace("\u200b", "")


def test_the_font_knows_rare_names_and_tells_what_it_lacks() -> None:
    glyphs = fonts.glyphs()
    assert missing(["𠮷堃犇煊峯邨鐡（）「」％"], glyphs) == ""
    assert missing(["好😀\n"], glyphs) == "😀"
    assert with_glyphs("好😀", glyphs) == "好[U+1F600]"


def test_every_big5_character_has_a_glyph() -> None:
    pairs = [bytes([high, low]) for high in range(0xA4, 0xFA) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))]
    big5 = "".join(one.decode("cp950", "ignore") for one in pairs)
    assert len(big5) > 13_000
    assert missing([big5], fonts.glyphs()) == ""


def test_shares_are_rounded_half_up_from_the_exact_value() -> None:
    assert show_percent(Fraction(8995, 10000)) == "90.0%"
    assert show_percent(Fraction(89949, 100000)) == "89.9%"
    assert show_percent(Fraction(2, 3)) == "66.7%"
    assert show_points(Fraction(-1, 16)) == "-6.3"
    assert show_points(Fraction(1, 20)) == "+5.0"
    assert show_points(Fraction(0)) == "0.0"
    assert tenth(Decimal("0.25")) == Decimal("0.3")


def test_headings_are_numbered_as_official_papers_are() -> None:
    assert [ordinal(one, 1, "zh-hant") for one in (1, 10, 11, 16)] == ["壹、", "拾、", "拾壹、", "拾陸、"]
    assert [ordinal(one, 2, "zh-hant") for one in (1, 10, 12, 20, 21)] == [
        "一、",
        "十、",
        "十二、",
        "二十、",
        "二十一、",
    ]
    assert ordinal(3, 3, "zh-hant") == "(三)"
    assert ordinal(4, 4, "zh-hant") == "4、"
    assert ordinal(11, 1, "en") == "11. "


PERIODS = (
    "2026-07", "2026Q3", "2026", "2026-07-01/2026-08-31", "2026-01-01/2026-06-30", "2025-11-01/2026-04-30",
)  # fmt: skip


def test_periods_read_as_the_republic_counts() -> None:
    assert [show_period(one, "zh-hant") for one in PERIODS] == [
        "115年7月",
        "115年第3季",
        "115年",
        "115年7月至8月",
        "115年上半年",
        "114年11月1日至115年4月30日",
    ]
    assert show_period("2026Q3", "en") == "2026Q3"
