"""A demonstration's own sealed packet: made by the worker, the same at every run, whole however often it was killed."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from datasets import ledger
from datasets.models import Installation, JobState, LedgerEntry, Role, User
from reports.models import PacketPublication, PacketRehearsal, ReviewPacket, SealRequest
from reports.packet.formats import FORMATS
from reports.packet.verify import verify
from reports.services import editions, publishing, seals
from reports.tasks import rehearse_packet
from tests.reports.world import World, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(world: World, monkeypatch: pytest.MonkeyPatch) -> PacketRehearsal:
    """A demonstration with two officers, and the job that its first run leaves. One light format does."""
    monkeypatch.setattr("reports.packet.formats.FORMATS", tuple(one for one in FORMATS if one.suffix == "csv.zip"))
    Installation.objects.create(demonstration=True)
    for name in ("officer", "officer2"):
        User.objects.create(username=name, role=Role.OFFICER)
    return PacketRehearsal.objects.create(
        quarter="2026Q2", as_of=at("2026-07-11T17:00"), corrected_as_of=at("2026-12-01T09:00"), reason="更正", seed="1"
    )


def rehearsed(left: PacketRehearsal) -> str:
    rehearse_packet(str(left.pk))
    left.refresh_from_db()
    return left.state


def test_a_visitor_finds_a_packet_its_corrigendum_and_the_proof(left: PacketRehearsal, client: Client) -> None:
    assert rehearsed(left) == JobState.DONE, left.error
    first, second = ReviewPacket.objects.order_by("number")
    assert first.request.recorded_by != first.recorded_by
    assert (second.request.supersedes, second.request.reason) == (first, "更正")
    page = client.get("/review-packets/", headers={"accept-language": "en"}).content.decode()
    assert page.count("superseded") == 1
    for one in (first, second):
        bundle = client.get(f"/review-packets/2026Q2/{one.number}/{editions.bundle_name(one, 'public')}")
        found = verify(bundle.getvalue(), seals.link_of(one)[1])
        assert (found.faults, found.anchored) == ((), True)
    assert rehearsed(left) == JobState.DONE
    assert ReviewPacket.objects.count() == PacketPublication.objects.count() == 2


def test_it_is_the_same_at_every_run(left: PacketRehearsal) -> None:
    heads = set()
    for _run in range(2):
        with transaction.atomic():
            assert rehearsed(left) == JobState.DONE
            heads.add(LedgerEntry.objects.latest("position").hash)
            transaction.set_rollback(True)
    assert len(heads) == 1


def test_it_goes_on_where_it_was_killed(left: PacketRehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [(seals, "ask"), (seals, "confirmed"), (publishing, "publish")]
    for module, name in steps:
        with monkeypatch.context() as one:
            one.setattr(module, name, _dies)
            PacketRehearsal.objects.filter(pk=left.pk).update(attempts=0)
            assert rehearsed(left) == JobState.QUEUED
    assert rehearsed(left) == JobState.DONE
    assert (SealRequest.objects.count(), PacketPublication.objects.count()) == (2, 2)


def _dies(*_: Any, **__: Any) -> None:
    raise RuntimeError("killed")


def test_it_leaves_alone_what_people_have_begun(left: PacketRehearsal) -> None:
    ledger.record([SealRequest(quarter="2026Q2", as_of=at("2026-07-12T09:00"), sha256="0" * 64)])
    assert rehearsed(left) == JobState.FAILED
    assert SealRequest.objects.count() == 1
