"""Everything the KPIs read, loaded from the database as of a moment by a constant number of queries.

facts = load(as_of)                                reads; below it is no query
facts.figure("timely_updates", period)             one KPI of the agency; `.of(units)` for units
"""

from reports.facts.load import Facts, load
from reports.facts.moments import default_as_of

__all__ = ["Facts", "default_as_of", "load"]
