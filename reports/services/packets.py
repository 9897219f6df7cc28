"""Ask for a packet and build it. The files of a build lie under MEDIA_ROOT/packets/<number>/."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.models import Installation, User
from datasets.rules.workdays import parse_count
from datasets.services import jobs
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.models import PacketBuild
from reports.packet.build import Progress, read_manifest, write
from reports.packet.canonical import parse
from reports.packet.collect import collect
from reports.packet.data import Name, PacketData

READING = 40
"""Per cent of a build that is reading; the rest is writing."""


def folder_of(build: PacketBuild) -> Path:
    return Path(settings.MEDIA_ROOT) / "packets" / str(build.pk)


def ask_for_packet(*, quarter: ReportPeriod, language: str, as_of: datetime, by: User) -> PacketBuild:
    """A build job; its as-of is fixed now, so that a second attempt makes the same packet."""
    with transaction.atomic():
        build = PacketBuild.objects.create(quarter=quarter.code, language=language, as_of=as_of, asked_by=by)
        jobs.enqueue(build)
    return build


def read(quarter: ReportPeriod, as_of: datetime, progress: Callable[[int], None] = lambda percent: None) -> PacketData:
    """The packet of a quarter as known at as-of, by this installation's settings."""
    agency = Name("agency", settings.AGENCY_NAME, settings.AGENCY_NAME_EN)
    return collect(
        quarter,
        as_of,
        agency=agency,
        demonstration=Installation.is_demonstration(),
        count=parse_count(settings.DAY_COUNT),
        progress=progress,
    )


def build_packet(running: jobs.Running[PacketBuild]) -> None:
    """The work of the job; safe to do twice."""
    build = running.job
    if build.as_of is None:
        raise jobs.JobFailed(_("This build names no moment."))
    data = read(parse_period(build.quarter), build.as_of, lambda done: running.progress(done * READING // 100))
    write(data, folder_of(build), build.language, _rest(running.progress))


def _rest(tell: Callable[[int], None]) -> Progress:
    return lambda done, _what: tell(READING + done * (100 - READING) // 100)


def stored(build: PacketBuild) -> PacketData | None:
    """The packet that a build wrote, from its record; None where there is none."""
    manifest = read_manifest(folder_of(build))
    if not manifest:
        return None
    name = next(one for one in manifest["files"] if one.endswith(".json"))
    return parse(json.loads((folder_of(build) / name).read_bytes()))
