"""A demonstration's own sealed packet, made by the worker after the first start, so that the first page need not wait.

What two officers do in a quarter, by the same doors: build, ask, confirm, release; then once more as a corrigendum.
"""

from datetime import datetime

from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import JobState, Role, User
from datasets.models.ids import seeded_ids
from datasets.services import jobs
from reports.models import PacketBuild, PacketRehearsal, ReviewPacket, SealRequest
from reports.services import packets, publishing, seals

LANGUAGE = "zh-hant"


class Elsewhere(RuntimeError):
    """Another worker has the build, or it did not end well: the rehearsal goes on at its next attempt."""


def rehearse(running: jobs.Running[PacketRehearsal]) -> None:
    """Each step that is there already is left as it is, so a killed rehearsal goes on where it was."""
    one, officers = running.job, User.objects.filter(role=Role.OFFICER, is_active=True).order_by("pk")[:2]
    if len(officers) < 2 or SealRequest.objects.filter(quarter=one.quarter).exclude(as_of__in=_moments(one)).exists():
        raise jobs.JobFailed(gettext_noop("The quarter's packet is in other hands: nothing was rehearsed."))
    for number, as_of in enumerate(_moments(one)):
        with seeded_ids(f"{one.seed} {number}"), ledger.demonstrated_at(one.corrected_as_of + ledger.TICK):
            packet = _sealed(one, number, as_of, *officers)
            publishing.publish(packet, by=officers[0])
        running.progress(50 * (number + 1))


def _moments(one: PacketRehearsal) -> tuple[datetime, datetime]:
    return one.as_of, one.corrected_as_of


def _sealed(one: PacketRehearsal, number: int, as_of: datetime, first: User, second: User) -> ReviewPacket:
    packet = ReviewPacket.objects.filter(quarter=one.quarter, number=number)
    if not packet.exists():
        request = seals.waiting(one.quarter) or _asked(one, number, as_of, first)
        _built(seals.confirmed(request, request.sha256, by=second))
    return packet.get()


def _asked(one: PacketRehearsal, number: int, as_of: datetime, officer: User) -> SealRequest:
    draft, _made = PacketBuild.objects.get_or_create(
        quarter=one.quarter, as_of=as_of, request=None, asked_by=officer, defaults={"language": LANGUAGE}
    )
    data = packets.stored(_built(draft))
    return seals.ask(draft, packets.digest(data) if data else "", one.reason if number else "", by=officer)


def _built(build: PacketBuild) -> PacketBuild:
    """The build, done here and now unless it was before."""
    jobs.run(PacketBuild, build.pk, packets.build_packet)
    build.refresh_from_db()
    if build.state != JobState.DONE:
        raise Elsewhere(f"packet {build.pk} is {build.state}")
    return build
