"""What the checker would have seen: files that change when units update them, and the usual troubles."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from datasets.models import Distribution
from ncc_opendata.demo.span import Story, at
from ncc_opendata.demo.updates import Updated
from quality.models import Check, Observation, Round

WEEKLY = 14
"""Rounds of the last weeks are a week apart; before them they are a month apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one file looks like, as long as nothing happens to it."""

    format: str
    machine_readable: bool | None
    stars: int
    encoding: str = ""
    findings: tuple[tuple[str, str], ...] = ()


TROUBLES = (("not_found", 404, "broken"), ("html_instead_of_data", 200, "broken"), ("server_error", 503, "broken"),
            ("forbidden", 403, "unsure"), ("timeout", None, "unsure"))  # fmt: skip
FLAWS = ("title_above_header", "merged_cells", "ragged_rows", "stacked_header", "duplicate_header")
STARS = {"CSV": 3, "JSON": 3, "XML": 3, "ODS": 3, "XLSX": 2, "XLS": 2, "PDF": 1, "7Z": 2, "ZIP": 2}


def look(
    story: Story, distributions: Sequence[Distribution], updated: Iterable[Updated]
) -> tuple[list[Round], list[Check]]:
    """Rounds and their checks, to be inserted after the history; observations go into the history, by change."""
    dice = story.dice("checks")
    looks = {d.pk: _look(dice, d) for d in distributions}
    troubles = _troubles(story, dice, distributions)
    changes: dict[object, list[datetime]] = {}
    for change in updated:
        changes.setdefault(change.dataset, []).append(at(change.day, 12))
    rounds, checks = _rounds(story), []
    standing: dict[object, Observation] = {}
    for number, one in enumerate(rounds):
        since = rounds[number - 1].started_at if number else None
        for index, distribution in enumerate(distributions):
            moment = one.started_at + timedelta(seconds=2 * index)
            seen = _observe(dice, distribution, looks[distribution.pk], troubles, changes, since, moment, standing)
            if seen is not standing.get(distribution.pk):
                story.add(moment, seen)
                standing[distribution.pk] = seen
            checks.append(
                Check(round=one, distribution=distribution, observation=seen, checked_at=moment,
                      elapsed_ms=dice.randint(60, 1800), full=seen.link == "ok")
            )  # fmt: skip
    return rounds, checks


def _rounds(story: Story) -> list[Round]:
    first_weekly = story.now - timedelta(weeks=WEEKLY)
    moment, rounds = at(story.start + timedelta(days=2), 2), []
    while moment < story.now - timedelta(hours=2):
        end = moment + timedelta(minutes=40)
        rounds.append(Round(period=f"demo-{moment:%Y-%m-%dT%H}", started_at=moment, finished_at=end))
        moment += timedelta(weeks=1) if moment > first_weekly else timedelta(weeks=4)
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
        return replace(base, machine_readable=False, findings=((dice.choice(FLAWS), "error"),))
    if shape == "CSV" and throw < 0.12:
        return replace(base, encoding="BIG5", findings=(("encoding_not_utf8", "warning"),))
    return base


def _troubles(
    story: Story, dice: random.Random, distributions: Sequence[Distribution]
) -> dict[object, tuple[int, datetime, datetime | None]]:
    """A dozen files in trouble for some weeks: which trouble, from when, until when (None: still)."""
    chosen = dice.sample(list(distributions), min(14, len(distributions)))
    spans: dict[object, tuple[int, datetime, datetime | None]] = {}
    for index, distribution in enumerate(chosen):
        began = story.now - timedelta(days=dice.randint(24, 95))
        ended = None if index < 6 else began + timedelta(days=dice.randint(8, 20))
        spans[distribution.pk] = (index % len(TROUBLES), began, ended)
    return spans


def _observe(
    dice: random.Random, distribution: Distribution, shape: Look,
    troubles: dict[object, tuple[int, datetime, datetime | None]], changes: dict[object, list[datetime]],
    since: datetime | None, moment: datetime, standing: dict[object, Observation],
) -> Observation:  # fmt: skip
    """The observation that stands at this check: a new one where it differs, else the one before."""
    before = standing.get(distribution.pk)
    trouble = troubles.get(distribution.pk)
    if trouble and trouble[1] <= moment and (trouble[2] is None or moment < trouble[2]):
        reason, status, link = TROUBLES[trouble[0]]
        if before and before.reason == reason:
            return before
        return Observation(distribution=distribution, observed_at=moment, link=link, reason=reason, http_status=status)
    changed = [c for c in changes.get(distribution.dataset_id, ()) if (since is None or c > since) and c <= moment]
    if before and before.link == "ok" and not (changed and dice.random() < 0.9):
        return before
    return _fine(dice, distribution, shape, moment, bool(changed) if before else None, changed)


def _fine(
    dice: random.Random, distribution: Distribution, shape: Look, moment: datetime, changed: bool | None,
    changes: list[datetime],
) -> Observation:  # fmt: skip
    table = shape.format in {"CSV", "XLSX", "XLS", "ODS"}
    return Observation(
        distribution=distribution, observed_at=moment, link="ok", reason="ok", http_status=200,
        final_url=distribution.download_url, bytes=dice.randint(2_000, 900_000), sha256=f"{dice.getrandbits(256):064x}",
        format=shape.format, format_matches=True, encoding=shape.encoding, machine_readable=shape.machine_readable,
        stars=shape.stars, columns=dice.randint(3, 14) if table else None, rows=dice.randint(12, 4000) if table else None,
        newest_date=changes[-1].date() if changes and table else None, content_changed=changed,
        decided_by="content" if changed is not None else "",
        findings=[{"code": c, "severity": s, "values": {}, "row": None, "column": None, "private": False}
                  for c, s in shape.findings],
    )  # fmt: skip
