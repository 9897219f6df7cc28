"""docs/security.md names the test of each item; a name without a test is a promise without proof."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "security.md").read_text()


def test_every_test_that_the_document_names_exists() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    assert len(named) > 30
    assert named - written == set()


@pytest.mark.parametrize(("title", "least"), [("level 中", 25), ("ASVS 5.0, level 2", 25)])
def test_every_item_of_the_tables_names_its_test(title: str, least: int) -> None:
    table = DOCUMENT.split(title)[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= least - 1
    assert [row for row in rows if "`test_" not in row] == []


def test_every_system_check_is_documented() -> None:
    source = (ROOT / "datasets" / "security" / "checks.py").read_text()
    assert set(re.findall(r"portal\.[EW]\d{3}", source)) <= set(re.findall(r"portal\.[EW]\d{3}", DOCUMENT))
