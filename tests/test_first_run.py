"""The first run: a real portal with one officer, or a demonstration that is the same at every run of one day."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection, transaction

from datasets.models import (
    CalendarEdition,
    Dataset,
    Distribution,
    Installation,
    JobState,
    LedgerEntry,
    Lifecycle,
    PlatformSnapshot,
    Role,
    UpdateAttestation,
    UpdateObligation,
    User,
)
from feedback.models import FeedbackMessage
from ncc_opendata.first_run import first_run
from quality.models import Check, Outage
from reports.claims import CONTRADICTED, asked_of
from reports.facts import load
from reports.kpis.quarters import ReportPeriod
from reports.models import ClaimExplanation, Explanation, Meeting, PacketRehearsal, ReviewDecision, ReviewItem
from reports.packet.canonical import canonical
from reports.services.packets import read

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def test_a_real_portal_has_the_public_data_and_one_officer() -> None:
    (officer,) = first_run(demo=False, now=NOW, say=str)
    assert Dataset.objects.count() == 230
    assert Distribution.objects.count() == 1048
    assert set(CalendarEdition.objects.values_list("year", flat=True)) == {2023, 2024, 2025, 2026}
    assert PlatformSnapshot.objects.count() > 128
    person = User.objects.get()
    assert (person.role, person.must_change_password) == (Role.OFFICER, True)
    assert person.check_password(officer.password)
    assert not Installation.is_demonstration()
    assert first_run(demo=True, now=NOW, say=str) == []
    assert not Installation.is_demonstration()


def golden() -> dict[str, str]:
    """SHA-256 of the records of the demonstration's year, as known at its end."""
    quarters = [ReportPeriod(2026, "quarter", number) for number in (1, 2, 3)]
    return {one.code: sha256(canonical(read(one, NOW))).hexdigest() for one in quarters}


ELSEWHERE = """
import json, django
django.setup()
from django.core.management import call_command
from tests.test_first_run import NOW, first_run, golden
call_command("migrate", verbosity=0)
first_run(demo=True, now=NOW, say=str)
print(json.dumps(golden()))
"""


def golden_on_sqlite(folder: Path) -> dict[str, str]:
    """Those of another portal, in a process of its own."""
    env = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/other.sqlite3", "VAR_DIR": str(folder)}
    env |= {"DJANGO_SETTINGS_MODULE": "ncc_opendata.settings"}
    told = subprocess.run([sys.executable, "-c", ELSEWHERE], env=env, check=True, capture_output=True, text=True)
    found: dict[str, str] = json.loads(told.stdout.splitlines()[-1])
    return found


def waits_with_what_its_meeting_was_shown(left: PacketRehearsal) -> None:
    """The packet that the worker will seal: no message is out yet, and its items are those that the meeting decided."""
    assert (left.quarter, left.state, left.sent_at) == ("2026Q3", JobState.QUEUED, None)
    packet = read(ReportPeriod(2026, "quarter", 3), left.as_of)
    rows = [(one.dataset.identifier, "least_used") for one in packet.least_used if one.rank is not None]
    rows += [(one.dataset.identifier, "not_open") for one in packet.closed]
    put_up = ReviewItem.objects.filter(quarter=left.quarter).values_list("dataset__identifier", "rule")
    assert sorted(rows) == sorted(put_up)


def test_a_demonstration_has_a_year_of_everything_and_is_the_same_at_every_run(tmp_path: Path) -> None:
    with transaction.atomic():
        first_run(demo=True, now=NOW, say=str)
        head, packets = LedgerEntry.objects.latest("position").hash, golden()
        transaction.set_rollback(True)
    sign_ins = first_run(demo=True, now=NOW, say=str)
    assert LedgerEntry.objects.latest("position").hash == head
    assert golden() == packets
    if connection.vendor == "postgresql":
        assert packets == golden_on_sqlite(tmp_path)
    assert {one.username for one in sign_ins} == {"staff", "head", "advisor", "officer", "officer2", "auditor"}
    assert Installation.is_demonstration()
    assert Dataset.objects.filter(lifecycle=Lifecycle.PUBLISHED, identifier__regex=r"^\d").count() > 150
    assert UpdateObligation.objects.count() > 1000
    assert UpdateAttestation.objects.filter(recorded_at__gt=NOW).count() == 0
    waits_with_what_its_meeting_was_shown(PacketRehearsal.objects.get())
    most = ((FeedbackMessage, 40), (Check, 10_000), (Outage, 5), (Meeting, 4), (ReviewDecision, 40), (Explanation, 12))
    for model, least in most:
        assert model.objects.count() >= least, model
    explained = ClaimExplanation.objects.get()
    assert explained.recorded_at > explained.claim.recorded_at
    month = ReportPeriod(explained.claim.obligation.due.year, "month", explained.claim.obligation.due.month)
    facts = load(explained.recorded_at, evidence_for=month)
    rows = [row for row in facts.figure("timely_updates", month).denominator_rows if CONTRADICTED in row.flags]
    said = [one.row.key for one in asked_of(rows, facts, month) if one.word]
    assert said == [str(explained.claim.obligation_id)]
