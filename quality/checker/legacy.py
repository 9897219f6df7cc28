"""Double-byte encodings told apart by their bytes: nearly all of them decode as one another, into nonsense.

Each of them has rows that its own language alone fills: kana in Japanese, the everyday syllables in Korean, the first
level of characters in Big5 and GB 2312. Sources: CNS 11643/Big5 level 1, GB 2312, JIS X 0208, KS X 1001.
"""

import re
from collections import Counter
from functools import cache

_EUC = re.compile(rb"(?:[\x00-\x7f]|\x8e[\xa1-\xdf]|\x8f?[\xa1-\xfe][\xa1-\xfe])*")
_SJIS = re.compile(rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[\xa1-\xdf]")
_ASCII = bytes(range(0x80))
_ALONE = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[\x00-\x7f])")
_SINGLE = re.compile(rb"(?<![\x80-\xff])(?:(?<=[A-Za-z])[\x80-\xff](?![\x80-\xff])|[\x80-\xff](?=[A-Za-z]))")
_RUN = re.compile(rb"([a-z]?)[\x80-\xff]+(?=([a-z]?))")
_PAIR = re.compile(rb"[\x81-\xff].", re.DOTALL)
_FOUR = re.compile(rb"[\x81-\x84\x95-\x9a][0-9][\x81-\xfe][0-9]")
_SJIS_KANA = re.compile(rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]")
_KANA_RUN = re.compile(r"[ぁ-ゖァ-ヺー]{2,}")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_WORD = re.compile(r"[^\W\d_]")
_HANGUL = re.compile(r"[가-힣]")
EVERYDAY_HANGUL = frozenset(
    "이다의에는을를가지고시도사서기한대구동인원정로하자수일전보부공주경제관상장산성업국민자금소리명호번신화"
    "행안내용조구역계개방교통문학생년월단해외과나라어여영유지세비물품목결처승위별체합총건남여북중강천울광특"
    "군면읍길데터청식회무연은도록등록료표준설치운실적현황분류코드름주소액고객번지역울시광경울점만들있것"
)
LEAST_KANA, LEAST_HANGUL = 10, 6
"""Letters below which bytes that could be Big5 are not called Japanese or Korean."""


def neighbour(sample: bytes) -> str:
    """`euc_jp`, `cp932` or `cp949` where the bytes are Japanese or Korean for certain; else empty."""
    double = Counter(_SJIS.findall(sample))
    kana = sum(count for one, count in double.items() if _SJIS_KANA.fullmatch(one))
    if kana >= 3 and kana * 10 >= double.total():
        return "cp932"
    if not _EUC.fullmatch(sample):
        return ""
    if _is_japanese(sample.decode("euc_jp", "replace")):
        return "euc_jp"
    return "cp949" if _is_korean(sample.decode("cp949", "replace")) else ""


def _is_japanese(text: str) -> bool:
    """Kana, and they come in rows: Big5 read as EUC-JP has them too, here and there."""
    letters, kana = _letters(text), len(_KANA.findall(text))
    in_rows = sum(map(len, _KANA_RUN.findall(text)))
    return letters >= LEAST_KANA and kana * 10 >= letters and in_rows * 10 >= kana * 8


def _is_korean(text: str) -> bool:
    """Hangul nearly throughout, a third of it everyday syllables: Chinese read as Korean has six in a hundred."""
    letters, hangul = _letters(text), _HANGUL.findall(text)
    everyday = sum(one in EVERYDAY_HANGUL for one in hangul)
    return letters >= LEAST_HANGUL and len(hangul) * 10 >= letters * 8 and everyday * 3 >= len(hangul)


def _letters(text: str) -> int:
    """Letters outside ASCII."""
    return sum(count for one, count in Counter(text).items() if not one.isascii() and _WORD.match(one))


def is_latin(data: bytes) -> bool:
    """Accented letters stand alone between ASCII letters; Chinese characters come in rows."""
    high = len(data[1:-1].translate(None, _ASCII))
    return bool(high) and len(_ALONE.findall(data)) * 2 > high


def stands_alone(data: bytes) -> bool:
    """The same of letters that also begin words, or end them."""
    high = len(data[1:-1].translate(None, _ASCII))
    return bool(high) and len(_SINGLE.findall(data)) * 2 > high


def stands_in_words(data: bytes) -> bool:
    """Letters outside ASCII stand beside small ASCII ones; characters of two bytes seldom do."""
    runs = _RUN.findall(data)
    return bool(runs) and sum(1 for before, after in runs if before or after) * 10 >= len(runs) * 8


def big5_share(data: bytes) -> float:
    """Ideographs of Big5 level 1, 5,401 everyday characters: A440-C67E."""
    pairs = Counter(_PAIR.findall(data))
    leads = sum(count for pair, count in pairs.items() if pair[0] >= 0xA4)
    return sum(count for pair, count in pairs.items() if 0xA4 <= pair[0] < 0xC7) / leads if leads else 0.0


def gb_share(data: bytes) -> float:
    """Everyday characters among those that come out of GB 18030, simplified or, as GBK has them too, traditional."""
    seen = Counter(data.decode("gb18030", "replace"))
    letters = {one: count for one, count in seen.items() if not one.isascii() and _WORD.match(one)}
    total = sum(letters.values())
    return sum(count for one, count in letters.items() if one in _common()) / total if total else 0.0


def has_four(data: bytes) -> bool:
    """Characters of four bytes, which GB 18030 alone has."""
    return bool(_FOUR.search(data))


@cache
def _common() -> frozenset[str]:
    """The first levels of Big5 (A440-C67E) and GB 2312 (B0A1-D7F9)."""
    big5 = bytes(
        b for lead in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)) for b in (lead, low)
    )
    gb = bytes(b for lead in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) for b in (lead, low))
    return frozenset(big5.decode("cp950", "ignore") + gb.decode("gb2312", "ignore"))
