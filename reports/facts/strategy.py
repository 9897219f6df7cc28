"""Which words of the strategy held on a day, as known at a moment; targets and limits have their own doors."""

from datetime import date, datetime

from reports.models import DefinitionVersion


def definitions_in_force(day: date, as_of: datetime | None) -> dict[str, DefinitionVersion]:
    """By KPI, the adopted definition; a KPI that is not there has the strategy's first."""
    known = DefinitionVersion.objects.known_at(as_of).filter(effective_on__lte=day)
    return {row.kpi: row for row in known.order_by("effective_on", "position")}
