"""Any page's tables as CSV, ODS or PNG, and a link that keeps filters and moment: for every view that offers a `Take`.

A middleware, so that pages of the lower apps are taken along by the exporters of this one.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datasets.rules.days import TAIPEI
from datasets.services.cells import inert
from datasets.tables import Table, Value
from datasets.taking import Take
from reports.exports import ODS, PPI, known_at, sheet_file
from reports.packet.paper import Paper, Section
from reports.packet.pdf import png
from reports.table_picture import table_picture

FORMATS = ("csv", "ods", "png")


class TakeAlong:
    """Answers `?format=` (or what the `Take` names) with the file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        context = response.context_data or {}
        take = context.get("take")
        if isinstance(take, Take) and response.status_code == 200:
            wanted = request.GET.get(take.parameter, "")
            if wanted in FORMATS:
                response.content, response["Content-Type"] = file_of(take, wanted)
                response["Content-Disposition"] = f'attachment; filename="{take.name}.{wanted}"'
        return response


def links(request: HttpRequest, take: Take) -> tuple[list[tuple[str, str]], str]:
    """(name, query) of each file, and the query of this very view with what fixes it written out."""
    query = request.GET.copy()
    for name in ("page", take.parameter):
        query.pop(name, None)
    files = []
    for name in FORMATS:
        query[take.parameter] = name
        files.append((name.upper(), "?" + query.urlencode()))
    query.pop(take.parameter)
    fixed = {"as_of": take.as_of.isoformat()} if take.pinned is None else take.pinned
    for name, value in fixed.items():
        query[name] = value
    return files, "?" + query.urlencode()


def file_of(take: Take, wanted: str) -> tuple[bytes, str]:
    """(content, media type) of one of `FORMATS`."""
    match wanted:
        case "csv":
            return _csv(take.tables()), "text/csv; charset=utf-8"
        case "ods":
            return sheet_file(_paper(take)), ODS
    return png(take.picture() if take.picture else table_picture(take.title, _subject(take), take.tables()), PPI), (
        "image/png"
    )


def _subject(take: Take) -> str:
    return " · ".join(filter(None, (take.subject, known_at(take.as_of))))


def _paper(take: Take) -> Paper:
    language = get_language() or "zh-hant"
    agency = settings.AGENCY_NAME_EN if language == "en" else settings.AGENCY_NAME
    section = Section(1, take.title, tuple(take.tables()))
    subject = _subject(take)
    return Paper(language, take.title, agency, subject, ((_("Shown"), subject),), (section,), written=take.as_of)


def _csv(tables: Sequence[Table]) -> bytes:
    """UTF-8 with BOM. Of several tables each has its caption above it and an empty line before the next."""
    out = StringIO()
    writer = csv.writer(out)
    for number, table in enumerate(tables):
        if len(tables) > 1:
            writer.writerows([[], [inert(table.caption)]] if number else [[inert(table.caption)]])
        writer.writerows(_lines(table))
    return ("\ufeff" + out.getvalue()).encode()


def _lines(table: Table) -> Iterator[list[str]]:
    yield [one.title for one in table.columns]
    for row in table.rows:
        yield [plain(value) for value in row]


def plain(value: Value) -> str:
    """A cell for a program: ISO dates, Taipei moments, shares as decimals, texts inert."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case str():
            return inert(value)
        case datetime():
            return value.astimezone(TAIPEI).isoformat()
        case date():
            return value.isoformat()
        case Fraction():
            return f"{float(value):.6g}"
        case Decimal():
            return f"{value.normalize():f}"
    return str(value)
