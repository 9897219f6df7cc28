"""What only spreadsheets have."""

from collections.abc import Iterator

from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding


def merged_cells(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Cells joined over rows or columns: all but one of them read as empty."""
    for table in parsed.tables:
        if table.merged:
            yield Finding("merged_cells", "error", {"count": table.merged, "sheet": table.name})


def formula_cells(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """Values that are computed when the file is opened."""
    for table in parsed.tables:
        if table.formulas:
            yield Finding("formula_cells", "warning", {"count": table.formulas, "sheet": table.name})


RULES = (merged_cells, formula_cells)
