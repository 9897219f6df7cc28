"""A target as a card: where it stands, whether it is getting better, what the year can still become, who is below."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from datasets.templatetags.dates import share, spoken_share
from reports.asking import Asked
from reports.dashboards import SHOWN, Board, Tile, UnitLine, spark, trend_periods
from reports.facts import Facts
from reports.facts.counts import below_targets, totals
from reports.facts.load import KPIS
from reports.kpis.figure import Told
from reports.outlook import Outlook
from reports.sparklines import Sparkline
from reports.words import spoken_period


@dataclass(frozen=True, slots=True)
class Change:
    """Against the period before: `icon` of the design system, and the words, which alone say it too."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    tile: Tile
    change: Change
    spark: Sparkline
    outlook: Outlook


def cards(facts: Facts, asked: Asked, tiles: Sequence[Tile], outlooks: Sequence[Outlook]) -> list[Card]:
    """In the order of the tiles, of the agency or of the asked unit."""
    scope = facts.scope(asked.unit.pk if asked.unit else None)
    made = []
    for tile, ahead in zip(tiles, outlooks, strict=True):
        kpi = tile.figure.kpi
        (before,) = totals(facts, kpi, [asked.period.before()], scope)
        past = totals(facts, kpi, trend_periods(kpi, asked), scope)
        made.append(Card(tile, change(before, tile.figure), spark(tile.label, past), ahead))
    return made


def change(before: Told, now: Told) -> Change:
    """In per cent points; nothing is better or worse than no items."""
    words = {"period": spoken_period(before.period), "share": share(before.ratio.value)}
    if before.ratio.value is None or now.ratio.value is None:
        return Change("dash", _("%(period)s: %(share)s") % words)
    points = now.ratio.value - before.ratio.value
    words["points"] = spoken_share(abs(points)).rstrip("%")
    if points > 0:
        return Change("up", _("better by %(points)s points than %(period)s (%(share)s)") % words)
    if points < 0:
        return Change("down", _("worse by %(points)s points than %(period)s (%(share)s)") % words)
    return Change("dash", _("as in %(period)s (%(share)s)") % words)


@dataclass(frozen=True, slots=True)
class Short:
    """Units with rows of their own that are below a target, each with those targets; `more` are not shown."""

    lines: Sequence[tuple[UnitLine, Sequence[Tile]]]
    more: int = 0


def below_target(board: Board) -> Short:
    """Who misses most comes first."""
    missed = below_targets(board.facts, dict.fromkeys(KPIS, board.asked.period))
    depths = {key: depth for depth, key in board.outline if key in missed}
    ranked = sorted(depths, key=lambda unit: -len(missed[unit]))
    shown = [board.line(depths[unit], unit, missed[unit]) for unit in ranked[:SHOWN]]
    return Short([(line, line.tiles) for line in shown], len(ranked) - len(shown))


def answer(figures: Sequence[Told]) -> str:
    """The page's first line: how many of the targets are met."""
    met, missed = (sum(figure.met is verdict for figure in figures) for verdict in (True, False))
    empty = len(figures) - met - missed
    words = {"met": met, "missed": missed, "number": len(figures), "empty": empty}
    if not met and not missed:
        return _("Nothing to measure in this period yet.")
    if not missed:
        return ngettext("The %(met)s target measured is met.", "All %(met)s targets measured are met.", met) % words
    if empty:
        return _("%(met)s of %(number)s targets met, %(missed)s below, %(empty)s without items.") % words
    return _("%(met)s of %(number)s targets met, %(missed)s below.") % words
