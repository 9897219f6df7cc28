"""What an empty database is given: the public data that the project ships, and a demonstration year or one officer."""

import secrets
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from datasets import ledger
from datasets.models import Role, Unit, User
from datasets.models.ids import seeded_ids
from datasets.services.importing import Context, apply
from datasets.services.importing.calendars import apply_calendar
from datasets.services.importing.runs import agency_unit
from datasets.services.importing.usage import apply_usage
from ncc_opendata.demo import seed
from ncc_opendata.demo.people import SignIn, choose_passwords
from ncc_opendata.demo.span import SEED, Story, at

DATA: Path = settings.BASE_DIR / "data"
CALENDARS = ("2023", "2024", "2025", "2026")
CATALOG = "ncc-datasets-2026-03.csv"
USAGE = "platform-usage-2018-07-20.csv"
USAGE_TAKEN_ON = date(2018, 7, 20)

Say = Callable[[str], object]


@transaction.atomic
def first_run(*, demo: bool, now: datetime, say: Say) -> list[SignIn]:
    """Fill an empty database and return the sign-ins to print; where there is a unit already, do nothing."""
    if Unit.objects.exists():
        return []
    return _demonstration(now, say) if demo else _production(say)


def _demonstration(now: datetime, say: Say) -> list[SignIn]:
    story, passwords = Story(now), choose_passwords()
    seed.mark_as_demonstration()
    with seeded_ids(f"{SEED} {story.today}"):
        with ledger.demonstrated_at(at(story.start, 8)):
            units = seed.create_units()
            _import_public_data(Context(CATALOG, units["ncc"], unit_for=seed.owner_among(units)), say)
        return seed.seed(story, units, passwords, say)


def _production(say: Say) -> list[SignIn]:
    agency = agency_unit(settings.AGENCY_NAME, settings.AGENCY_NAME_EN)
    _import_public_data(Context(CATALOG, agency), say)
    password = secrets.token_urlsafe(12)
    User.objects.create_user("officer", password=password, role=Role.OFFICER, must_change_password=True)
    return [SignIn(Role.OFFICER, "officer", password)]


def _import_public_data(context: Context, say: Say) -> None:
    say("office calendars")
    for year in CALENDARS:
        with (DATA / "calendar" / f"office-calendar-{year}.csv").open("rb") as source:
            apply_calendar(source, f"office-calendar-{year}.csv")
    say("the agency's catalogue")
    with (DATA / "catalog" / CATALOG).open("rb") as source:
        apply(source, context)
    say("the national platform's usage figures")
    with (DATA / "usage" / USAGE).open("rb") as source:
        apply_usage(source, USAGE_TAKEN_ON)
