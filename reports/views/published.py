"""The sealed packets that are open to everybody, newest first, with the hashes that prove them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from reports.models import PacketBuild, PacketPublication, ReviewPacket
from reports.services import editions, seals
from reports.views.around import quarter_or_404, said
from reports.views.seals import file_of

EDITION = "public"


@require_safe
def published_packets(request: HttpRequest) -> HttpResponse:
    """Every released edition; a superseded one stays, and says so."""
    released = PacketPublication.objects.select_related("packet").order_by("-packet__quarter", "-packet__number")
    newest = dict(ReviewPacket.objects.order_by("number").values_list("quarter", "number"))
    rows = [_row(one, superseded=newest[one.packet.quarter] > one.packet.number) for one in released]
    return render(request, "reports/published_packets.html", {"rows": rows})


def _row(released: PacketPublication, *, superseded: bool) -> dict[str, Any]:
    packet = released.packet
    try:
        found = editions.files(packet, EDITION)
    except PacketBuild.DoesNotExist:
        found = {}
    return {
        "packet": packet,
        "quarter": said(quarter_or_404(packet.quarter)),
        "released": released.recorded_at,
        "superseded": superseded,
        "files": found,
        "bundle": editions.bundle_name(packet, EDITION) if found else "",
        "link": seals.link_of(packet)[1],
    }


@require_safe
def published_file(request: HttpRequest, quarter: str, number: int, name: str) -> HttpResponseBase:
    """A file of a released edition; of one that was not released nobody learns that it exists."""
    packet = get_object_or_404(ReviewPacket, quarter=quarter, number=number, publication__isnull=False)
    return file_of(packet, EDITION, name)
