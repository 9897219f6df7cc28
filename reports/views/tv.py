"""The screen in the corridor: the published figures in large type; nobody touches it, and it keeps itself new."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.asof import takes_as_of
from datasets.rules.days import taipei_day
from datasets.tables import Column, Table, Value
from datasets.taking import Take
from datasets.usage import total
from reports.cards import answer
from reports.dashboards import Tile, plain_tile
from reports.published import published_figures, published_then
from reports.words import spoken_period


@require_safe
@takes_as_of
def tv(request: HttpRequest, as_of: datetime | None) -> HttpResponse:
    """For everybody: what the first page publishes, and no more. ?as_of= of a moment, and then it stands still."""
    now = as_of or timezone.now()
    figures = published_figures(now) if as_of is None else published_then(as_of)
    tiles = [plain_tile(figure) for figure in figures]
    context = {
        "answer": answer(figures),
        "period": figures[0].period,
        "tiles": tiles,
        "today": total(taipei_day(now), taipei_day(now), as_of=as_of),
        "now": now,
        "as_of": as_of,
        "take": Take("targets", _("Open-data targets"), now, lambda: [_table(tiles)], spoken_period(figures[0].period)),
    }
    return TemplateResponse(request, "reports/tv.html", context)


def _table(tiles: Sequence[Tile]) -> Table:
    columns = (
        Column(_("Indicator"), width=4), Column(_("Numerator"), "integer"), Column(_("Denominator"), "integer"),
        Column(_("Rate"), "percent"), Column(_("Target"), "percent"), Column(_("State"), width=3),
    )  # fmt: skip
    return Table(_("Open-data targets"), columns, tuple(map(_row, tiles)))


def _row(tile: Tile) -> tuple[Value, ...]:
    figure = tile.figure
    verdict = str(tile.verdict) if figure.denominator else ""
    return (tile.label, figure.numerator, figure.denominator, figure.ratio.value, figure.target, verdict)
