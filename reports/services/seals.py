"""Two officers seal a packet; a corrigendum supersedes it (packet.md, States).

    draft --ask--> asked for --confirm--> sealed --a later seal--> superseded
                       `--refuse--> draft

Each step is a fact. The lock of the facts is held from the look to the record, and the database keeps one seal a
quarter and number besides: of any number of officers in a hurry, one seals.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import JobState, User
from datasets.models.ledger import LedgerEntry
from datasets.rules.refusal import Refusal
from datasets.services import jobs
from reports.kpis.quarters import parse_period
from reports.models import PacketBuild, ReviewPacket, SealRefusal, SealRequest
from reports.packet.data import PacketData
from reports.packet.printed import as_rows, printed
from reports.services.reviews import fix_listed


def waiting(quarter: str) -> SealRequest | None:
    """The request of a quarter that is neither sealed nor refused."""
    return SealRequest.objects.filter(quarter=quarter, packet=None, refusal=None).last()


def ask(build: PacketBuild, sha256: str, reason: str, *, by: User) -> SealRequest:
    """Ask for the seal on a finished draft, as it is. Raises Refusal."""
    if build.state != JobState.DONE or build.request_id or build.as_of is None or not sha256:
        raise Refusal("no_draft", gettext_noop("Only a finished draft can be sealed."))
    if parse_period(build.quarter).last_moment >= timezone.now():
        raise Refusal("too_early", gettext_noop("The quarter has not ended yet."))
    with transaction.atomic():
        ledger.lock()
        if waiting(build.quarter):
            raise Refusal("asked", gettext_noop("A seal is asked for already: confirm or refuse that request first."))
        before = ReviewPacket.objects.filter(quarter=build.quarter).order_by("number").last()
        if before and not reason.strip():
            raise Refusal("no_reason", gettext_noop("A corrigendum needs a reason: say what was wrong."))
        request = SealRequest(
            quarter=build.quarter,
            number=before.number + 1 if before else 0,
            as_of=build.as_of,
            sha256=sha256,
            reason=reason.strip() if before else "",
            supersedes=before,
        )
        return ledger.record([request], by=by)[0]


def refuse(request: SealRequest, reason: str, *, by: User) -> SealRefusal:
    """Take the request off the table; who asked may do so too. Raises Refusal where it was settled before."""
    with transaction.atomic():
        ledger.lock()
        _unsettled(request)
        return ledger.record([SealRefusal(request=request, reason=reason)], by=by)[0]


def confirm(request: SealRequest, sha256: str, *, by: User) -> PacketBuild:
    """Another officer confirms that very hash: the work of sealing begins. A second click finds the first one's job."""
    with transaction.atomic():
        build = confirmed(request, sha256, by=by)
        if not build.attempts:
            jobs.enqueue(build)
    return build


def confirmed(request: SealRequest, sha256: str, *, by: User) -> PacketBuild:
    """The job that a confirmation gives, not sent yet. Raises Refusal."""
    if request.recorded_by_id == by.pk:
        raise Refusal("same_person", gettext_noop("Two people seal a packet: another officer must confirm."))
    if sha256 != request.sha256:
        raise Refusal("other_hash", gettext_noop("That is not the record that was asked for. Look at it again."))
    with transaction.atomic():
        ledger.lock()
        _unsettled(request)
        running = request.builds.exclude(state__in=(JobState.FAILED, JobState.GIVEN_UP, JobState.CANCELLED)).first()
        if running:
            return running
        return PacketBuild.objects.create(
            quarter=request.quarter, language="", as_of=request.as_of, request=request, asked_by=by
        )


def seal(
    request: SealRequest, data: PacketData, manifest: Mapping[str, Mapping[str, str]], *, by: User | None
) -> ReviewPacket:
    """The packet enters the chain, and its review items are fixed. Once: whoever comes later gets the first one's."""
    with transaction.atomic():
        ledger.lock()
        if before := ReviewPacket.objects.filter(request=request).first():
            return before
        _unsettled(request)
        if not request.number:  # a corrigendum puts nothing more up: the meeting decided on what it was shown
            fix_listed(parse_period(request.quarter), data.least_used, data.closed, by=by)
        packet = ReviewPacket(
            request=request,
            quarter=request.quarter,
            number=request.number,
            as_of=request.as_of,
            sha256=request.sha256,
            manifest={edition: dict(files) for edition, files in manifest.items()},
            figures=as_rows(printed(data)),
        )
        return ledger.record([packet], by=by)[0]


def link_of(packet: ReviewPacket) -> tuple[str, str]:
    """The hash before the packet's fact in the chain, and its own."""
    links = LedgerEntry.objects.filter(position__in=(packet.position - 1, packet.position))
    hashes = dict(links.values_list("position", "hash"))
    return hashes.get(packet.position - 1, ledger.GENESIS), hashes[packet.position]


def _unsettled(request: SealRequest) -> None:
    if ReviewPacket.objects.filter(request=request).exists():
        raise Refusal("sealed", gettext_noop("This packet is sealed already."))
    if SealRefusal.objects.filter(request=request).exists():
        raise Refusal("refused", gettext_noop("This request was refused already."))
