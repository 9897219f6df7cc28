"""When a period's figure is closed, and which periods may be (domain.md: a month closes when every deadline passed)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from datasets.rules.days import start_of
from reports.kpis.figure import Figure
from reports.kpis.quarters import Kind, ReportPeriod, period_of

KINDS: tuple[Kind, ...] = ("month", "quarter", "year")


def closing_moment(figure: Figure) -> datetime | None:
    """The start of the day after the period's last deadline; None while the figure is open.

    Review items come after their quarter's end: until they are fixed and due, there is nothing to close.
    """
    rows = (*figure.denominator_rows, *figure.pending_rows)
    deadlines = [row.deadline for row in rows if row.deadline]
    if not figure.closed or (figure.kpi == "reviews_done" and len(deadlines) < max(len(rows), 1)):
        return None
    return start_of(max([figure.period.end, *deadlines]) + timedelta(days=1))


def ended_periods(first: date, today: date) -> Iterator[ReportPeriod]:
    """The months, quarters and years that ended between two days: since the first fact, and before today."""
    for kind in KINDS:
        period = period_of(first, kind)
        while period.end < today:
            yield period
            period = period.after()
