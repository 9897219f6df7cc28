"""Ask for a packet and build it. The files of a build lie under MEDIA_ROOT/packets/<number>/."""

import json
import shutil
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.models import Installation, JobState, User
from datasets.rules.days import taipei_day
from datasets.rules.workdays import parse_count
from datasets.services import jobs
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.models import PacketBuild, SealRequest
from reports.packet.build import File, Progress, discard, make, making_of, publish, read_manifest
from reports.packet.canonical import canonical, parse
from reports.packet.collect import collect
from reports.packet.data import Name, PacketData
from reports.packet.formats import record_name
from reports.packet.letterhead import Letterhead
from reports.packet.public import public_edition
from reports.packet.sections import Seal
from reports.services import seals
from reports.services.letterheads import letterhead_on

LANGUAGES = ("zh-hant", "en")
READING = 40
"""Per cent of a build that is reading; the rest is writing."""
PAUSE = 0.5
"""Seconds between two signs of life, at each of which a build hears that it was cancelled."""


def folder_of(build: PacketBuild) -> Path:
    return Path(settings.MEDIA_ROOT) / "packets" / str(build.pk)


def public_folder_of(build: PacketBuild) -> Path:
    """Where the public edition of a sealed build lies."""
    return folder_of(build).with_name(f"{build.pk}-public")


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


def run(pk: str) -> None:
    """Do the job, then clear away what it or another one that ended otherwise than well had begun."""
    jobs.run(PacketBuild, pk, build_packet)
    sweep()


def sweep() -> None:
    """Of a build that is still to be done, what was begun stays: the next attempt goes on from there."""
    begun = {making: int(making.name.lstrip(".").partition(".")[0].partition("-")[0]) for making in _being_made()}
    waiting = PacketBuild.objects.filter(pk__in=begun.values(), state__in=(JobState.QUEUED, JobState.RUNNING))
    alive = set(waiting.values_list("pk", flat=True))
    for making, number in begun.items():
        if number not in alive:
            shutil.rmtree(making, ignore_errors=True)


def _being_made() -> Iterable[Path]:
    return (Path(settings.MEDIA_ROOT) / "packets").glob(".[0-9]*.making")


def build_packet(running: jobs.Running[PacketBuild]) -> None:
    """The work of the job, a draft or the sealed packet; safe to do twice. Of what was cancelled nothing stays."""
    build, folder = running.job, folder_of(running.job)
    if build.as_of is None:
        raise jobs.JobFailed(_("This build names no moment."))
    if build.request is not None:
        seal_packet(running, build.request)
        return
    tell = _spoken(running.progress)
    try:
        data = _begun(folder, build) or read(parse_period(build.quarter), build.as_of, _reading(tell))
        make(data, folder, [build.language], _writing(tell), letterhead=letterhead_of(data))
        with running.finishing():
            publish(folder)
    except jobs.LostLease:
        if PacketBuild.objects.filter(pk=build.pk, state=JobState.CANCELLED).exists():
            discard(folder)
        raise


def letterhead_of(data: PacketData) -> Letterhead | None:
    """The one in force on the day of as-of, as known then."""
    return letterhead_on(taipei_day(data.as_of), data.as_of)


def seal_packet(running: jobs.Running[PacketBuild], request: SealRequest) -> None:
    """Write both editions of the very record that was asked for, then seal them with all that follows from it."""
    build, tell = running.job, _spoken(running.progress)
    data = _very(request, _reading(tell))
    names = str(request.recorded_by or ""), str(build.asked_by or "")
    first, second = Seal(*names, request.number, request.reason), Seal(number=request.number, reason=request.reason)
    letters = letterhead_of(data)
    own, public = folder_of(build), public_folder_of(build)
    files = make(data, own, LANGUAGES, _writing(tell, 0, 50), seal=first, letterhead=letters)
    open_files = make(public_edition(data), public, LANGUAGES, _writing(tell, 50, 50), seal=second, letterhead=letters)
    with running.finishing():
        seals.seal(request, data, {"full": _hashes(files), "public": _hashes(open_files)}, by=build.asked_by)
        publish(own)
        publish(public)


def _very(request: SealRequest, tell: Callable[[int], None]) -> PacketData:
    """The record with the request's hash: as a draft stored it, else as the facts give it again."""
    drafts = PacketBuild.objects.filter(quarter=request.quarter, as_of=request.as_of, request=None, state=JobState.DONE)
    kept = (data for data in map(stored, drafts) if data and digest(data) == request.sha256)
    data = next(kept, None) or read(parse_period(request.quarter), request.as_of, tell)
    if digest(data) != request.sha256:
        raise jobs.JobFailed(
            _("The record is gone, and the facts give another one now: refuse the request and ask anew.")
        )
    return data


def digest(data: PacketData) -> str:
    """SHA-256 of the canonical JSON: what two officers agree on."""
    return sha256(canonical(data)).hexdigest()


def _hashes(files: Iterable[File]) -> dict[str, str]:
    return {one.name: one.sha256 for one in files}


def cancel(build: PacketBuild) -> bool:
    """Stop a draft that has not ended; its worker hears of it within seconds. False where it has, and of a seal."""
    waiting = PacketBuild.objects.filter(pk=build.pk, request=None, state__in=(JobState.QUEUED, JobState.RUNNING))
    if not waiting.update(state=JobState.CANCELLED, finished_at=timezone.now(), lease_until=None):
        return False
    discard(folder_of(build))  # its worker may be dead; one that lives removes what it still writes
    return True


def _begun(folder: Path, build: PacketBuild) -> PacketData | None:
    """The record of this build that a killed worker finished: its as-of is the same, so there is nothing to read."""
    record = making_of(folder) / record_name(build.quarter)
    return parse(json.loads(record.read_bytes())) if record.exists() else None


def _reading(tell: Progress) -> Callable[[int], None]:
    return lambda done: tell(done * READING // 100, "")


def _writing(tell: Progress, start: int = 0, share: int = 100) -> Progress:
    """Per cent of one edition as per cent of the build: it begins at `start` of the writing and is `share` of it."""
    return lambda done, file: tell(READING + (start + done * share // 100) * (100 - READING) // 100, file)


def _spoken(tell: Callable[[int], None]) -> Progress:
    """Passes on what is new, at most twice a second."""
    last = [0.0]

    def told(percent: int, _file: str) -> None:
        if time.monotonic() - last[0] > PAUSE:
            tell(percent)
            last[0] = time.monotonic()

    return told


def stored(build: PacketBuild) -> PacketData | None:
    """The packet that a build wrote, from its record; None where there is none, or where it was tampered with."""
    manifest = read_manifest(folder_of(build))
    if not manifest:
        return None
    name = next(one for one in manifest["files"] if one.endswith(".json"))
    try:
        return parse(json.loads((folder_of(build) / name).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None
