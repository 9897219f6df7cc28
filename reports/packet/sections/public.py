"""柒 opinions of the public, 捌 views and downloads."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.packet.data import Opinion, PacketData
from reports.packet.paper import Block, Column, Paragraph, Section, Table, Value
from reports.packet.sections import codes
from reports.packet.words import show_month


def opinions(data: PacketData, language: str) -> Section:
    found = data.opinions
    figures = Table(
        _("Messages and replies"),
        (
            Column(_("Messages"), "integer"),
            Column(_("Replied within 7 days"), "integer"),
            Column(_("Late"), "integer"),
            Column(_("Overdue"), "integer"),
            Column(_("Pending"), "integer"),
            Column(_("Mean days"), "decimal"),
            Column(_("Median days"), "decimal"),
            Column(_("Spam, counted apart"), "integer"),
        ),
        (
            (
                found.received,
                found.in_time,
                found.late,
                found.overdue,
                found.pending,
                found.mean_days,
                found.median_days,
                found.spam,
            ),
        ),
    )
    topics: tuple[Block, ...] = (
        Table(
            _("Topics for discussion"),
            (Column(_("No."), "integer", 1), Column(_("Topic"), width=9)),
            tuple(enumerate(found.topics, 1)),
        ),
    )
    note = Paragraph(_("Names are masked; every message of the quarter is listed with its answer."))
    return Section(7, _("Opinions of the public"), (figures, note, _messages(data, language), *topics), wide=True)


def _messages(data: PacketData, language: str) -> Table:
    columns = (
        Column(_("No."), width=3),
        Column(_("Received"), "date", 3),
        Column(pgettext("packet", "Unit"), width=3),
        Column(_("Dataset"), width=4),
        Column(_("Message"), width=7),
        Column(_("Answer"), width=7),
        Column(_("Days"), "integer", 2),
        Column(_("State"), width=3),
    )
    return Table(_("Messages and answers"), columns, tuple(_message(one, language) for one in data.opinions.messages))


def _message(one: Opinion, language: str) -> tuple[Value, ...]:
    return (
        one.number,
        one.received,
        codes.name(one.unit, language),
        codes.dataset(one.dataset, language),
        one.question,
        one.answer,
        one.days,
        str(codes.ANSWERED[one.state]),
    )


def usage(data: PacketData, language: str) -> Section:
    found = data.usage
    both = (Column(_("Views"), "decimal"), Column(_("Downloads"), "decimal"))
    totals = Table(
        _("Totals"),
        (Column(_("Period"), width=4), *both),
        (
            (_("This quarter"), found.views, found.downloads),
            (_("The quarter before"), found.views_before, found.downloads_before),
        ),
    )
    months = Table(
        _("By month"),
        (Column(_("Month"), width=4), *both),
        tuple((show_month(one.month, language), one.views, one.downloads) for one in found.months),
    )
    top = Table(
        _("The ten most used"),
        (
            Column(_("Rank"), "integer", 1),
            Column(_("Dataset"), width=6),
            Column(pgettext("packet", "Unit"), width=3),
            *both,
        ),
        tuple(
            (
                one.rank,
                codes.dataset(one.dataset, language),
                codes.name(one.unit, language),
                one.views,
                one.downloads,
            )
            for one in found.top
        ),
    )
    sources = Table(
        _("By source"),
        (Column(_("Source"), width=4), *both, Column(_("Estimated"), "yesno", 2)),
        tuple((codes.source(one.source), one.views, one.downloads, one.estimated) for one in found.sources),
    )
    note = Paragraph(
        _("Estimated: the increase of a cumulative figure is spread evenly over the days between two snapshots.")
    )
    return Section(8, _("Views and downloads"), (totals, months, top, sources, note))
