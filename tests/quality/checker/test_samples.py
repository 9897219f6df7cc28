"""The real files: what the checker must say of each."""

from pathlib import Path

import pytest

from quality.checker.inspect import inspect
from quality.checker.types import Declared, Limits

SAMPLES = Path(__file__).parents[3] / "data" / "samples"

EXPECTED = [
    # name, format, encoding, header_row, columns, rows, machine readable, some findings
    ("city-list.csv", "CSV", "utf-8", 1, 11, 34, True, {"padded_cells"}),
    ("city-list.json", "JSON", "utf-8", None, 7, 34, True, set()),
    ("land-prices-big5.csv", "CSV", "cp950", 1, 28, 19, True, {"encoding_not_utf8"}),
    ("metadata-standard.pdf", "PDF", "", None, None, None, False, {"not_structured"}),
    ("ncc-base-stations.csv", "CSV", "utf-8", 1, 5, 11386, True, {"padded_cells"}),
    ("ncc-broadband-subscribers.csv", "CSV", "utf-8", 1, 9, 550, True, {"padded_cells"}),
    ("nested.json", "JSON", "utf-8", None, 21, 10, True, {"nested_json"}),
    ("portal-list-with-formulas.xlsx", "XLSX", "", 1, 9, 65, True, {"formula_cells"}),
    ("semicolon-tab-no-header.txt", "TSV", "cp950", None, 4, 4896, True, {"no_header", "encoding_not_utf8"}),
    ("stacked-header-big5.csv", "CSV", "cp950", None, 3, 618, False, {"title_above_header"}),
    ("title-row-above-header.csv", "CSV", "utf-8", 2, 10, 483, False, {"title_above_header"}),
]


@pytest.mark.parametrize(("name", "kind", "encoding", "header", "columns", "rows", "readable", "codes"), EXPECTED)
def test_sample(name, kind, encoding, header, columns, rows, readable, codes):
    content = inspect(SAMPLES / name, Declared(), Limits(), name_hint=name)
    seen = (
        content.format,
        content.encoding,
        content.header_row,
        content.columns,
        content.rows,
        content.machine_readable,
    )
    assert seen == (kind, encoding, header, columns, rows, readable)
    assert codes <= {finding.code for finding in content.findings}
