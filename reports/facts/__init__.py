"""Everything the KPIs read, from the database as of a moment; how many queries does not depend on how many rows.

facts = load(as_of)                                reads nothing yet
facts.figure("timely_updates", period)             one KPI of the agency, from the facts of that period alone;
                                                   `.of(units)` for units, without another query
"""

from reports.facts.load import Facts, load
from reports.facts.moments import default_as_of

__all__ = ["Facts", "default_as_of", "load"]
