"""Encodings of one byte a letter: the one in which a language comes out, its own letters and no others.

All of them decode as one another. Latin letters are told by the alphabets of the languages: Czech read as Western has
letters that no Western language has together. Of other scripts the everyday letters are counted too, and capitals stand
at the beginnings of words. Sources: the alphabets in CLDR, letter frequencies of the languages' national corpora.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

LOOK = 2048
"""Bytes that are read: whole lines, those that are not ASCII."""
COVERED, LOOSE, USUAL, LEAST, DISTINCT = 0.97, 0.6, 0.4, 12, 8
"""The share of letters that are a language's own; the same where it must be one of them; of another script the share of
the everyday letters; how many letters say something, and how many different ones of another script."""
HANDICAPS = {"cp8": 0.1, "mac": 0.1, "iso": 0.01}
"""How much better a codec of DOS, of old Macs or of Unix must fit than that of Windows, which is met more often."""
_SIGNS = frozenset("\xa0§°±²³µ·×¼½¾ºª¹®©™£¥€«»„“”‚‘’–—…•№¿¡‰†‹›")
"""What stands between words of any language."""
_IN_WORD = re.compile(r"(?<=[^\W\d_])[²³µ¼½¾¹§°±®©£¥«»„“”‚–—…•№¿¡‰†‹›×](?=[^\W\d_])")
_SEAM = re.compile(r"A[Ulo]|[Ulo]A")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language's letters beside a to z; the everyday ones of a script of its own; the codecs that it is written in.
    A mixture of languages counts for less than one."""

    letters: str
    codecs: str
    everyday: str = ""
    weight: float = 1.0


_WEST = "cp1252 mac_roman cp850 iso8859-15"
_CENTRE = "cp1250 iso8859-2 cp852"
_CYRILLIC = "cp1251 koi8_r cp866 iso8859-5 mac_cyrillic"
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگـًٌٍَُِّْ،؛؟"
_THAI = "".join(map(chr, (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C))))
_HEBREW = "".join(map(chr, range(0x05D0, 0x05EB)))
_TONGUES = (
    Tongue("àâæçéèêëîïôœùûüÿ", _WEST),
    Tongue("äöüßéàè", _WEST),
    Tongue("áéíñóúüºª", _WEST),
    Tongue("àèéìîòù", _WEST),
    Tongue("àçèéíïòóúü", _WEST),
    Tongue("áâãàçéêíóôõúü", _WEST),
    Tongue("æøåéöäü", _WEST),
    Tongue("áðéíóúýþæö", _WEST),
    Tongue("äëïöüéèêáíóúç", _WEST),
    Tongue("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšžºª", "cp1252", weight=0.8),
    Tongue("áčďéěíňóřšťúůýž", _CENTRE),
    Tongue("ąćęłńóśźż", _CENTRE),
    Tongue("áéíóöőúüű", _CENTRE),
    Tongue("áäčďéíĺľňóôŕšťúýž", _CENTRE),
    Tongue("čćđšž", _CENTRE),
    Tongue("ăâîşţșț", _CENTRE + " iso8859-16"),
    Tongue("çğıöşüâîûi\u0307", "cp1254 cp857"),
    Tongue("åäöéšž", _WEST),
    Tongue("äõöüšž", "cp1252 cp1257"),
    Tongue("ąčęėįšųūž", "cp1257 iso8859-13"),
    Tongue("āčēģīķļņōŗšūž", "cp1257 iso8859-13"),
    Tongue(_RUSSIAN, _CYRILLIC, "оеаинтсрвлкм"),
    Tongue("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'", "cp1251 koi8_u iso8859-5", "оаніитвреслк"),
    Tongue("абвгдеёжзійклмнопрстуўфхцчшыьэюя'", "cp1251 iso8859-5", "аніерыклдсто"),
    Tongue("абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ", "cp1251 iso8859-5 mac_cyrillic", "аоиенрсјтувд"),
    Tongue(_GREEK, "cp1253 iso8859-7 mac_greek", "αοιετσνηυρπκς"),
    Tongue(_HEBREW, "cp1255 iso8859-8", "יוהלאתרבשמנם"),
    Tongue(_ARABIC, "cp1256 iso8859-6", "اليمنوترةبعدس"),
    Tongue(_THAI, "cp874", "านรอกเงมยลวดท่สต้ัี"),
)


def codec_of(sample: bytes, *, latin: bool, least: float = COVERED, few: int = LEAST) -> str:
    """The codec of a few lines, of Latin letters or of another script; empty where no language has just these."""
    if len(sample) > LOOK:
        sample = sample[:LOOK].rpartition(b"\n")[0] or sample[:LOOK]
    texts: dict[str, str] = {}
    best, merit = "", 0.0
    for tongue in _TONGUES:
        if bool(tongue.everyday) == latin:
            continue
        for codec in tongue.codecs.split():
            if codec not in texts:
                texts[codec] = _text(sample, codec)
            handicap = HANDICAPS.get(codec[:3], 0.0)
            found = _merit(texts[codec], tongue, max(least, COVERED - 0.1) if handicap else least, few) - handicap
            if found > merit:
                best, merit = codec, found
    return best


def _text(sample: bytes, codec: str) -> str:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError:
        return ""


def _merit(text: str, tongue: Tongue, least: float, few: int) -> float:
    """How well a text fits a language; 0 where it does not."""
    foreign = Counter(c for c in text.lower() if c > "\x7f")
    own = sum(count for c, count in foreign.items() if c in tongue.letters)
    inside = len(_IN_WORD.findall(text))
    signs = sum(count for c, count in foreign.items() if c in _SIGNS and c not in tongue.letters) - inside
    others = foreign.total() - own - signs + _torn(text, tongue)
    if own < max(1, few, least * (own + others) / tongue.weight):
        return 0.0
    if not tongue.everyday:
        return tongue.weight * own / (own + others + signs)
    if sum(c in foreign for c in tongue.letters) < DISTINCT:
        return 0.0
    usual = sum(foreign[c] for c in tongue.everyday) / (own + others + signs)
    return usual if usual >= USUAL else 0.0


def _torn(text: str, tongue: Tongue) -> int:
    """Capitals behind small letters, and letters of two scripts side by side."""
    kinds = "".join(map(_kind, text))
    return kinds.count("lU") + (len(_SEAM.findall(kinds)) if tongue.everyday else 0)


@lru_cache(1024)
def _kind(sign: str) -> str:
    """`A` of ASCII, `U` or `l` a large or small letter, `o` of a script that has no such, or a blank."""
    if sign.isascii():
        return "A" if sign.isalpha() else " "
    return "U" if sign.isupper() else "l" if sign.islower() else "o" if unicodedata.category(sign)[0] in "LM" else " "
