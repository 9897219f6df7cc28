"""The packets page, a build's page, its sections and its files."""

import json
from hashlib import sha256
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from datasets.models import JobState, User
from reports.models import PacketBuild
from reports.services.packets import folder_of
from reports.tasks import build_packet
from tests.reports.conftest import As
from tests.reports.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def build(world: World, officer: User, as_: As) -> PacketBuild:
    response = as_(officer).post("/packets/", {"quarter": "2026Q2", "language": "en", "as_of": "2026-07-20"})
    made = PacketBuild.objects.get()
    assert response["Location"] == f"/packets/{made.pk}/"
    return made


@pytest.fixture
def built(build: PacketBuild) -> PacketBuild:
    build_packet(str(build.pk))
    build.refresh_from_db()
    assert build.state == JobState.DONE, build.error
    return build


def test_a_build_waits_moves_and_shows_its_files(build: PacketBuild, advisor: User, as_: As) -> None:
    page = as_(advisor).get(f"/packets/{build.pk}/").content.decode()
    assert "<progress" in page
    build_packet(str(build.pk))
    moving = as_(advisor).get(f"/packets/{build.pk}/", headers={"HX-Request": "true", "HX-Target": "build"})
    assert "<html" not in moving.content.decode()
    for suffix in ("pdf", "odt", "ods", "xlsx", "csv.zip", "json"):
        assert f".{suffix}" in moving.content.decode()


def test_files_are_those_of_the_manifest(built: PacketBuild, auditor: User, as_: As) -> None:
    client = as_(auditor)
    manifest = json.loads(b"".join(client.get(f"/packets/{built.pk}/manifest.json").streaming_content))
    assert len(manifest["files"]) == 6
    for name, digest in manifest["files"].items():
        response = client.get(f"/packets/{built.pk}/{name}")
        assert "attachment" in response["Content-Disposition"]
        assert sha256(b"".join(response.streaming_content)).hexdigest() == digest
    record = next(name for name in manifest["files"] if name.endswith(".json"))
    assert manifest["files"][record] == manifest["sha256"]


def test_every_section_can_be_read(built: PacketBuild, advisor: User, as_: As) -> None:
    for number in range(1, 17):
        assert as_(advisor).get(f"/packets/{built.pk}/{number}/").status_code == 200


def test_two_attempts_make_the_same_record(built: PacketBuild) -> None:
    before = (folder_of(built) / "review-packet-2026Q2.json").read_bytes()
    PacketBuild.objects.filter(pk=built.pk).update(state=JobState.QUEUED)
    build_packet(str(built.pk))
    assert (folder_of(built) / "review-packet-2026Q2.json").read_bytes() == before


def test_the_list_has_few_queries(
    built: PacketBuild, advisor: User, as_: As, django_assert_max_num_queries: Any
) -> None:
    client = as_(advisor)
    with django_assert_max_num_queries(13):
        assert "115年第2季" in client.get("/packets/").content.decode()


@pytest.mark.parametrize("path", ["/packets/999/", "/packets/999/1/", "/packets/999/x.pdf"])
def test_what_is_not_there(path: str, advisor: User, as_: As) -> None:
    assert as_(advisor).get(path).status_code == 404


def test_no_other_file_and_no_other_section(built: PacketBuild, advisor: User, as_: As) -> None:
    for name in ("17/", "0/", "secret.txt", "..%2f..%2fsecret_key", "%2e%2e"):
        assert as_(advisor).get(f"/packets/{built.pk}/{name}").status_code in {404, 301}


def test_asks_to_sign_in_and_lets_staff_out(client: Client, staff: User, as_: As) -> None:
    assert "/login/" in client.get("/packets/")["Location"]
    assert as_(staff).get("/packets/").status_code == 403


@pytest.mark.parametrize("path", ["", "1/", "manifest.json"])
def test_a_built_one_is_for_readers(
    built: PacketBuild, path: str, staff: User, head: User, advisor: User, auditor: User, officer: User, as_: As
) -> None:
    url = f"/packets/{built.pk}/{path}"
    assert [as_(who).get(url).status_code for who in (staff, head)] == [403, 403]
    assert [as_(who).get(url).status_code for who in (advisor, auditor, officer)] == [200, 200, 200]
    assert as_(officer).post(url).status_code == 405


def test_only_the_officer_builds(advisor: User, as_: As) -> None:
    assert as_(advisor).post("/packets/", {"quarter": "2026Q2", "language": "en"}).status_code == 403
    assert not PacketBuild.objects.exists()


@pytest.mark.parametrize("bad", [{"quarter": "2026Q9"}, {"language": "fr"}, {"as_of": "0115-11-24x"}, {"quarter": ""}])
def test_bad_input_builds_nothing(bad: dict[str, str], officer: User, as_: As) -> None:
    given = {"quarter": "2026Q2", "language": "en", "as_of": ""} | bad
    assert as_(officer).post("/packets/", given).status_code == 400
    assert not PacketBuild.objects.exists()


def test_the_command_makes_what_the_page_makes(built: PacketBuild, tmp_path: Any, capsys: Any) -> None:
    out = tmp_path / "packet"
    call_command("build_packet", "2026Q2", "--out", str(out), "--language", "en", "--as-of", "2026-07-20")
    for file in folder_of(built).iterdir():
        assert (out / file.name).read_bytes() == file.read_bytes(), file.name
    call_command("build_packet", "115Q2", "--out", str(out), "--as-of", "2026-07-20")


def test_the_command_spoils_no_other_folder(db: None, tmp_path: Any) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError):
        call_command("build_packet", "2026Q2", "--out", str(tmp_path))
    with pytest.raises(CommandError):
        call_command("build_packet", "2026-06", "--out", str(tmp_path / "new"))
    assert (tmp_path / "mine.txt").read_text() == "x"
