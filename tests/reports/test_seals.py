"""Two officers seal a packet, a corrigendum supersedes it, the public reads what was released, anybody verifies."""

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from datasets import ledger
from datasets.models import JobState, LedgerEntry, Role, UpdateAttestation, User
from datasets.rules.refusal import Refusal
from feedback.models import FeedbackEvent, MessageState
from reports.facts import load
from reports.models import (
    PacketBuild,
    PacketPublication,
    PublicationWithdrawal,
    ReviewItem,
    ReviewPacket,
    SealRefusal,
    SealRequest,
)
from reports.packet.canonical import canonical, parse
from reports.packet.data import Name, Opinion
from reports.packet.differences import differences
from reports.packet.formats import FORMATS
from reports.packet.verify import verify
from reports.reprinting import reprinted
from reports.services import editions, publishing, seals
from reports.services.packets import digest, folder_of, stored
from reports.tasks import build_packet
from tests.reports.conftest import As
from tests.reports.world import World, at

pytestmark = pytest.mark.django_db
NOON = "2026-07-20T12:00"


@pytest.fixture
def second(db: None) -> User:
    return User.objects.create_user("wu", "wu@example.test", "pw", role=Role.OFFICER, full_name="吳建宏")


@pytest.fixture
def draft(world: World, officer: User) -> PacketBuild:
    build = PacketBuild.objects.create(quarter="2026Q2", language="en", as_of=at(NOON), asked_by=officer)
    build_packet(str(build.pk))
    build.refresh_from_db()
    assert build.state == JobState.DONE, build.error
    return build


