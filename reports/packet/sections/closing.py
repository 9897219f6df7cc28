"""拾肆 outreach and training, 拾伍 motions, 拾陸 annexes."""

from decimal import Decimal

from django.utils.translation import gettext as _

from datasets.templatetags.dates import size
from reports.packet.data import OutreachRow, PacketData
from reports.packet.paper import Column, Paragraph, Section, Table, Value
from reports.packet.sections import codes
from reports.packet.words import show_period, show_time


def outreach(data: PacketData, language: str) -> Section:
    held = Table(
        _("Sessions held"),
        (
            Column(_("Date"), "date", 3),
            Column(_("Kind"), width=2),
            Column(_("Title"), width=6),
            Column(_("Hours"), "decimal", 2),
            Column(_("Number of people"), "integer", 3),
            Column(_("Material"), width=5),
            Column(_("Remark"), width=4),
        ),
        tuple(
            (one.held, codes.outreach(one.kind), one.title, one.hours, one.people, _material(one), one.note)
            for one in data.outreach
        ),
    )
    totals = Table(
        _("Totals"),
        (
            Column(_("Number of sessions"), "integer"),
            Column(_("Hours"), "decimal"),
            Column(_("Number of people"), "integer"),
        ),
        (
            (
                len(data.outreach),
                sum((one.hours for one in data.outreach), start=Decimal(0)),
                sum(one.people for one in data.outreach),
            ),
        ),
    )
    return Section(14, _("Outreach and training"), (totals, held), wide=True)


def _material(one: OutreachRow) -> str:
    """Each file with its size, a line each; then where more of it lies."""
    files = [f"{file.name} ({size(file.size)})" for file in one.materials]
    return "\n".join([*files, one.link] if one.link else files)


def motions(data: PacketData, language: str) -> Section:
    table = Table(
        _("Motions"),
        (Column(_("No."), "integer", 1), Column(_("Motion"), width=9)),
        tuple(enumerate(data.motions, 1)),
    )
    return Section(15, _("Motions from the floor"), (table,))


def _calendar(edition: str, language: str) -> str:
    """`2026 (file.csv)`, its year as the reader counts."""
    year, blank, file = edition.partition(" ")
    is_year = len(year) == 4 and year.isascii() and year.isdecimal()
    return f"{show_period(year, language)}{blank}{file}" if is_year else edition


def annex(data: PacketData, language: str, sha256: str) -> Section:
    source = data.annex
    facts: tuple[tuple[Value, ...], ...] = (
        (_("As of"), show_time(data.as_of, language)),
        (_("SHA-256 of the canonical JSON"), sha256),
        (_("Facts up to position"), str(source.position)),
        (_("Head of the chain of facts"), source.head),
        (
            _("Limits in days"),
            _("working days") if source.day_rule == "working" else _("calendar days"),
        ),
        (_("Office calendars"), "\n".join(_calendar(one, language) for one in source.calendars)),
    )
    columns = (Column(_("What"), width=3), Column(_("Value"), width=7))
    adopted = {str(one.kpi): one.text_en if language == "en" else one.text for one in source.wordings}
    definitions = tuple(
        (codes.kpi(code), adopted.get(code) or str(codes.DEFINITIONS[code])) for code in source.definitions
    )
    files = Paragraph(
        _("The packet's data comes beside it as ODS, XLSX, CSV and JSON; all are written from the same record.")
    )
    return Section(
        16,
        _("Annexes"),
        (
            Table(_("Source of the figures"), columns, facts),
            Table(_("Definitions"), (Column(_("Indicator"), width=3), Column(_("Definition"), width=9)), definitions),
            files,
        ),
    )
