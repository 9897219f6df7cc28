"""Every rule against its own examples."""

from pathlib import Path

import pytest

from quality.checker import findings
from quality.checker.inspect import inspect
from quality.checker.messages import FINDINGS
from quality.checker.types import Limits

FILES = Path(__file__).parents[1] / "corpus" / "files"
CASES = [
    pytest.param(rule.code, example, expected, id=f"{rule.code}-{'yes' if expected else 'no'}-{number}")
    for rule in findings.RULES
    for expected, examples in ((True, rule.yes), (False, rule.no))
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize(("code", "example", "expected"), CASES)
def test_example(code, example, expected, tmp_path):
    path = FILES / example.file
    if not example.file:
        path = tmp_path / "file"
        path.write_bytes(example.content.encode() if isinstance(example.content, str) else example.content)
    content = inspect(path, example.says, Limits(), name_hint=example.name)
    found = {finding.code for finding in content.findings}
    found |= {finding.code for member in content.members for finding in member.content.findings}
    assert (code in found) is expected


def test_every_code_has_a_rule_and_a_sentence():
    assert set(FINDINGS) == findings.CODES


def test_every_rule_has_examples():
    assert all(rule.yes and rule.no for rule in findings.RULES)
