"""How titles, names and what people wrote are told on a page."""

import pytest
from django.template import Context, Template
from django.utils.html import escape
from django.utils.translation import override


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("en", "頻道<收視>費用", True),
        ("en", "MOD用戶數 (ODS)", True),
        ("en", "𠮷", True),
        ("en", "Fees", False),
        ("en", "Such as 臺灣 or 臺北市; blank where it holds everywhere", False),
        ("en", None, False),
        ("zh-hant", "頻道<收視>費用", False),
    ],
)
def test_what_is_chinese_says_so_on_an_english_page_alone(language: str, text: str | None, marked: bool) -> None:
    with override(language):
        shown = Template("{% load terms %}<b{% lang_of text %}>{{ text|named }}</b>").render(Context({"text": text}))
    plain = escape(text or "")
    told = ' lang="zh-Hant"'
    assert shown == (f"<b{told}><span{told}>{plain}</span></b>" if marked else f"<b>{plain}</b>")
