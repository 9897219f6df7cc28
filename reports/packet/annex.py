"""Long tables on paper: the report prints their first rows, annex volumes hold the rest, each a document of its own.

Nobody pages through 7,000 pages, and no typesetter lays them out within a gigabyte. Spreadsheets hold every row anyway.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils import translation
from django.utils.translation import gettext as _

from reports.packet.paper import Block, Paper, Paragraph, Section, Table

PRINTED = 500
"""Rows of one table in the report itself."""
VOLUME = 2_000
"""Rows in a volume: about 80 pages, set in a second with 250 MB."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Rows `first` to `last` (from 1) of a table of `section`; `number` runs through the packet."""

    number: int
    section: Section
    table: Table
    first: int
    last: int


def plan(paper: Paper) -> list[Volume]:
    """Every volume of the packet; none where all tables are short."""
    cuts = [
        (section, table, start)
        for section in paper.sections
        for table in section.tables
        for start in range(PRINTED, len(table.rows), VOLUME)
    ]
    return [
        Volume(number, section, table, start + 1, min(start + VOLUME, len(table.rows)))
        for number, (section, table, start) in enumerate(cuts, 1)
    ]


def report(paper: Paper) -> Paper:
    """The packet with its long tables cut, each followed by words on where it continues."""
    volumes = plan(paper)
    if not volumes:
        return paper
    with translation.override(paper.language):
        sections = tuple(replace(one, blocks=tuple(_cut(one, volumes))) for one in paper.sections)
    return replace(paper, sections=sections)


def bound(paper: Paper, volume: Volume) -> Paper:
    """One volume as a paper with a cover: what lies in it, and of which packet."""
    with translation.override(paper.language):
        name = _("Annex volume %(number)s") % {"number": volume.number}
        caption = _("%(table)s, rows %(first)s to %(last)s") % _rows(volume)
    rows = volume.table.rows[volume.first - 1 : volume.last]
    section = replace(volume.section, blocks=(Table(caption, volume.table.columns, rows),))
    letterhead = replace(paper.letterhead, intro="") if paper.letterhead else None  # it introduces the report
    return replace(paper, title=f"{paper.title}\n{name}", subject=caption, sections=(section,), letterhead=letterhead)


def _cut(section: Section, volumes: list[Volume]) -> Iterator[Block]:
    for block in section.blocks:
        own = [one for one in volumes if one.table is block]
        if not own or not isinstance(block, Table):
            yield block
        else:
            yield replace(block, rows=block.rows[:PRINTED])
            yield Paragraph(_words(own[0], own[-1]))


def _words(first: Volume, last: Volume) -> str:
    words = {"from": f"{first.first:,}", "to": f"{last.last:,}", "first": first.number, "last": last.number}
    if first is last:
        return _("Rows %(from)s to %(to)s of this table are in annex volume %(first)s.") % words
    return _("Rows %(from)s to %(to)s of this table are in annex volumes %(first)s to %(last)s.") % words


def _rows(volume: Volume) -> dict[str, str]:
    return {"table": volume.table.caption, "first": f"{volume.first:,}", "last": f"{volume.last:,}"}
