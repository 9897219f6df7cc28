"""What a page offers to take along: its tables, whole, as of a moment. A page that puts a `Take` into the context of a
TemplateResponse can be had as CSV, ODS and PNG (`reports.taking`); its template offers them and a
link that shows the same tomorrow, by `{% take_along take %}`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from datasets.tables import Table


@dataclass(frozen=True, slots=True)
class Take:
    """`name`: of the file, in ASCII. `subject`: what was asked, in words. `tables`: called only for a file; every row
    of what the page shows by pages. `picture`: SVG; a page without one gives a picture of its tables. `pinned`: what
    fixes the view where that is not as-of; {} where its plain address does."""

    name: str
    title: str
    as_of: datetime
    tables: Callable[[], Sequence[Table]]
    subject: str = ""
    picture: Callable[[], str] | None = None
    pinned: Mapping[str, str] | None = None
    parameter: str = "format"
    """Which parameter of the address asks for the file."""
