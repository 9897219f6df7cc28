"""A file's page of checks as tables, for whoever takes it along; only what the page itself shows this person."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from datasets.tables import Column, Table
from quality.models import Outage
from quality.templatetags.checks import reason, verdict
from quality.timeline import Run


def file_tables(
    evidence: Sequence[tuple[str, object]],
    findings: Sequence[tuple[dict[str, Any], str]],
    outages: Sequence[Outage],
    runs: Sequence[Run],
) -> list[Table]:
    known = tuple((name, str(value)) for name, value in evidence if value not in (None, ""))
    return [
        Table(_("Evidence"), (Column(_("What"), width=3), Column(_("Value"), width=8)), known),
        Table(_("What was found"), (Column(_("Remark"), width=8),), tuple((text,) for _one, text in findings)),
        _outages(outages),
        _runs(runs),
    ]


def _outages(outages: Sequence[Outage]) -> Table:
    columns = (
        Column(_("From"), "datetime"), Column(_("To"), "datetime"), Column(_("Failures"), "integer"),
        Column(_("Cause"), width=4), Column(_("Confirmed"), "datetime"),
    )  # fmt: skip
    rows = tuple((one.began_at, one.ended_at, one.failures, reason(one.reason), one.confirmed_at) for one in outages)
    return Table(_("Outages"), columns, rows)


def _runs(runs: Sequence[Run]) -> Table:
    columns = (
        Column(_("From"), "datetime"), Column(_("To"), "datetime"), Column(_("Checks"), "integer"),
        Column(_("Verdict")), Column(_("Cause"), width=4), Column(_("Data changed"), "yesno"),
    )  # fmt: skip
    rows = tuple(
        (run.first, run.last, run.checks, verdict(run.observation), reason(run.observation.reason),
         run.observation.content_changed)
        for run in runs
    )  # fmt: skip
    return Table(_("Checks"), columns, rows)
