"""Ask for a packet and build it. The files of a build lie under MEDIA_ROOT/packets/<number>/."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.models import Installation, JobState, User
from datasets.rules.workdays import parse_count
from datasets.services import jobs
from reports.kpis.quarters import ReportPeriod, parse_period
from reports.models import PacketBuild, SealRequest
from reports.packet.build import File, Progress, read_manifest, write
from reports.packet.canonical import canonical, parse
from reports.packet.collect import collect
from reports.packet.data import Name, PacketData
from reports.packet.public import public_edition
from reports.packet.sections import Seal
from reports.services import seals

LANGUAGES = ("zh-hant", "en")
READING = 40
"""Per cent of a build that is reading; the rest is writing."""


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


def build_packet(running: jobs.Running[PacketBuild]) -> None:
    """The work of the job, a draft or the sealed packet; safe to do twice."""
    build = running.job
    if build.as_of is None:
        raise jobs.JobFailed(_("This build names no moment."))
    if build.request is not None:
        seal_packet(running, build.request)
        return
    data = read(parse_period(build.quarter), build.as_of, lambda done: running.progress(done * READING // 100))
    write(data, folder_of(build), [build.language], _rest(running.progress))


def seal_packet(running: jobs.Running[PacketBuild], request: SealRequest) -> None:
    """Write both editions of the very record that was asked for, then seal them with all that follows from it."""
    build = running.job
    data = _very(request, running.progress)
    names = str(request.recorded_by or ""), str(build.asked_by or "")
    seal = Seal(*names, request.number, request.reason)
    tell = _rest(running.progress)
    full = write(data, folder_of(build), LANGUAGES, lambda done, what: tell(done // 2, what), seal=seal)
    public = write(
        public_edition(data),
        public_folder_of(build),
        LANGUAGES,
        lambda done, what: tell(50 + done // 2, what),
        seal=Seal(number=request.number, reason=request.reason),
    )
    with running.finishing():
        seals.seal(request, data, {"full": _hashes(full), "public": _hashes(public)}, by=build.asked_by)


def _very(request: SealRequest, tell: Callable[[int], None]) -> PacketData:
    """The record with the request's hash: as a draft stored it, else as the facts give it again."""
    drafts = PacketBuild.objects.filter(quarter=request.quarter, as_of=request.as_of, request=None, state=JobState.DONE)
    kept = (data for data in map(stored, drafts) if data and digest(data) == request.sha256)
    data = next(kept, None) or read(parse_period(request.quarter), request.as_of, lambda d: tell(d * READING // 100))
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


def _rest(tell: Callable[[int], None]) -> Progress:
    return lambda done, _what: tell(READING + done * (100 - READING) // 100)


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
