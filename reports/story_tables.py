"""The evidence of one row as tables, for whoever takes it along."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from datasets.tables import Column, Table
from reports.looks import Happened
from reports.stories import Story


def story_tables(title: str, story: Story) -> list[Table]:
    """What it is about, what was recorded, what checks saw."""
    who, told = _("By"), _("What")
    about = Table(title, (Column(told, width=3), Column(_("Value"), width=8)), tuple(story.terms))
    recorded = _happened(_("What was recorded"), told, who, story.told)
    seen = _happened(_("What checks saw"), _("Distribution"), _("What the check said"), story.seen)
    return [one for one in (about, recorded, seen) if one.rows]


def _happened(caption: str, what: str, who: str, rows: Sequence[Happened]) -> Table:
    when, details = Column(_("When"), "datetime", 3), Column(_("Details"), width=6)
    columns = (when, Column(what, width=4), details, Column(who, width=3))
    return Table(caption, columns, tuple((one.at, str(one.what), one.detail, one.who) for one in rows))
