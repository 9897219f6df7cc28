"""The yearly plan of openings: the officer writes, changes and strikes lines; each is a fact."""

from datetime import date

from datasets import ledger
from datasets.models import Dataset, InformationSystem, Unit, User
from reports.models import PlannedOpening


def plan_opening(
    *, unit: Unit, dataset: Dataset | None, system: InformationSystem | None, month: date, note: str, by: User | None
) -> PlannedOpening:
    """A new line; it names a dataset or a system, never both."""
    made = PlannedOpening(unit=unit, dataset=dataset, system=system, month=month.replace(day=1), note=note)
    return ledger.record([made], by=by)[0]


def strike(line: PlannedOpening, *, reason: str, by: User) -> PlannedOpening:
    """Off the plan; the line and the reason stay among the facts."""
    made = PlannedOpening(
        entry=line.entry, unit=line.unit, dataset=line.dataset, system=line.system, month=line.month, note=reason,
        struck=True,
    )  # fmt: skip
    return ledger.record([made], by=by)[0]
