"""What only spreadsheets have."""

from collections.abc import Iterator

from quality.checker.findings.rule import corpus, rule
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding


@rule(
    yes=(corpus("xlsx-merged-rows.xlsx"), corpus("ods-title-spanned.ods")),
    no=(corpus("xlsx.xlsx"), corpus("ods.ods"), corpus("xls.xls")),
)
def merged_cells(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Cells joined over rows or columns: all but one of them read as empty."""
    for table in parsed.tables:
        if table.merged:
            yield Finding("merged_cells", "error", {"count": table.merged, "sheet": table.name})


@rule(
    yes=(corpus("xlsx-formula.xlsx"), corpus("ods-formula.ods")),
    no=(corpus("xlsx.xlsx"), corpus("ods.ods"), corpus("xls.xls")),
)
def formula_cells(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Values that are computed when the file is opened."""
    for table in parsed.tables:
        if table.formulas:
            yield Finding("formula_cells", "warning", {"count": table.formulas, "sheet": table.name})


RULES = (merged_cells, formula_cells)
