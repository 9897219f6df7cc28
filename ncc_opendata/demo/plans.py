"""This year's plan of openings: what comes from the newest systems, and two datasets that are not open yet."""

from collections.abc import Sequence
from datetime import date

from datasets.models import Dataset, InformationSystem, User
from ncc_opendata.demo.span import Story, at
from reports.models import PlannedOpening

SYSTEMS, CLOSED = 3, 2
MONTHS = (3, 6, 9, 10, 12)


def plan(story: Story, closed: Sequence[Dataset], officer: User) -> None:
    """Written in the year's first days; what comes from systems first, then what is kept closed."""
    year = story.today.year
    newest = InformationSystem.objects.filter(introduced_on__isnull=False).order_by("-introduced_on", "code")[:SYSTEMS]
    lines = [PlannedOpening(unit=one.unit, system=one) for one in newest]
    lines += [PlannedOpening(unit=one.unit, dataset=one) for one in closed[:CLOSED]]
    for number, (line, month) in enumerate(zip(lines, MONTHS, strict=False)):
        line.month, line.recorded_by = date(year, month, 1), officer
        story.add(at(date(year, 1, 5), 10, number), line)
