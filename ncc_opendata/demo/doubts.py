"""Statements that the files do not bear out, as their checks saw no change. One is explained, others are yet to be."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from datasets.models import Distribution, Unit, UpdateAttestation
from datasets.rules.days import taipei_day
from datasets.rules.evidence import Sighting, evidence
from ncc_opendata.demo.span import Story, at
from ncc_opendata.demo.updates import Updated
from quality.models import Check, Round
from reports.models import ClaimExplanation

SAID = "資料於所填日期核定，惟上架排程每週一次，檔案次週始更新。已改為核定後即時上架，往後填報實際上架日期。"
TRIED = 3
"""Files in trouble bear nothing out and deny nothing: so several are taken, and the evidence rule has the last word."""
A_WEEK = timedelta(days=7)
EARLY = 22
"""What is due by this day of a month is doubted before the month closes."""


def doubt(
    story: Story, updated: Sequence[Updated], rounds: Sequence[Round], files: Iterable[Distribution], first: Unit
) -> tuple[list[Updated], list[UpdateAttestation]]:
    """Changes that did not happen after all, and the statements of them; those of unit `first` before all others."""
    around = list(_weeks([one.started_at for one in rounds if one.started_at <= _settled(story)]))
    claims = [claim for claim in _only(story) if any(one < _day(claim) < two for one, two in around)]
    number = Counter(file.dataset_id for file in files)
    ranked = sorted(claims, key=lambda claim: (claim.obligation.unit_id != first.pk, *_order(claim, number)))
    chosen = ranked[:TRIED]
    gone = {(claim.obligation.dataset_id, _day(claim)) for claim in chosen}
    return [one for one in updated if (one.dataset, one.day) not in gone], chosen


def _weeks(rounds: Sequence[datetime]) -> Iterator[tuple[date, date]]:
    """The days of two rounds a week apart, where another came a week before: what it saw is not of long ago."""
    for before, one, two in zip(rounds, rounds[1:], rounds[2:], strict=False):
        if one - before <= A_WEEK and two - one <= A_WEEK:
            yield taipei_day(one), taipei_day(two)


def _settled(story: Story) -> datetime:
    return story.now - timedelta(days=3)


def _only(story: Story) -> list[UpdateAttestation]:
    """Statements that nobody corrected."""
    told: defaultdict[object, list[UpdateAttestation]] = defaultdict(list)
    for _moment, fact in story.history:
        if isinstance(fact, UpdateAttestation):
            told[fact.obligation.pk].append(fact)
    return [claims[0] for claims in told.values() if len(claims) == 1]


def _order(claim: UpdateAttestation, files: Mapping[UUID, int]) -> tuple[bool, int, str, date]:
    """Datasets of few files come first: each of them must have been read."""
    owed = claim.obligation
    return owed.due.day > EARLY, files[owed.dataset_id], owed.dataset.identifier, _day(claim)


def _day(claim: UpdateAttestation) -> date:
    assert claim.claimed_at
    return taipei_day(claim.claimed_at)


def explain_one(story: Story, doubted: Iterable[UpdateAttestation], checks: Iterable[Check]) -> None:
    """The first that the rule calls contradicted is explained a day after it was stated, and a check shows it."""
    stated = {fact.pk: moment for moment, fact in story.history if isinstance(fact, UpdateAttestation)}
    seen: defaultdict[object, defaultdict[object, list[Sighting]]] = defaultdict(lambda: defaultdict(list))
    for check in checks:
        seen[check.distribution.dataset_id][check.distribution_id].append(_sighting(check))
    for claim in doubted:
        files, moment = list(seen[claim.obligation.dataset_id].values()), claim.claimed_at
        assert moment
        if evidence(moment, None, files, story.now) == "contradicted":
            shown = min(one.at for file in files for one in file if taipei_day(one.at) > _day(claim))
            told = at(taipei_day(max(shown, stated[claim.pk])) + timedelta(days=1), 15, 10)
            if told <= story.now:
                story.add(told, ClaimExplanation(claim=claim, text=SAID, recorded_by=claim.recorded_by))
                return


def _sighting(check: Check) -> Sighting:
    """As the figures read it: a check that only confirmed what was seen saw no change."""
    seen = check.observation
    first = check.checked_at == seen.observed_at
    return Sighting(check.checked_at, seen.content_changed if first else False, check.full, seen.newest_date)
