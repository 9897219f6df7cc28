"""What the checker would have seen: files that change when units update them, and the usual troubles."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from datasets.models import Distribution
from ncc_opendata.demo.span import Story, at
from ncc_opendata.demo.updates import Updated
from quality.models import Check, Observation, Round

WEEKLY = 7
"""Rounds of the last weeks are a week apart; before them they are six weeks apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one file looks like, as long as nothing happens to it."""

    format: str
    machine_readable: bool | None
    stars: int
    encoding: str = ""
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file fails in one way from a moment on, until another (None: still)."""

    reason: str
    http_status: int | None
    link: str
    began: datetime
    ended: datetime | None

    def holds(self, moment: datetime) -> bool:
        return self.began <= moment and (self.ended is None or moment < self.ended)


TROUBLES = (("not_found", 404, "broken"), ("html_instead_of_data", 200, "broken"), ("server_error", 503, "broken"),
            ("forbidden", 403, "unsure"), ("timeout", None, "unsure"))  # fmt: skip
FLAWS = ("title_above_header", "merged_cells", "ragged_rows", "stacked_header", "duplicate_header")
STARS = {"CSV": 3, "JSON": 3, "XML": 3, "ODS": 3, "XLSX": 2, "XLS": 2, "PDF": 1, "7Z": 2, "ZIP": 2}


@dataclass
class Watch:
    """Everything that decides what a check sees, and what it saw last."""

    dice: random.Random
    looks: dict[object, Look]
    troubles: dict[object, Trouble]
    changes: dict[object, list[datetime]]
    standing: dict[object, Observation] = field(default_factory=dict)

    def observe(self, distribution: Distribution, moment: datetime, since: datetime | None) -> Observation:
        """The observation that stands at this check: a new one where it differs, else the one before."""
        before = self.standing.get(distribution.pk)
        trouble = self.troubles.get(distribution.pk)
        if trouble and trouble.holds(moment):
            return before if before and before.reason == trouble.reason else _failed(distribution, trouble, moment)
        changes = [c for c in self.changes.get(distribution.dataset_id, ()) if (not since or c > since) and c <= moment]
        if before and before.link == "ok" and not (changes and self.dice.random() < 0.9):
            return before
        return _fine(self.dice, distribution, self.looks[distribution.pk], moment, changes, bool(before))


def look(
    story: Story, files: Sequence[Distribution], updated: Iterable[Updated], rounds: Sequence[Round]
) -> list[Check]:
    """The checks of the rounds, to be inserted after the history; observations go into the history, by change."""
    dice = story.dice("checks")
    watch = Watch(dice, {f.pk: _look(dice, f) for f in files}, _troubles(story, dice, files), _by_dataset(updated))
    checks = []
    for one, earlier in zip(rounds, [None, *rounds], strict=False):
        for index, distribution in enumerate(files):
            moment = one.started_at + timedelta(seconds=2 * index)
            seen = watch.observe(distribution, moment, earlier.started_at if earlier else None)
            if seen is not watch.standing.get(distribution.pk):
                story.add(moment, seen)
                watch.standing[distribution.pk] = seen
            checks.append(_check(dice, one, distribution, seen, moment))
    return checks


def _check(dice: random.Random, one: Round, distribution: Distribution, seen: Observation, moment: datetime) -> Check:
    return Check(
        round=one,
        distribution=distribution,
        observation=seen,
        checked_at=moment,
        elapsed_ms=dice.randint(60, 1800),
        full=seen.link == "ok",
    )


def _by_dataset(updated: Iterable[Updated]) -> dict[object, list[datetime]]:
    changes: dict[object, list[datetime]] = {}
    for change in updated:
        changes.setdefault(change.dataset, []).append(at(change.day, 12))
    return changes


def rounds_of(story: Story) -> list[Round]:
    first_weekly = at(story.today - timedelta(weeks=WEEKLY), 2)
    moment, rounds = at(story.start + timedelta(days=2), 2), []
    while moment < story.now - timedelta(hours=2):
        end = moment + timedelta(minutes=40)
        rounds.append(Round(period=f"demo-{moment:%Y-%m-%dT%H}", started_at=moment, finished_at=end))
        weekly = moment >= first_weekly
        moment = moment + timedelta(weeks=1) if weekly else min(moment + timedelta(weeks=6), first_weekly)
    return rounds


def _look(dice: random.Random, distribution: Distribution) -> Look:
    shape = distribution.format.upper() or "CSV"
    base = Look(shape, True, STARS.get(shape, 1), "UTF-8" if shape in {"CSV", "JSON", "XML"} else "")
    throw = dice.random()
    if shape == "PDF":
        return replace(base, machine_readable=False, findings=(("not_structured", "error"),))
    if shape in {"7Z", "ZIP"} and throw < 0.12:
        return replace(base, machine_readable=False, stars=1, findings=(("archive_of_documents", "error"),))
    if shape in {"CSV", "XLSX", "XLS", "ODS"} and throw < 0.05:
        flaw = dice.choice(FLAWS)
        flaw = "title_above_header" if shape == "CSV" and flaw == "merged_cells" else flaw  # text has no cells to merge
        return replace(base, machine_readable=False, findings=((flaw, "error"),))
    if shape == "CSV" and throw < 0.12:
        return replace(base, encoding="BIG5", findings=(("encoding_not_utf8", "warning"),))
    return base


def _troubles(story: Story, dice: random.Random, files: Sequence[Distribution]) -> dict[object, Trouble]:
    """A dozen files in trouble for some weeks, a few of them still."""
    troubles: dict[object, Trouble] = {}
    for index, distribution in enumerate(dice.sample(list(files), min(14, len(files)))):
        began = story.now - timedelta(days=dice.randint(24, 95))
        ended = None if index < 6 else began + timedelta(days=dice.randint(8, 20))
        reason, status, link = TROUBLES[index % len(TROUBLES)]
        troubles[distribution.pk] = Trouble(reason, status, link, began, ended)
    return troubles


def _failed(distribution: Distribution, trouble: Trouble, moment: datetime) -> Observation:
    return Observation(
        distribution=distribution,
        observed_at=moment,
        link=trouble.link,
        reason=trouble.reason,
        http_status=trouble.http_status,
    )


def _fine(
    dice: random.Random, distribution: Distribution, shape: Look, moment: datetime, changes: list[datetime], known: bool
) -> Observation:
    """A living file; `known`: it was seen before, so that a change can be told."""
    table = shape.format in {"CSV", "XLSX", "XLS", "ODS"}
    return Observation(
        distribution=distribution,
        observed_at=moment,
        link="ok",
        reason="ok",
        http_status=200,
        final_url=distribution.download_url,
        bytes=dice.randint(2_000, 900_000),
        sha256=f"{dice.getrandbits(256):064x}",
        format=shape.format,
        format_matches=True,
        encoding=shape.encoding,
        machine_readable=shape.machine_readable,
        stars=shape.stars,
        columns=dice.randint(3, 14) if table else None,
        rows=dice.randint(12, 4000) if table else None,
        newest_date=changes[-1].date() if changes and table else None,
        content_changed=bool(changes) if known else None,
        decided_by="content" if known else "",
        findings=[_finding(code, severity) for code, severity in shape.findings],
    )


def _finding(code: str, severity: str) -> dict[str, object]:
    return {"code": code, "severity": severity, "values": {}, "row": None, "column": None, "private": False}
