"""The five figures, computed a second time by a script of the standard library alone from an export of the facts."""

import ast
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from datasets.models import LedgerEntry
from feedback.models import FeedbackMessage
from reports.facts import load
from reports.facts.load import KPIS
from reports.kpis.figure import Figure
from reports.kpis.quarters import parse_period
from tests.reports.eventful import happen
from tests.reports.world import World, at

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
PERIODS = ["2025", "2026", *(f"2026Q{n}" for n in range(1, 5)), *(f"2026-{n:02}" for n in range(1, 11))]
MOMENTS = 200


@pytest.fixture
def export(world: World, tmp_path: Path) -> Path:
    happen(world)
    out = tmp_path / "facts.jsonl"
    call_command("export_facts", out=out, stdout=StringIO())
    return out


def recompute(export: Path, questions: list[tuple[str, datetime]]) -> list[list[dict[str, Any]]]:
    """By its own process, without anybody's packages (-S)."""
    asked = "".join(json.dumps({"period": p, "as_of": t.isoformat()}) + "\n" for p, t in questions)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "tests.recompute", str(export)],
        input=asked, capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def moments(seed: int) -> Iterator[datetime]:
    """Half of them at a fact or a microsecond beside it, half anywhere."""
    dice = random.Random(seed)
    recorded = list(LedgerEntry.objects.values_list("recorded_at", flat=True))
    for number in range(MOMENTS):
        if number % 2:
            yield dice.choice(recorded) + timedelta(microseconds=dice.choice((-1, 0, 1)))
        else:
            yield at("2025-12-20T00:00") + timedelta(seconds=dice.randrange(300 * 86400))


def told(figure: Figure, unit: str | None) -> dict[str, Any]:
    rows = {"numerator": figure.numerator_rows, "denominator": figure.denominator_rows}
    return {"kpi": figure.kpi, "unit": unit, **{n: sorted(row.key for row in own) for n, own in rows.items()}}


def test_two_hundred_moments_give_the_same_rows(export: Path) -> None:
    dice = random.Random(115)
    questions = [(dice.choice(PERIODS), moment) for moment in moments(115)]
    answers = recompute(export, questions)
    compared, moved = 0, set()
    for (period, moment), answer in zip(questions, answers, strict=True):
        facts = load(moment)
        for theirs in answer:
            figure = facts.figure(theirs["kpi"], parse_period(period))
            own = figure if theirs["unit"] is None else figure.of(facts.units.with_descendants(theirs["unit"]))
            assert theirs == told(own, theirs["unit"]), (period, moment.isoformat())
            compared += 1
            moved.add((theirs["kpi"], len(theirs["numerator"]), len(theirs["denominator"])))
    assert compared > MOMENTS * len(KPIS)
    assert {kpi for kpi, _n, denominator in moved if denominator} == set(KPIS), "every figure had rows"


def test_a_bent_fact_is_seen(export: Path, world: World) -> None:
    lines = export.read_text(encoding="utf-8").splitlines()
    bent = [line.replace('"state":"published"', '"state":"moved"', 1) for line in lines]
    export.write_text("\n".join(bent), encoding="utf-8")
    with pytest.raises(AssertionError, match="Broken"):
        recompute(export, [("2026", at("2026-09-01T00:00"))])


def test_the_script_imports_nothing_of_the_project() -> None:
    names: set[str] = set()
    for path in (ROOT / "tests/recompute").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
    own = {name for name in names if name.startswith("tests.recompute") or name == "tests.recompute"}
    assert {name.partition(".")[0] for name in names - own} <= sys.stdlib_module_names


def test_the_export_is_whole_in_order_and_tells_no_code_of_a_sender(export: Path) -> None:
    lines = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    links = [line for line in lines if "hash" in line]
    assert [int(line["fact"]["position"]) for line in links] == list(range(1, len(links) + 1))
    assert [line["hash"] for line in links] == list(
        LedgerEntry.objects.order_by("position").values_list("hash", flat=True)
    )
    for message in FeedbackMessage.objects.all():
        assert f'"{message.tracking_code}"' not in export.read_text(encoding="utf-8")


def test_zipped_as_of_and_what_cannot_be_written(world: World, tmp_path: Path) -> None:
    out = StringIO()
    call_command("export_facts", "--out", str(tmp_path / "f.zip"), "--as-of", "2026-05-11", stdout=out)
    with ZipFile(tmp_path / "f.zip") as archive:
        lines = archive.read("facts.jsonl").decode().splitlines()
    assert out.getvalue().startswith(f"{len(lines)} facts, head {json.loads(lines[-1])['hash']}")
    assert json.loads(lines[-1])["kind"] == "datasets.opennessdecision"
    with pytest.raises(CommandError, match="No such file"):
        call_command("export_facts", "--out", str(tmp_path / "none" / "f"))
    with pytest.raises(CommandError, match="No facts"):
        call_command("export_facts", "--as-of", "2001-01-01")
