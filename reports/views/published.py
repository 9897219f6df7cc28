"""The sealed packets that are open to everybody, newest first, with the hashes that prove them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.models import PacketPublication, ReviewPacket
from reports.packet.purposes import grouped
from reports.services import editions, seals
from reports.views.around import quarter_or_404, said
from reports.views.seals import file_of

EDITION = "public"


@require_safe
def published_packets(request: HttpRequest) -> HttpResponse:
    """Every released edition; a superseded one stays, and says so; of one that was taken back the reason stays."""
    released = PacketPublication.objects.select_related("packet__request", "withdrawal").order_by(
        "-packet__quarter", "-packet__number"
    )
    newest = dict(ReviewPacket.objects.order_by("number").values_list("quarter", "number"))
    rows = [_row(one, superseded=newest[one.packet.quarter] > one.packet.number) for one in released]
    return render(request, "reports/published_packets.html", {"rows": rows})


def _row(released: PacketPublication, *, superseded: bool) -> dict[str, Any]:
    packet, withdrawal = released.packet, getattr(released, "withdrawal", None)
    found = {} if withdrawal else editions.files(packet, EDITION)
    return {
        "packet": packet,
        "quarter": said(quarter_or_404(packet.quarter)),
        "released": released.recorded_at,
        "superseded": superseded,
        "withdrawal": withdrawal,
        "groups": grouped(found, lambda name: _address(packet, name)),
        "bundle": editions.bundle_name(packet, EDITION) if found else "",
        "bundle_url": _address(packet, editions.bundle_name(packet, EDITION)),
        "bundle_size": sum(found.values()),
        "link": seals.link_of(packet)[1],
    }


def _address(packet: ReviewPacket, name: str) -> str:
    return reverse("published_file", args=[packet.quarter, packet.number, name])


@require_safe
def published_file(request: HttpRequest, quarter: str, number: int, name: str) -> HttpResponseBase:
    """A file of a released edition; one that was not, or was taken back, is not there."""
    packet = get_object_or_404(
        ReviewPacket, quarter=quarter, number=number, publication__isnull=False, publication__withdrawal=None
    )
    return file_of(packet, EDITION, name)
