"""The first run: a real portal with one officer, or a demonstration that is the same at every run of one day."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from datasets.models import (
    CalendarEdition,
    Dataset,
    Distribution,
    Installation,
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
from reports.models import Explanation, Meeting, ReviewDecision

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


GOLDEN = {}
"""SHA-256 of each quarter's record, its first 16 digits: the same on SQLite and PostgreSQL. A change of the demonstration
or of the record changes them: look at what differs, then write the new ones."""


def golden() -> dict[str, str]:
    """The packets of the demonstration's year as known at its end."""
    quarters = [ReportPeriod(2026, "quarter", number) for number in (1, 2, 3)]
    return {one.code: sha256(canonical(read(one, NOW))).hexdigest()[:16] for one in quarters}


def test_a_demonstration_has_a_year_of_everything_and_is_the_same_at_every_run() -> None:
    with transaction.atomic():
        first_run(demo=True, now=NOW, say=str)
        head, packets = LedgerEntry.objects.latest("position").hash, golden()
        transaction.set_rollback(True)
    sign_ins = first_run(demo=True, now=NOW, say=str)
    assert LedgerEntry.objects.latest("position").hash == head
    assert golden() == packets == GOLDEN
    assert {one.username for one in sign_ins} == {"staff", "head", "advisor", "officer", "officer2", "auditor"}
    assert Installation.is_demonstration()
    assert Dataset.objects.filter(lifecycle=Lifecycle.PUBLISHED, identifier__regex=r"^\d").count() > 150
    assert UpdateObligation.objects.count() > 1000
    assert UpdateAttestation.objects.filter(recorded_at__gt=NOW).count() == 0
    most = ((FeedbackMessage, 40), (Check, 10_000), (Outage, 5), (Meeting, 4), (ReviewDecision, 40), (Explanation, 12))
    for model, least in most:
        assert model.objects.count() >= least, model
