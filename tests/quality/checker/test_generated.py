"""Three hundred random tables: at least 99 in 100 verdicts right to the last row and finding."""

import random

from quality.checker.inspect import inspect
from quality.checker.types import Declared, Limits
from tests.quality.corpus.generate import make

LEFT_OUT = {"mixed_date_formats", "personal_data_suspected"}
"""Findings about the random values themselves."""


def verdict(content):
    codes = {finding.code for finding in content.findings} - LEFT_OUT
    return (content.encoding, content.delimiter, content.header_row, content.columns, content.rows), codes


def test_ninety_nine_of_a_hundred(tmp_path):
    dice = random.Random(20260331)
    path = tmp_path / "file"
    wrong = []
    for number in range(300):
        made = make(dice)
        path.write_bytes(made.data(dice))
        content = inspect(path, Declared(), Limits(), name_hint="a.csv")
        expected = (made.encoding, made.delimiter, made.header, made.width, made.count), made.codes
        kind = "TSV" if made.delimiter == "\t" else "CSV"
        if (content.format, content.machine_readable, *verdict(content)) != (kind, made.readable, *expected):
            wrong.append((number, expected, verdict(content), made.rows[:4]))
    assert len(wrong) <= 3, wrong[:5]