@pytest.fixture(autouse=True)
def light(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How each format looks is asked elsewhere: here the two lightest do, but where a test is marked `slow`."""
    if "slow" not in request.keywords:
        few = tuple(one for one in FORMATS if one.suffix in {"ods", "csv.zip"})
        monkeypatch.setattr("reports.packet.formats.FORMATS", few)


def sha(build: PacketBuild) -> str:
    data = stored(build)
    assert data
    return digest(data)


@pytest.fixture
def asked(draft: PacketBuild, officer: User) -> SealRequest:
    return seals.ask(draft, sha(draft), "", by=officer)


@pytest.fixture
def sealed(asked: SealRequest, second: User) -> ReviewPacket:
    build = seals.confirm(asked, asked.sha256, by=second)
    build_packet(str(build.pk))
    build.refresh_from_db()
    assert build.state == JobState.DONE, build.error
    return ReviewPacket.objects.get()


def test_nobody_seals_alone_and_only_the_very_hash(asked: SealRequest, officer: User, second: User) -> None:
    with pytest.raises(Refusal) as refused:
        seals.confirm(asked, asked.sha256, by=officer)
    assert refused.value.code == "same_person"
    with pytest.raises(Refusal) as refused:
        seals.confirm(asked, "f" * 64, by=second)
    assert refused.value.code == "other_hash"
    assert not PacketBuild.objects.filter(request=asked).exists()


def test_one_request_at_a_time(draft: PacketBuild, asked: SealRequest, second: User) -> None:
    with pytest.raises(Refusal):
        seals.ask(draft, sha(draft), "", by=second)
    seals.refuse(asked, "Wrong meeting.", by=second)
    assert seals.ask(draft, sha(draft), "", by=second).number == 0
    with pytest.raises(Refusal):
        seals.confirm(asked, asked.sha256, by=second)
    assert SealRefusal.objects.count() == 1


@pytest.mark.slow
def test_the_sealed_one_is_the_record_that_was_asked_for(sealed: ReviewPacket, asked: SealRequest) -> None:
    files = {edition: editions.files(sealed, edition) for edition in ("full", "public")}
    assert len(files["full"]) == len(files["public"]) == 11  # five formats in two languages, and the record
    assert sealed.sha256 == asked.sha256
    text = (editions.folder(sealed, "full") / "review-packet-2026Q2-en.odt").read_bytes()
    content = ZipFile(BytesIO(text)).read("content.xml").decode()
    assert sealed.sha256 in content
    assert "DRAFT" not in content
    assert "吳建宏" in content
    public = ZipFile(editions.folder(sealed, "public") / "review-packet-2026Q2-en.odt")
    assert not any("吳建宏".encode() in public.read(name) for name in public.namelist())
    assert {(one.dataset.identifier, one.rule) for one in ReviewItem.objects.all()} >= {("lists", "not_open")}
    assert LedgerEntry.objects.filter(kind="reports.reviewpacket").count() == 1


def test_a_second_click_and_a_second_worker_seal_nothing_more(
    asked: SealRequest, sealed: ReviewPacket, second: User
) -> None:
    build = PacketBuild.objects.get(request=asked)
    PacketBuild.objects.filter(pk=build.pk).update(state=JobState.QUEUED)
    build_packet(str(build.pk))
    assert ReviewPacket.objects.get().pk == sealed.pk
    with pytest.raises(Refusal):
        seals.confirm(asked, asked.sha256, by=second)


def test_a_draft_that_was_tampered_with_is_not_sealed(draft: PacketBuild, asked: SealRequest, second: User) -> None:
    """The record is read anew from the facts then: they still give what was asked for."""
    file = folder_of(draft) / "review-packet-2026Q2.json"
    file.write_bytes(file.read_bytes().replace(b'"denominator":', b'"denominator": ', 1).replace(b"fees", b"FEES"))
    build = seals.confirm(asked, asked.sha256, by=second)
    build_packet(str(build.pk))
    kept = stored(PacketBuild.objects.get(pk=build.pk))
    assert kept
    assert digest(kept) == asked.sha256


def test_a_corrigendum_supersedes_and_says_why(
    world: World, sealed: ReviewPacket, draft: PacketBuild, officer: User, second: User
) -> None:
    ledger.record([UpdateAttestation(obligation=_late(world), claimed_at=at("2026-07-02"), date_only=True)])
    again = PacketBuild.objects.create(quarter="2026Q2", language="en", as_of=timezone.now(), asked_by=officer)
    build_packet(str(again.pk))
    again.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        seals.ask(again, sha(again), " ", by=officer)
    assert refused.value.code == "no_reason"
    request = seals.ask(again, sha(again), "A claim was corrected.", by=officer)
    build_packet(str(seals.confirm(request, request.sha256, by=second).pk))
    newest = ReviewPacket.objects.get(number=1)
    assert newest.request.supersedes == sealed
    old, new = stored(draft), stored(again)
    assert old
    assert new
    assert any(one.section == 4 and one.before != one.after for one in differences(old, new))


def test_a_corrigendum_puts_nothing_more_up_for_review(
    sealed: ReviewPacket, draft: PacketBuild, officer: User, second: User
) -> None:
    """The meeting decided on what the first packet showed it."""
    data, before = stored(draft), ReviewItem.objects.count()
    assert data
    more = replace(data, closed=(*data.closed, replace(data.closed[0], dataset=Name("maps", "maps"))))
    request = SealRequest(quarter="2026Q2", number=1, as_of=data.as_of, sha256=digest(more), supersedes=sealed)
    (request,) = ledger.record([request], by=officer)
    assert seals.seal(request, more, {"full": {}, "public": {}}, by=second).number == 1
    assert ReviewItem.objects.count() == before > 0


def _late(world: World) -> Any:
    return world.maps.obligations.order_by("due").first()


def test_a_later_fact_restates_what_was_printed_and_names_itself(world: World, sealed: ReviewPacket) -> None:
    assert not any(one.printed.kpi == "timely_updates" for one in reprinted(load(timezone.now())))
    claim = UpdateAttestation(obligation=_late(world), claimed_at=at("2026-07-02"), date_only=True)
    ledger.record([claim])
    found = reprinted(load(timezone.now()))
    agency = next(one for one in found if one.printed.kpi == "timely_updates" and not one.printed.unit)
    assert agency.today.numerator == agency.printed.numerator + 1
    assert claim.position in {cause.position for cause in agency.causes}
    assert any(one.printed.unit == world.content.code for one in found)


def test_the_public_reads_what_was_released_and_nothing_before(
    sealed: ReviewPacket, client: Client, officer: User, auditor: User, staff: User, as_: As
) -> None:
    name = editions.bundle_name(sealed, "public")
    url = f"/review-packets/2026Q2/0/{name}"
    assert client.get(url).status_code == 404
    assert as_(staff).get(f"/sealed/{sealed.pk}/full/{name}").status_code == 403
    assert as_(auditor).post(f"/sealed/{sealed.pk}/").status_code == 403
    for _ in range(2):
        assert as_(officer).post(f"/sealed/{sealed.pk}/").status_code == 302
    client.logout()
    assert name in client.get("/review-packets/").content.decode()
    found = verify(client.get(url).getvalue(), seals.link_of(sealed)[1])
    assert (found.faults, found.anchored, found.edition) == ((), True, "public")
    full = editions.bundle_name(sealed, "full")
    assert client.get(f"/review-packets/2026Q2/0/{full}").status_code == 404


def test_what_was_released_can_be_taken_back_and_the_public_reads_why(
    sealed: ReviewPacket, client: Client, officer: User, as_: As
) -> None:
    place, file = f"/sealed/{sealed.pk}/", "/review-packets/2026Q2/0/review-packet-2026Q2.json"
    as_(officer).post(place)
    assert client.get(file).status_code == 200
    as_(officer).post(place, {"what": "withdraw", "reason": " "})
    assert client.get(file).status_code == 200
    for _ in range(2):
        as_(officer).post(place, {"what": "withdraw", "reason": "A name was left in it."})
    as_(officer).post(place)
    assert client.get(file).status_code == 404
    page = client.get("/review-packets/").content.decode()
    assert "A name was left in it." in page
    assert seals.link_of(sealed)[1] in page
    assert PublicationWithdrawal.objects.count() == PacketPublication.objects.count() == 1


def test_a_message_taken_back_meanwhile_is_not_published_with_the_packet(
    asked: SealRequest, sealed: ReviewPacket, world: World, officer: User
) -> None:
    """The sealed record holds one as it was published then; by now nobody may read it."""
    name, place = "review-packet-2026Q2.json", editions.folder(sealed, "public")
    data = parse(json.loads((place / name).read_bytes()))
    told = Opinion("115-1", at(NOON), None, None, "Q", "A", at(NOON), 0, "in_time", ("Q", "A"))
    record = canonical(replace(data, opinions=replace(data.opinions, messages=(told,))))
    (place / name).write_bytes(record)
    hashes = sealed.manifest["public"] | {name: sha256(record).hexdigest()}
    (place / "manifest.json").write_text(json.dumps({"files": hashes}))
    sealed.manifest["public"] = hashes
    with pytest.raises(Refusal) as refused:
        publishing.publish(sealed, by=officer)
    assert refused.value.code == "taken_back"
    shown = FeedbackEvent(message=world.message, kind="published")
    ledger.record([shown])
    MessageState.objects.update_or_create(
        message=world.message, defaults={"unit": world.infra, "deadline": world.message.deadline, "publication": shown}
    )
    assert publishing.publish(sealed, by=officer)


def test_a_file_that_was_changed_on_the_disk_is_neither_served_nor_released(
    sealed: ReviewPacket, officer: User, as_: As
) -> None:
    name, page = "review-packet-2026Q2.json", f"/sealed/{sealed.pk}/"
    for edition in ("full", "public"):
        file = editions.folder(sealed, edition) / name
        file.write_bytes(file.read_bytes().replace(b"fees", b"FEES"))
        assert editions.damaged(sealed, edition) == [name]
        assert as_(officer).get(f"{page}{edition}/{name}").status_code == 404
        assert as_(officer).get(f"{page}{edition}/{editions.bundle_name(sealed, edition)}").status_code == 404
    assert "as they were sealed" in as_(officer).get(page, headers={"accept-language": "en"}).content.decode()
    with pytest.raises(Refusal):
        publishing.publish(sealed, by=officer)


def test_of_several_builds_the_sealed_one_is_served(asked: SealRequest, sealed: ReviewPacket, officer: User) -> None:
    """A worker that was believed dead wrote another one later: other people's names are in it."""
    own = editions.folder(sealed, "full")
    late = PacketBuild.objects.create(
        quarter="2026Q2", as_of=asked.as_of, request=asked, state=JobState.DONE, asked_by=officer, language=""
    )
    shutil.copytree(own, folder_of(late))
    (folder_of(late) / "manifest.json").write_text(json.dumps({"files": {"review-packet-2026Q2.json": "0" * 64}}))
    assert editions.folder(sealed, "full") == own


def test_the_walk_of_two_officers(draft: PacketBuild, officer: User, second: User, advisor: User, as_: As) -> None:
    assert as_(advisor).post(f"/packets/{draft.pk}/seal/").status_code == 403
    place = as_(officer).post(f"/packets/{draft.pk}/seal/")["Location"]
    page = as_(officer).get(place, headers={"accept-language": "en"}).content.decode()
    assert "another officer must confirm" in page
    asked = SealRequest.objects.get()
    assert as_(officer).post(place, {"what": "confirm", "sha256": asked.sha256})["Location"] == place
    assert not PacketBuild.objects.filter(request=asked).exists()
    job = as_(second).post(place, {"what": "confirm", "sha256": asked.sha256})["Location"]
    build_packet(job.strip("/").split("/")[1])
    sealed = as_(second).get(job)["Location"]
    assert asked.sha256 in as_(advisor).get(sealed).content.decode()
    assert as_(advisor).get(place)["Location"] == sealed


def test_the_links_hash_is_the_chains(sealed: ReviewPacket) -> None:
    _previous, own = seals.link_of(sealed)
    found = verify(editions.bundled(sealed, "full"))
    assert (found.head, found.position) == (own, str(sealed.position))
