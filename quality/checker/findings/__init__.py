"""The rules: each looks at a file as read and names what is to be mended. One small function a code."""

from quality.checker.findings import archives, declared, encodings, headers, parsers, personal, rows, sheets, values
from quality.checker.findings.rule import Rule
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding

RULES: tuple[Rule, ...] = (
    *declared.RULES,
    *encodings.RULES,
    *headers.RULES,
    *rows.RULES,
    *sheets.RULES,
    *values.RULES,
    *archives.RULES,
    *personal.RULES,
    *parsers.BORN,
)
CODES = frozenset(rule.code for rule in RULES)


def judge(parsed: Parsed, says: Declared) -> tuple[Finding, ...]:
    """All findings of a file: the parser's own first, then the rules' in their order."""
    found = list(parsed.faults)
    for rule in RULES:
        found += rule(parsed, says)
    return tuple(found)
