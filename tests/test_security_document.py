"""docs/security.md names the test of each item; a name without a test is a promise without proof."""

import re

import pytest

from tests.documents import ROOT, all_tests, proofs_named

DOCUMENT = (ROOT / "docs" / "security.md").read_text()


def test_every_test_that_the_document_names_exists() -> None:
    named = proofs_named(DOCUMENT)
    assert len(named) > 30
    assert named - all_tests() == set()


@pytest.mark.parametrize(("title", "least"), [("level 中", 25), ("ASVS 5.0, level 2", 25)])
def test_every_item_of_the_tables_names_its_test(title: str, least: int) -> None:
    table = DOCUMENT.split(title)[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= least - 1
    assert [row for row in rows if "`test_" not in row] == []


def test_every_system_check_is_documented() -> None:
    source = (ROOT / "datasets" / "security" / "checks.py").read_text()
    assert set(re.findall(r"portal\.[EW]\d{3}", source)) <= set(re.findall(r"portal\.[EW]\d{3}", DOCUMENT))
