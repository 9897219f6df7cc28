"""A rule: one code, one check, and its own true and false examples, which one generic test runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding

Check = Callable[[Parsed, Declared], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Example:
    """A whole file: its content (text is UTF-8), or `file`, one of the corpus; and what is declared of it."""

    content: str | bytes = b""
    says: Declared = field(default_factory=Declared)
    name: str = "example.csv"
    file: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """`yes`: files in which it is found; `no`: files in which it must not be."""

    code: str
    check: Check
    yes: tuple[Example, ...]
    no: tuple[Example, ...]

    def __call__(self, parsed: Parsed, says: Declared) -> Iterator[Finding]:
        return self.check(parsed, says)


def rule(yes: "tuple[str | bytes | Example, ...]", no: "tuple[str | bytes | Example, ...]") -> Callable[[Check], Rule]:
    """Make a rule of a check; its code is the function's name."""

    def make(check: Check) -> Rule:
        return Rule(check.__name__, check, tuple(map(_example, yes)), tuple(map(_example, no)))

    return make


def _example(one: str | bytes | Example) -> Example:
    return one if isinstance(one, Example) else Example(one)


def corpus(file: str) -> Example:
    """A file of tests/quality/corpus/files, for what no short text can show."""
    return Example(file=file, name=file)
