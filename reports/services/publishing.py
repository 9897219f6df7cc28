"""The public edition of a sealed packet is released with one click, and can be taken back."""

from django.db import transaction
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import User
from datasets.rules.refusal import Refusal
from feedback.models import MessageState
from reports.models import PacketBuild, PacketPublication, PublicationWithdrawal, ReviewPacket
from reports.packet.data import PacketData
from reports.services.editions import recorded


def publish(packet: ReviewPacket, *, by: User) -> PacketPublication:
    """Release the public edition; a second click changes nothing. Raises Refusal where it would publish too much."""
    try:
        data = recorded(packet, "public")
    except (OSError, PacketBuild.DoesNotExist) as error:
        raise Refusal("no_files", gettext_noop("The files of the public edition are not there as sealed.")) from error
    with transaction.atomic():
        ledger.lock()
        if before := PacketPublication.objects.filter(packet=packet).first():
            return before
        if _taken_back(data):
            raise Refusal(
                "taken_back",
                gettext_noop("A message in it is no longer published: seal a corrigendum, and release that."),
            )
        return ledger.record([PacketPublication(packet=packet)], by=by)[0]


def withdraw(publication: PacketPublication, reason: str, *, by: User) -> PublicationWithdrawal:
    """Take the edition back from the public, who reads why; a second click changes nothing."""
    if not reason.strip():
        raise Refusal("no_reason", gettext_noop("Say why it is taken back: the public reads it."))
    with transaction.atomic():
        ledger.lock()
        before = PublicationWithdrawal.objects.filter(publication=publication).first()
        made = PublicationWithdrawal(publication=publication, reason=reason.strip())
        return before or ledger.record([made], by=by)[0]


def _taken_back(data: PacketData) -> bool:
    """Whether a message that was published when the packet was sealed is not so any more."""
    numbers = {one.number for one in data.opinions.messages}
    return MessageState.objects.published().filter(message__number__in=numbers).count() < len(numbers)
