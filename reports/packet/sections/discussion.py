"""What the meeting decides: 玖 least used, 拾 not open, 拾壹 new systems, 拾貳 explanations, 拾參 commendations."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.kpis.least_used import MANY
from reports.packet.data import PacketData
from reports.packet.paper import Block, Column, Paragraph, Section, Table
from reports.packet.sections import codes
from reports.packet.words import show_month, show_percent
from reports.words import PLANNED


def least_used(data: PacketData, language: str) -> Section:
    table = Table(
        _("The least used datasets"),
        (
            Column(_("Rank"), "integer", 1),
            Column(_("Dataset"), width=5),
            Column(pgettext("packet", "Unit"), width=3),
            Column(_("Views"), "decimal", 2),
            Column(_("Downloads"), "decimal", 2),
            Column(_("Published since"), "date", 3),
            Column(_("Days its links were down"), "integer", 3),
            Column(_("The unit's proposal"), width=5),
            Column(pgettext("review", "Decision"), width=2),
        ),
        tuple(
            (
                one.rank,
                codes.dataset(one.dataset, language),
                codes.name(one.unit, language),
                one.views,
                one.downloads,
                one.published,
                one.days_down,
                one.proposal,
                codes.decision(one.decision),
            )
            for one in data.least_used
        ),
    )
    choices = Paragraph(_("Decisions: keep, improve, merge, stop updating, withdraw."))
    if sum(one.rank is not None for one in data.least_used) > MANY:
        many = _("More than thirty are used equally little: they are listed, and decided as one item.")
        choices = Paragraph(f"{choices.text}\n{many}")
    return Section(9, _("Discussion 1: the least used datasets"), (choices, table), wide=True)


def closed(data: PacketData, language: str) -> Section:
    table = Table(
        _("Datasets that are not open"),
        (
            Column(_("Dataset"), width=5),
            Column(pgettext("packet", "Unit"), width=3),
            Column(_("State"), width=3),
            Column(_("Ground"), width=3),
            Column(_("Legal basis"), width=4),
            Column(_("Since"), "date", 3),
            Column(_("Last reviewed"), "date", 3),
            Column(_("The unit's proposal"), width=4),
            Column(pgettext("review", "Decision"), width=3),
        ),
        tuple(
            (
                codes.dataset(one.dataset, language),
                codes.name(one.unit, language),
                codes.standing(one.state),
                "\n".join(codes.ground(code) for code in one.grounds),
                one.legal_basis,
                one.since,
                one.reviewed,
                one.proposal,
                codes.decision(one.decision),
            )
            for one in data.closed
        ),
    )
    choices = Paragraph(_("Decisions: stay closed, open, partly open."))
    return Section(10, _("Discussion 2: datasets that are not open"), (choices, table), wide=True)


def systems(data: PacketData, language: str) -> Section:
    listed = Table(
        _("New systems"),
        (
            Column(_("System"), width=4),
            Column(pgettext("packet", "Unit"), width=3),
            Column(_("Introduced"), "date", 3),
            Column(_("Publishable"), width=2),
            Column(_("Why not"), width=4),
            Column(_("Datasets opened"), width=5),
        ),
        tuple(
            (
                one.system.of(language),
                codes.name(one.unit, language),
                one.introduced,
                _("not assessed yet") if one.publishable is None else _("yes") if one.publishable else _("no"),
                one.reason,
                "\n".join(codes.dataset(opened, language) for opened in one.opened),
            )
            for one in data.new_systems.systems
        ),
    )
    years = Table(
        _("Ratio and coverage by year"),
        (
            Column(_("Year"), width=2),
            Column(_("Datasets opened"), "integer", 3),
            Column(_("Publishable systems"), "integer", 3),
            Column(_("Open ratio"), "percent", 2),
            Column(_("Systems with an open dataset"), "integer", 4),
            Column(_("Coverage"), "percent", 2),
            Column(_("Result"), width=2),
        ),
        tuple(
            (
                str(one.year) if language == "en" else f"{one.year - 1911}年",
                one.ratio.numerator,
                one.ratio.denominator,
                one.ratio.value,
                one.coverage.numerator,
                one.coverage.value,
                codes.met(one.met),
            )
            for one in data.new_systems.years
        ),
    )
    blocks = (years, listed, _plan(data, language)) if data.new_systems.planned else (years, listed)
    return Section(11, _("Discussion 3: what new systems hold"), blocks, wide=True)


def _plan(data: PacketData, language: str) -> Table:
    """The year's plan of openings (the strategy, 肆)."""
    columns = (
        Column(_("What"), width=5),
        Column(pgettext("packet", "Unit"), width=3),
        Column(_("Planned month"), width=2),
        Column(_("State"), width=3),
        Column(_("Open since"), "date", 3),
    )
    rows = tuple(
        (
            one.what.of(language),
            codes.name(one.unit, language),
            show_month(one.month, language),
            str(PLANNED[one.state][1]),
            one.opened,
        )
        for one in data.new_systems.planned
    )
    return Table(_("Yearly plan"), columns, rows)


def explanations(data: PacketData, language: str) -> Section:
    table = Table(
        _("Units below a target"),
        (
            Column(pgettext("packet", "Unit"), width=3),
            Column(_("Indicator"), width=3),
            Column(_("Rate"), "percent", 2),
            Column(_("Target"), width=2),
            Column(_("The unit's explanation"), width=8),
            Column(_("Handed in"), "date", 3),
        ),
        tuple(
            (
                codes.name(one.unit, language),
                codes.kpi(one.kpi),
                one.ratio.value,
                codes.target(one.target),
                one.text or _("not handed in yet"),
                one.written,
            )
            for one in data.explanations
        ),
    )
    return Section(12, _("Discussion 4: explanations of units below a target"), (table,), wide=True)


def commendations(data: PacketData, language: str) -> Section:
    note = Paragraph(_("Units that met every target in all closed quarters of the year, and had items."))
    table = Table(
        _("Units proposed for commendation"),
        (Column(pgettext("packet", "Unit"), width=4), Column(_("Year to date"), width=8)),
        tuple(
            (
                codes.name(one.unit, language),
                "\n".join(
                    f"{codes.kpi(code)} {show_percent(ratio.value) if ratio.value is not None else _('no items')}"
                    for code, ratio in one.figures
                ),
            )
            for one in data.commendations
        ),
    )
    blocks: tuple[Block, ...] = (note, table)
    return Section(13, _("Discussion 5: proposals for commendation"), blocks)
