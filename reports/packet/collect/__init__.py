"""The database read once, as of a moment, into `PacketData`, by a number of queries that does not depend on the data.

What is kept as facts is read as it was known at as-of. Distributions and the texts of messages are
rows of the present: a packet that must stay is the stored JSON, not a second reading.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from datasets.rules.workdays import Count
from quality.rules import LIMITS, LinkLimits
from reports.facts import load
from reports.kpis.quarters import ReportPeriod
from reports.packet.collect import closing, opening, opinions, performance, quality, review, systems, updates, usage
from reports.packet.collect.names import read_names
from reports.packet.collect.source import Source
from reports.packet.data import Name, PacketData


def collect(
    quarter: ReportPeriod,
    as_of: datetime,
    *,
    agency: Name,
    demonstration: bool,
    count: Count = "calendar",
    limits: LinkLimits = LIMITS,
    progress: Callable[[int], None] = lambda percent: None,
) -> PacketData:
    """Everything that the packet of a quarter says, as known at `as_of`. `progress` hears per cent of the reading."""
    facts = load(as_of, evidence_for=quarter, limits=limits)
    progress(50)
    source = Source(facts, quarter, as_of, read_names(as_of))
    found = performance.performance(source)
    progress(70)
    return PacketData(
        quarter=quarter.code,
        as_of=as_of.astimezone(UTC),
        agency=agency,
        demonstration=demonstration,
        cover=opening.cover(source, found.figures),
        resolutions=opening.resolutions(source),
        open_state=opening.open_state(source),
        performance=found,
        updates=updates.updates(source),
        quality=quality.quality(source),
        opinions=opinions.opinions(source),
        usage=usage.usage(source),
        least_used=review.least_used_rows(source),
        closed=review.closed_rows(source),
        new_systems=systems.new_systems(source),
        explanations=closing.explanations(source),
        commendations=closing.commendations(source),
        outreach=closing.outreach(source),
        motions=(),
        annex=closing.annex(source, count),
    )
