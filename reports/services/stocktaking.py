"""Stocktaking rounds: the officer asks, the units answer; both are facts."""

from datetime import date

from datasets import ledger
from datasets.models import Unit, User
from reports.models import StocktakingAnswer, StocktakingRound


def ask_units(*, title: str, due_on: date, note: str, by: User) -> StocktakingRound:
    return ledger.record([StocktakingRound(title=title, due_on=due_on, note=note)], by=by)[0]


def answer_round(
    *, asked: StocktakingRound, unit: Unit, systems: int, sites: int, found: int, note: str, by: User
) -> StocktakingAnswer:
    """A later one supersedes; a late one is taken, and shown as late."""
    made = StocktakingAnswer(round=asked, unit=unit, systems=systems, sites=sites, found=found, note=note)
    return ledger.record([made], by=by)[0]
