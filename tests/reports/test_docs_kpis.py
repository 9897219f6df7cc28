"""Every KPI has its heading in docs/kpis.md, its target and its file."""

from pathlib import Path

import pytest

from reports.kpis.targets import FIRST_TARGETS
from reports.models import Kpi

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("kpi", Kpi.values)
def test_each_kpi_has_its_heading_target_and_file(kpi: str) -> None:
    text = (ROOT / "docs" / "kpis.md").read_text()
    section = text.split(f"\n## {kpi}\n")[1].split("\n## ")[0]
    assert f"{FIRST_TARGETS[kpi] * 100} %" in section
    assert (ROOT / "reports" / "kpis" / f"{kpi}.py").exists()
