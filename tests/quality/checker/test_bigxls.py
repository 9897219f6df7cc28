"""Large XLS read record by record say what the patient reader says of them.

`books/many-kinds.xls` was saved by an office suite: days, times, truths, errors, formulas of numbers and of words,
fractions, texts that go on in the next record, five sheets of which one is hidden and one empty, merged cells.
"""

from pathlib import Path

import pytest

from quality.checker.budget import Budget
from quality.checker.parse import bigxls, bookmarks, sheet
from quality.checker.parse.source import Source
from quality.checker.table import Parsed, Table
from quality.checker.types import Declared, Limits
from tests.quality.corpus.make import biff
from tests.quality.corpus.oldbook import book

CORPUS = Path(__file__).parents[1] / "corpus"
BOOKS = [*sorted((CORPUS / "books").iterdir()), CORPUS / "files/xls.xls", CORPUS / "files/xls-title.xls"]
ROWS: list[list[object]] = [["縣市", "件數"], *([f"區{i}", i] for i in range(40))]


def parse(data: bytes) -> Parsed:
    return sheet.parse(Source(data, Declared(), Budget(Limits(), len(data))), "XLS")


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each file that is asked about was read here."""
    seen: list[bool] = []
    large = sheet._large

    def spy(source: Source, kind: str, marks: bookmarks.Marks) -> tuple[Table, ...] | None:
        seen.append((tables := large(source, kind, marks)) is not None)
        return tables

    monkeypatch.setattr(sheet, "_large", spy)
    return seen


@pytest.mark.parametrize("path", BOOKS, ids=[path.name for path in BOOKS])
def test_it_says_the_same(path: Path, monkeypatch: pytest.MonkeyPatch, readers: list[bool]) -> None:
    small = parse(path.read_bytes())
    monkeypatch.setattr(bigxls, "MANY", -1)
    assert parse(path.read_bytes()) == small
    assert readers == [False, True]


def test_many_cells_are_read_here_and_few_are_not(monkeypatch: pytest.MonkeyPatch, readers: list[bool]) -> None:
    monkeypatch.setattr(bigxls, "MANY", 2 * len(ROWS) - 1)
    assert parse(biff.xls(ROWS)).tables[0].rows == 40
    assert parse(biff.xls(ROWS[:-1])).tables[0].rows == 39
    assert readers == [True, False]


def test_the_unusual_is_left_to_the_other_reader(monkeypatch: pytest.MonkeyPatch, readers: list[bool]) -> None:
    monkeypatch.setattr(bigxls, "MANY", -1)
    old = parse(biff.compound({"Book": book([["縣市", "件數"], ["臺北", 5], ["新北", 6]])}))
    damaged = parse(biff.xls(ROWS).replace(b"\x0a\0\0\0", b"\x0b\0\0\0"))
    assert (old.tables[0].fields, readers) == (("縣市", "件數"), [False, False])
    assert damaged.format == "XLS"
