"""Every code has its sentence in both languages, and its line in the documentation."""

import re
from pathlib import Path

import pytest

from quality.checker.inspect import inspect
from quality.checker.messages import FINDINGS, REASONS, Text, finding_message, reason_message
from quality.checker.types import Declared, Fetched, Finding, Limits, Target, Verdict

ROOT = Path(__file__).parents[3]
CODES = {**REASONS, **FINDINGS}
NOTHING_TO_DO = {"ok", "throttled", "checker_fault"}


@pytest.mark.parametrize("code", CODES)
def test_both_languages(code: str) -> None:
    text: Text = CODES[code]
    assert re.search(r"[\u4e00-\u9fff]", text.zh) and text.zh.endswith("。")
    assert text.en.isascii() and text.en.endswith(".")


@pytest.mark.parametrize("code", sorted(CODES.keys() - NOTHING_TO_DO))
def test_says_what_to_do(code: str) -> None:
    text: Text = CODES[code]
    assert re.search(r"[；，](?:建議|請)|請", text.zh) and re.search(r"[;,:] ", text.en)


@pytest.mark.parametrize("code", CODES)
def test_documented(code: str) -> None:
    assert f"| `{code}` |" in (ROOT / "docs/checker.md").read_text("utf-8")


def test_every_finding_in_the_code_is_known() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "quality/checker").rglob("*.py"))
    used = set(re.findall(r'Finding\(\s*"(\w+)"', source))
    assert used and used <= set(FINDINGS)


def test_status_in_brackets() -> None:
    verdict = Verdict(Target("http://a.tw/"), "broken", "not_found", Fetched("not_found", http_status=404))
    assert reason_message(verdict).endswith("（HTTP 404）")
    assert reason_message(verdict, "en").endswith(" (HTTP 404)")
    fine = Verdict(Target("http://a.tw/"), "ok", "ok", Fetched("ok", http_status=206))
    assert reason_message(fine, "en") == "The link works."


def test_values_in_brackets() -> None:
    finding = Finding("format_mismatch", "error", {"declared": "CSV", "format": "JSON", "detail": ""})
    assert finding_message(finding).endswith("（登錄 CSV；格式 JSON）")
    assert finding_message(finding, "en").endswith(" (declared CSV; format JSON)")


def test_damage_is_told_in_words() -> None:
    quote = inspect(b'a,b\n1,"x\n2,y\n', Declared("CSV"), Limits()).findings[0]
    assert finding_message(quote).endswith('（未關閉的引號 "）')
    layer = Path(__file__).parents[1] / "corpus" / "files" / "shp-without-table.zip"
    assert finding_message(inspect(layer, Declared(), Limits()).findings[0]).endswith("（缺少 a.dbf）")
