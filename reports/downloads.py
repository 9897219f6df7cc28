"""Any table of a page as CSV: UTF-8 with BOM, so that spreadsheets read it, and without a live formula in it."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from datasets.services.cells import inert


def csv_response(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """`name` without the ending, in ASCII."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow(headings)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return response
