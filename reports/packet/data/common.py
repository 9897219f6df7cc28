"""What every section of the packet uses: names in two languages, exact ratios, counts."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from reports.kpis.ratio import Ratio

OPTIONAL = {"optional": True}
"""A field that came later: not in the JSON where it has its default, so that older records stay as they are."""
KpiCode = Literal["open_ratio", "timely_updates", "timely_replies", "quality_pass", "reviews_done"]


@dataclass(frozen=True, slots=True)
class Name:
    """A unit, dataset or system: its identifier, its name, and its English name where it has one."""

    identifier: str
    zh: str
    en: str = ""

    def of(self, language: str) -> str:
        return (self.en or self.zh) if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one kind; `key` is a code or a name as it stands in the inventory."""

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class KpiFigure:
    """One KPI on the page of figures. `met` is None where there are no items."""

    kpi: KpiCode
    target: Fraction
    this_quarter: Ratio
    year_to_date: Ratio
    last_quarter: Ratio
    met: bool | None

    @property
    def change(self) -> Fraction | None:
        """This quarter less the one before, as a share (0.05 = five percentage points)."""
        now, before = self.this_quarter.value, self.last_quarter.value
        return None if now is None or before is None else now - before


__all__ = ["OPTIONAL", "Count", "KpiCode", "KpiFigure", "Name", "Ratio"]
