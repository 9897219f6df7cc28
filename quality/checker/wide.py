"""UTF-16 and UTF-32 without a mark, told by what comes out: text that offices write, line ends and delimiters in it."""

import re

_WIDTHS = {"utf-32-le": 4, "utf-32-be": 4, "utf-16-le": 2, "utf-16-be": 2}
_USUAL = re.compile(
    r"[\t\n\r\x20-\x7e\xa0-\u024f\u0370-\u04ff\u2010-\u2044\u20a0-\u20bf\u2100-\u22ff\u2460-\u27bf\u3000-\u312f"
    r"\u31a0-\u31bf\u3200-\u33ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uffee\ufeff"
    r"\U0001f300-\U0001faff\U00020000-\U0003134f]"
)
_MARKS = re.compile(r"[\n\r,;\t|\"{}<>\[\] ]")
LOOK = 1 << 14


def codec_of(head: bytes) -> str:
    """The codec of a file's beginning; empty where its NULs are no text's."""
    head = head[:LOOK]
    if len(head) < 4 or b"\0" not in head:
        return ""
    return next((name for name, width in _WIDTHS.items() if _reads(head[: len(head) // width * width], name)), "")


def _reads(head: bytes, name: str) -> bool:
    """Nineteen of twenty characters are usual ones, none a NUL, and something cuts them into lines or cells."""
    text = head.decode(name, "replace")
    if "\0" in text or not _MARKS.search(text):
        return False
    return len(_USUAL.findall(text)) * 20 >= len(text) * 19
