"""肆 targets, 伍 timely updates by unit, 陸 quality."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.packet.data import Move, PacketData, Trend
from reports.packet.paper import Block, Column, Paragraph, Picture, Section, Table
from reports.packet.pictures import trend_picture
from reports.packet.sections import codes
from reports.packet.words import show_date, show_month, show_percent, show_period


def targets(data: PacketData, language: str) -> Section:
    figures = Table(
        _("Targets and results"),
        (
            Column(_("Indicator"), width=4),
            Column(_("Numerator"), "integer"),
            Column(_("Denominator"), "integer"),
            Column(_("Rate"), "percent"),
            Column(_("Target"), width=2),
            Column(_("Result"), width=2),
        ),
        tuple(
            (
                codes.kpi(one.kpi),
                one.this_quarter.numerator,
                one.this_quarter.denominator,
                one.this_quarter.value,
                codes.target(one.target),
                codes.met(one.met),
            )
            for one in data.performance.figures
        ),
    )
    trends: list[Block] = []
    for trend in data.performance.trends:
        trends += [_picture(trend, language), _trend(trend, language)]
    restated = Table(
        _("Figures restated since they were sealed"),
        (
            Column(_("Indicator"), width=4),
            Column(_("Period"), width=3),
            Column(pgettext("packet", "Unit"), width=5),
            Column(_("As printed"), "percent", 3),
            Column(_("As known now"), "percent", 3),
            Column(_("What moved it"), width=8),
        ),
        tuple(
            (
                codes.kpi(one.kpi),
                show_period(one.period, language),
                one.unit.of(language) if one.unit else data.agency.of(language),
                one.printed.value,
                one.today.value,
                "\n".join(_move(one.kpi, move, language) for move in one.moves),
            )
            for one in data.performance.restated
        ),
    )
    return Section(4, _("Targets and how far they were met"), (figures, *trends, restated))


def _move(kpi: str, move: Move, language: str) -> str:
    """Base stations: overdue → met late (fact 4711, 2026-08-03)."""
    absent = _("not there")
    words = f"{codes.state(kpi, move.before) or absent} → {codes.state(kpi, move.after) or absent}"
    named = f"{move.dataset.of(language)}: {words}" if move.dataset else words
    if move.position is None or move.recorded is None:
        return named
    fact = _("fact %(position)s, %(day)s") % {"position": move.position, "day": show_date(move.recorded, language)}
    return f"{named} ({fact})"


def _trend(trend: Trend, language: str) -> Table:
    columns = (
        Column(_("Month"), width=3),
        Column(_("Numerator"), "integer"),
        Column(_("Denominator"), "integer"),
        Column(_("Rate"), "percent"),
    )
    rows = tuple(
        (show_month(one.month, language), one.ratio.numerator, one.ratio.denominator, one.ratio.value)
        for one in trend.points
    )
    return Table(_("%(kpi)s by month") % {"kpi": codes.kpi(trend.kpi)}, columns, rows)


def _picture(trend: Trend, language: str) -> Picture:
    caption = _("Trend of %(kpi)s") % {"kpi": codes.kpi(trend.kpi)}
    known = [(one.month, one.ratio.value) for one in trend.points]
    said = "; ".join(
        f"{show_month(month, language)} {_('no items') if value is None else show_percent(value)}"
        for month, value in known
    )
    alt = _("%(caption)s, target %(target)s: %(points)s") % {
        "caption": caption,
        "target": show_percent(trend.target),
        "points": said,
    }
    return trend_picture(caption, alt, [(show_month(month, language), value) for month, value in known], trend.target)


def updates(data: PacketData, language: str) -> Section:
    found = data.updates
    units = Table(
        _("Timely updates by unit"),
        (
            Column(pgettext("packet", "Unit"), width=5),
            Column(_("Due in the quarter"), "integer"),
            Column(_("Updated within 5 days"), "integer"),
            Column(_("Late"), "integer"),
            Column(_("Not filled in"), "integer"),
            Column(_("Timely rate"), "percent"),
            Column(_("Result"), width=2),
            Column(_("Pending"), "integer"),
            Column(_("Excused"), "integer"),
            Column(_("Lapsed"), "integer"),
        ),
        tuple(
            (
                codes.name(one.unit, language),
                one.due,
                one.on_time,
                one.late,
                one.overdue,
                one.ratio.value,
                codes.met(one.met),
                one.pending,
                one.excused,
                one.lapsed,
            )
            for one in found.units
        ),
    )
    beside = Table(
        _("Beside the rate"),
        (
            Column(_("Figure"), width=6),
            Column(_("Count"), "integer"),
            Column(_("Out of"), "integer"),
            Column(_("Share"), "percent"),
        ),
        tuple(
            (label, one.numerator, one.denominator, one.value)
            for label, one in (
                (_("Claims supported by evidence"), found.supported),
                (_("Met, but recorded after the deadline"), found.recorded_late),
            )
        ),
    )
    note = Paragraph(
        _("Due is updated within 5 days, late, and not filled in; what is pending, excused or lapsed stands apart.")
    )
    return Section(
        5,
        _("Timely updates of each unit"),
        (note, units, beside, _late(data, language), _contradicted(data, language)),
        True,
    )


def _late(data: PacketData, language: str) -> Table:
    columns = (
        Column(_("Dataset"), width=5),
        Column(pgettext("packet", "Unit"), width=3),
        Column(_("Period"), width=3),
        Column(_("Deadline"), "date", 3),
        Column(_("Updated on"), "date", 3),
        Column(_("Days late"), "integer", 2),
        Column(_("The unit's explanation"), width=7),
    )
    rows = tuple(
        (
            codes.dataset(one.dataset, language),
            codes.name(one.unit, language),
            show_period(one.period, language),
            one.deadline,
            one.claimed,
            one.days_late,
            one.explanation,
        )
        for one in data.updates.late
    )
    return Table(_("Late or not filled in"), columns, rows)


def _contradicted(data: PacketData, language: str) -> Table:
    columns = (
        Column(_("Dataset"), width=5),
        Column(pgettext("packet", "Unit"), width=3),
        Column(_("Period"), width=3),
        Column(_("Claimed"), "date", 3),
        Column(_("Full check before"), "date", 3),
        Column(_("Full check after"), "date", 3),
        Column(_("The unit's explanation"), width=7),
    )
    rows = tuple(
        (
            codes.dataset(one.dataset, language),
            codes.name(one.unit, language),
            show_period(one.period, language),
            one.claimed,
            one.checked_before,
            one.checked_after,
            one.explanation,
        )
        for one in data.updates.contradicted
    )
    return Table(_("Claims that the checks contradict"), columns, rows)


def quality(data: PacketData, language: str) -> Section:
    parts = Table(
        _("Pass rate by part"),
        (
            Column(_("Part"), width=4),
            Column(_("Passed"), "integer"),
            Column(_("Checked"), "integer"),
            Column(_("Pass rate"), "percent"),
            Column(_("Not complete"), "integer"),
        ),
        tuple(
            (str(codes.PARTS[one.part]), one.ratio.numerator, one.ratio.denominator, one.ratio.value, one.unknown)
            for one in data.quality.parts
        ),
    )
    failing = Table(
        _("Datasets that fail"),
        (
            Column(_("Dataset"), width=5),
            Column(pgettext("packet", "Unit"), width=3),
            Column(_("Part"), width=2),
            Column(_("What is wrong"), width=5),
            Column(_("Since"), "date", 3),
            Column(_("What mends it"), width=5),
        ),
        tuple(
            (
                codes.dataset(one.dataset, language),
                codes.name(one.unit, language),
                str(codes.PARTS[one.part]),
                one.problem.of(language),
                one.since,
                one.remedy.of(language),
            )
            for one in data.quality.failing
        ),
    )
    return Section(6, _("Quality checks"), (parts, failing), wide=True)
