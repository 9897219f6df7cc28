"""Remarks as a file that a clerk can work through in a spreadsheet."""

import csv
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from datasets.platform.notices import Notice
from datasets.services.cells import inert


def write_notices(target: Any, notices: Iterable[Notice]) -> None:
    """All remarks as CSV into anything that has `write`, with cells that no spreadsheet runs."""
    writer = csv.writer(target)
    writer.writerow([_("Row"), _("Column"), _("Severity"), _("Remark")])
    for notice in notices:
        writer.writerow([notice.row or "", inert(notice.column), severity(notice.severity), inert(notice.message)])


def severity(code: str) -> str:
    return {"error": _("not taken"), "warning": _("in doubt"), "info": _("for the record")}[code]
