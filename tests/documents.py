"""What a document says of the project, beside what there is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def proofs_named(document: str) -> set[str]:
    """The tests that a document names as proof."""
    return set(re.findall(r"`(test_\w+)`", document))


def all_tests() -> set[str]:
    """All tests that there are."""
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for path in files for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)}
