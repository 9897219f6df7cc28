"""Every rule against its own examples."""

import io
from pathlib import Path

import pytest
import xlsxwriter

from quality.checker import findings
from quality.checker.inspect import inspect
from quality.checker.messages import FINDINGS
from quality.checker.types import Declared, Limits

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


@pytest.mark.parametrize("before", [10, 199, 200, 250, 299, 300, 301, 9000])
def test_a_row_of_a_table_is_named_by_its_own_number(before):
    rows = "".join(f"臺北市{n},{n}\n" for n in range(before))
    body = f"縣市,件數\n{rows}新北市 ,<p>5</p>\n,A123456789\n".encode()
    found = {finding.code: finding for finding in inspect(body, Declared(), Limits(), name_hint="a.csv").findings}
    assert (found["padded_cells"].row, found["html_in_data"].row) == (before + 2, before + 2)
    assert found["personal_data_suspected"].values == {"id_numbers": 1}


@pytest.mark.parametrize("before", [10, 299, 300, 900])
def test_a_row_of_a_sheet_is_named_by_its_own_number(before):
    """Blank rows between count, as a spreadsheet shows them."""
    with io.BytesIO() as file:
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["縣市", "件數"])
            for n in range(before):
                sheet.write_row(n + 1 + (n > 5), 0, [f"臺北市{n}", n])
            sheet.write_row(before + 2, 0, ["新北市 ", "<p>5</p>"])
        content = inspect(file.getvalue(), Declared(), Limits(), name_hint="a.xlsx")
    found = {finding.code: finding.row for finding in content.findings}
    assert found == {"blank_rows": 8, "padded_cells": before + 3, "html_in_data": before + 3}
