"""Fifty processes at once, a third of them killed with -9 where it hurts most: one standing seal, never half of one."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from datasets import ledger
from datasets.models import Dataset, Fact, JobState, LedgerEntry, Role, Unit, User
from datasets.services import jobs
from reports.models import PacketBuild, ReviewItem, ReviewPacket, SealRefusal, SealRequest
from reports.packet import formats
from reports.packet.bundle import EDITIONS
from reports.packet.verify import verify
from reports.services import editions, packets, seals
from reports.services.packets import digest
from reports.tasks import build_packet
from tests.crowd import crowd, die, shared_database
from tests.reports.packet_sample import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CROWD = 50
DATA = sample()
MANIFEST = {"full": {"a.json": "0" * 64}, "public": {"a.json": "1" * 64}}


@pytest.fixture(autouse=True)
def shared(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    with shared_database(tmp_path):
        yield


@pytest.fixture
def officers(shared: None) -> list[User]:
    return [User.objects.create_user(name, role=Role.OFFICER, full_name=name) for name in ("ting", "wu")]


@pytest.fixture
def listed(shared: None) -> None:
    """The datasets that the sealed lists name: a seal fixes a review item for each."""
    unit = Unit.objects.create(code="u", name="u")
    for row in (*DATA.least_used, *DATA.closed):
        Dataset.objects.get_or_create(identifier=row.dataset.identifier, defaults={"title": "x", "unit": unit})


@pytest.fixture
def asked(listed: None, officers: list[User]) -> SealRequest:
    request = SealRequest(quarter=DATA.quarter, as_of=DATA.as_of, sha256=digest(DATA))
    return ledger.record([request], by=officers[0])[0]


def sealing(asked: SealRequest, by: User) -> str:
    return str(seals.seal(asked, DATA, MANIFEST, by=by).pk)


def dying_in(monkeypatch: Any, place: int) -> None:
    """One of three dies after the review items and before the packet, one when all is written and nothing committed."""
    record = ledger.record

    def fatal(facts: list[Fact], **options: Any) -> list[Fact]:
        done = record(facts, **options)
        if (place % 3 == 0 and isinstance(facts[0], ReviewItem)) or (
            place % 3 == 1 and isinstance(facts[0], ReviewPacket)
        ):
            die()
        return done

    monkeypatch.setattr(ledger, "record", fatal)


def whole_chain() -> bool:
    """Every link follows from the one before and from a row that is there."""
    previous = ledger.GENESIS
    kinds = {model._meta.label_lower: model for model in Fact.__subclasses__()}
    for place, entry in enumerate(LedgerEntry.objects.order_by("position"), 1):
        fact = kinds[entry.kind]._default_manager.get(pk=entry.fact_id)
        previous = ledger.link(previous, fact)
        if (entry.position, entry.hash) != (place, previous):
            return False
    return True


def test_fifty_seal_at_once_and_a_third_of_them_die(asked: SealRequest, officers: list[User], monkeypatch: Any) -> None:
    def hurry(place: int) -> str:
        if place < CROWD // 2:  # the rest live
            dying_in(monkeypatch, place)
        return sealing(asked, officers[1])

    told = crowd(CROWD, hurry)
    (packet,) = ReviewPacket.objects.all()
    assert {one for one in told if one} == {str(packet.pk)}
    assert ReviewItem.objects.count() == len(DATA.closed) + len(DATA.least_used)
    assert whole_chain()


def test_where_all_of_them_die_nothing_is_there_and_one_more_seals(
    asked: SealRequest, officers: list[User], monkeypatch: Any
) -> None:
    def hurry(place: int) -> str:
        dying_in(monkeypatch, place % 2)
        return sealing(asked, officers[1])

    assert crowd(20, hurry) == [None] * 20
    assert (ReviewPacket.objects.count(), ReviewItem.objects.count()) == (0, 0)
    assert sealing(asked, officers[1])
    assert whole_chain()


def test_the_database_itself_refuses_a_second_seal(asked: SealRequest, officers: list[User]) -> None:
    """Without the service, its look and its lock: the constraint alone. Two requests of a quarter, one number."""
    (other,) = ledger.record([SealRequest(quarter=DATA.quarter, as_of=DATA.as_of, sha256="f" * 64)], by=officers[1])

    def rash(place: int) -> str:
        request = (asked, other)[place % 2]
        packet = ReviewPacket(request=request, quarter=DATA.quarter, number=0, as_of=DATA.as_of, sha256=request.sha256)
        return str(ledger.record([packet], by=officers[0])[0].pk)

    told = Counter(str(one) for one in crowd(CROWD, rash))
    (packet,) = ReviewPacket.objects.all()
    assert told == {str(packet.pk): 1, "IntegrityError": CROWD - 1}
    assert whole_chain()


def test_fifty_ask_at_once_confirm_at_once_and_settle_at_once(listed: None, officers: list[User]) -> None:
    draft = PacketBuild.objects.create(
        quarter=DATA.quarter, as_of=DATA.as_of, language="en", state=JobState.DONE, asked_by=officers[0]
    )
    told = Counter(crowd(CROWD, lambda place: str(seals.ask(draft, digest(DATA), "", by=officers[place % 2]).pk)))
    request = SealRequest.objects.get()
    assert told == {str(request.pk): 1, "asked": CROWD - 1}
    other = next(one for one in officers if one.pk != request.recorded_by_id)

    builds = Counter(crowd(CROWD, lambda place: seals.confirm(request, request.sha256, by=other).pk))
    assert builds == {PacketBuild.objects.get(request=request).pk: CROWD}

    def settle(place: int) -> str:
        return sealing(request, other) if place % 2 else str(seals.refuse(request, "no", by=other).pk)

    told = Counter(crowd(CROWD, settle))
    refused = SealRefusal.objects.count()
    assert (ReviewPacket.objects.count(), refused) in {(1, 0), (0, 1)}
    assert len(told) == 2
    assert whole_chain()


@pytest.mark.parametrize(
    "moment", ["while it writes", "when it has sealed", "between the editions", "before the commit"]
)
def test_a_worker_killed_while_it_seals_leaves_nothing_half(
    moment: str, asked: SealRequest, officers: list[User], monkeypatch: Any
) -> None:
    """The next one goes on: one seal, whose files of both editions are all as it names them."""
    light = tuple(one for one in formats.FORMATS if one.suffix in {"ods", "csv.zip"})
    monkeypatch.setattr(formats, "FORMATS", light)
    monkeypatch.setattr(packets, "read", lambda *_: DATA)
    build = seals.confirm(asked, asked.sha256, by=officers[1])

    def fatal(place: int) -> None:
        kill_at(moment, monkeypatch)
        build_packet(str(build.pk))

    assert crowd(1, fatal) == [None]
    assert (ReviewPacket.objects.count(), ReviewItem.objects.count()) == (0, 0)
    PacketBuild.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # its worker gives no sign any more
    build_packet(str(build.pk))
    build.refresh_from_db()
    assert build.state == JobState.DONE, build.error
    packet = ReviewPacket.objects.get()
    for edition in EDITIONS:
        assert editions.damaged(packet, edition) == []
        assert verify(editions.bundled(packet, edition), seals.link_of(packet)[1]).anchored
    assert whole_chain()


def kill_at(moment: str, monkeypatch: Any) -> None:
    """Die after the first call of what is done then; of the two editions the full one is put in its place first."""
    if moment == "while it writes":
        monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, formats.Format("x", "x/x", lambda *_: die())))
        return
    owner, name = {
        "when it has sealed": (seals, "seal"),
        "between the editions": (packets, "publish"),
        "before the commit": (jobs.Running, "end"),
    }[moment]
    original = getattr(owner, name)

    def fatal(*given: Any, **named: Any) -> None:
        original(*given, **named)
        die()

    monkeypatch.setattr(owner, name, fatal)
