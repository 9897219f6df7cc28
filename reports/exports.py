"""A view as a file: CSV, ODS or PNG; the same numbers as on the screen, and nothing in them that runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.asking import Asked
from reports.downloads import csv_response
from reports.packet.odf import sheet
from reports.packet.paper import Paper, Section, Table
from reports.packet.pdf import png
from reports.packet.words import show_time
from reports.words import spoken_period

ODS = "application/vnd.oasis.opendocument.spreadsheet"
PPI = 144


@dataclass(frozen=True, slots=True)
class View:
    """`name`: of the file, in ASCII. `headings` and `rows`: the CSV. `tables`: typed, for the ODS. `picture`: SVG."""

    name: str
    title: str
    asked: Asked
    headings: Sequence[str]
    rows: Callable[[], Sequence[Sequence[str]]]
    tables: Callable[[], Sequence[Table]]
    picture: Callable[[], str]

    @property
    def subject(self) -> str:
        """What was asked: period, unit, moment."""
        whose = str(self.asked.unit) if self.asked.unit else _("Whole agency")
        return f"{spoken_period(self.asked.period)} · {whose} · {known_at(self.asked.as_of)}"


def known_at(as_of: datetime) -> str:
    return _("as known at %(moment)s") % {"moment": show_time(as_of, get_language() or "zh-hant")}


def exported(view: View, wanted: str) -> HttpResponse | None:
    """The file that `format=` asks for; None where it asks for none of the three."""
    match wanted:
        case "csv":
            return csv_response(view.name, view.headings, view.rows())
        case "ods":
            return _file(sheet_file(_paper(view)), ODS, f"{view.name}.ods")
        case "png":
            return _file(png(view.picture(), PPI), "image/png", f"{view.name}.png")
    return None


def sheet_file(paper: Paper) -> bytes:
    """As ODS."""
    out = BytesIO()
    sheet.render(paper, out)
    return out.getvalue()


def links(asked: Asked, **kept: str) -> list[tuple[str, str]]:
    """(name, query) of the three, with the question carried on."""
    return [(name.upper(), asked.query(**kept, format=name)) for name in ("csv", "ods", "png")]


def pinned(asked: Asked, **kept: str) -> str:
    """The query of this very view: period and moment written out, so that it shows the same tomorrow."""
    return asked.query(**kept, period=asked.period.code, as_of=asked.as_of.isoformat())


def _paper(view: View) -> Paper:
    section = Section(1, view.title, tuple(view.tables()))
    language = get_language() or "zh-hant"
    agency = settings.AGENCY_NAME_EN if language == "en" else settings.AGENCY_NAME
    facts = ((_("Shown"), view.subject),)
    return Paper(language, view.title, agency, view.subject, facts, (section,), written=view.asked.as_of)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
