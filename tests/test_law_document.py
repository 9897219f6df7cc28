"""docs/law.md says where each clause lives and what shows it: every file and test is there, and no line is without."""

import re

from tests.documents import ROOT, all_tests, proofs_named

DOCUMENT = (ROOT / "docs" / "law.md").read_text()
ROWS = [line.split(" | ") for line in DOCUMENT.splitlines() if line.startswith("| ") and "---" not in line]
CLAUSES = [row for row in ROWS if not row[0].startswith("| clause")]


def test_every_test_that_it_names_exists() -> None:
    named = proofs_named(DOCUMENT)
    assert len(named) > 100
    assert named - all_tests() == set()


def test_every_file_that_it_names_exists() -> None:
    named = set(re.findall(r"`([\w/]+\.(?:py|toml))`", DOCUMENT))
    assert len(named) > 50
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_clause_lives_somewhere_and_is_shown() -> None:
    assert len(CLAUSES) > 60
    assert [row[0] for row in CLAUSES if len(row) != 3 or "`" not in row[1] or "`test_" not in row[2]] == []
