"""A build that is cancelled, killed, or done twice at a time."""

import json
import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from datasets.models import JobState, User
from datasets.services import jobs
from reports.kpis.quarters import parse_period
from reports.models import PacketBuild
from reports.packet import build as files
from reports.packet import pdf
from reports.packet.build import MANIFEST, discard, make, making_of, publish, under_way, write
from reports.services import packets
from reports.services.packets import ask_for_packet, cancel, folder_of
from reports.tasks import build_packet
from tests.reports.conftest import As
from tests.reports.packet_sample import TAIPEI_NOON, many, sample
from tests.reports.world import World

ROOT = Path(__file__).parents[2]
WORKER = """
import sys, django
django.setup()
from pathlib import Path
from reports.packet import build
from tests.reports.packet_sample import many
work, folder, size = sys.argv[1:]
getattr(build, work)(many(int(size)), Path(folder), ["en"], lambda _done, name: print(name, flush=True))
"""


def quiet(_done: int, _name: str) -> None:
    pass


def hashes(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / MANIFEST).read_text())["files"]
    return found


@pytest.fixture
def build(world: World, officer: User) -> PacketBuild:
    return ask_for_packet(quarter=parse_period("2026Q2"), language="en", as_of=TAIPEI_NOON, by=officer)


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def worker(folder: Path, work: str = "write", size: int = 1500) -> subprocess.Popen[str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ncc_opendata.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WORKER, work, str(folder), str(size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)


@pytest.mark.slow
def test_a_killed_worker_s_finished_files_are_taken_up(tmp_path: Path) -> None:
    folder, whole = tmp_path / "packet", tmp_path / "whole"
    first = worker(folder)
    assert first.stdout
    for _line in first.stdout:
        if any(making_of(folder).glob("*.pdf")):
            os.kill(first.pid, signal.SIGKILL)
            break
    first.wait()
    assert not folder.exists()
    done = {file.name: file.stat().st_mtime_ns for file in making_of(folder).glob("*.pdf")}
    assert done  # the report at least
    second = worker(folder)
    second.communicate(timeout=180)
    assert {name: (folder / name).stat().st_mtime_ns for name in done} == done
    write(many(1500), whole, ["en"], quiet)
    assert hashes(folder) == hashes(whole)
    assert names(folder) == names(whole)
    assert names(tmp_path) == ["packet", "whole"]


@pytest.mark.slow
def test_two_workers_at_the_same_files_tear_nothing(tmp_path: Path) -> None:
    """Both believe that the job is theirs; the database lets one publish."""
    both = [worker(tmp_path / "packet", "make", 40) for _ in range(2)]
    for one in both:
        one.communicate(timeout=180)
    assert [one.returncode for one in both] == [0, 0]
    publish(tmp_path / "packet")
    write(many(40), tmp_path / "whole", ["en"], quiet)
    assert hashes(tmp_path / "packet") == hashes(tmp_path / "whole")
    for name, digest in hashes(tmp_path / "packet").items():
        assert sha256((tmp_path / "packet" / name).read_bytes()).hexdigest() == digest


def test_files_of_another_packet_are_not_taken_up(tmp_path: Path) -> None:
    make(many(2), tmp_path / "packet", ["en"], quiet)
    make(many(3), tmp_path / "packet", ["en"], quiet)
    publish(tmp_path / "packet")
    write(many(3), tmp_path / "whole", ["en"], quiet)
    assert hashes(tmp_path / "packet") == hashes(tmp_path / "whole")


def test_what_is_begun_tells_its_file_and_can_be_discarded(tmp_path: Path) -> None:
    seen = set()

    def look(_done: int, _name: str) -> None:
        seen.update(under_way(tmp_path / "packet").split(", "))

    make(sample(), tmp_path / "packet", ["en"], look)
    assert "review-packet-2026Q3-en.xlsx" in seen
    discard(tmp_path / "packet")
    assert names(tmp_path) == []
    assert under_way(tmp_path / "packet") == ""


def test_a_build_hears_of_its_cancelling_and_leaves_nothing(
    build: PacketBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets, "PAUSE", 0.0)
    real = files.lay_out

    laid_out = 0

    def meanwhile(*args: object, **options: object) -> object:
        nonlocal laid_out
        laid_out += 1
        assert cancel(PacketBuild.objects.get(pk=build.pk))
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "lay_out", meanwhile)
    build_packet(str(build.pk))
    assert laid_out == 1
    build.refresh_from_db()
    assert build.state == JobState.CANCELLED
    assert not folder_of(build).exists()
    assert not making_of(folder_of(build)).exists()


def test_a_second_attempt_goes_on_from_the_record(build: PacketBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("the machine went down")

    with monkeypatch.context() as patched:
        patched.setattr(files, "lay_out", dies)
        build_packet(str(build.pk))
    assert PacketBuild.objects.get(pk=build.pk).state == JobState.QUEUED
    monkeypatch.setattr(packets, "read", dies)  # there is nothing left to read
    build_packet(str(build.pk))
    assert PacketBuild.objects.get(pk=build.pk).state == JobState.DONE
    assert len(hashes(folder_of(build))) == 6


def test_of_a_build_that_failed_for_good_nothing_stays(build: PacketBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(files, "lay_out", dies)
    for _ in range(build.max_attempts):
        assert not making_of(folder_of(build)).exists() or PacketBuild.objects.get().state == JobState.QUEUED
        build_packet(str(build.pk))
    assert PacketBuild.objects.get(pk=build.pk).state == JobState.FAILED
    assert not making_of(folder_of(build)).exists()


def test_what_a_press_cannot_set_stops_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#nonsense")
    monkeypatch.setattr(pdf, "_TEMPLATE", broken)
    with pytest.raises(RuntimeError, match="nonsense"):
        make(many(1500), tmp_path / "packet", ["en"], quiet)
    assert not list(making_of(tmp_path / "packet").glob("*.pdf"))
    assert under_way(tmp_path / "packet") == ""


def test_who_lost_the_job_publishes_nothing(build: PacketBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    real = packets.make

    def meanwhile(*args: object, **options: object) -> object:
        made = real(*args, **options)  # type: ignore[arg-type]
        PacketBuild.objects.filter(pk=build.pk).update(attempts=9)
        return made

    monkeypatch.setattr(packets, "make", meanwhile)
    assert jobs.run(PacketBuild, str(build.pk), packets.build_packet)
    assert not folder_of(build).exists()


def test_two_builds_of_a_quarter_do_no_harm(build: PacketBuild, officer: User) -> None:
    again = ask_for_packet(quarter=parse_period("2026Q2"), language="en", as_of=TAIPEI_NOON, by=officer)
    for one in (build, again):
        build_packet(str(one.pk))
    assert folder_of(build) != folder_of(again)
    assert hashes(folder_of(build)) == hashes(folder_of(again))


def test_the_page_tells_the_step_and_offers_to_cancel(
    build: PacketBuild, officer: User, advisor: User, as_: As
) -> None:
    making = making_of(folder_of(build))
    making.mkdir(parents=True)
    (making / ".review-packet-2026Q2-en.ods.77").write_text("half")
    PacketBuild.objects.filter(pk=build.pk).update(state=JobState.RUNNING, progress=61)
    url = f"/packets/{build.pk}/"
    page = as_(advisor).get(url).content.decode()
    assert "review-packet-2026Q2-en.ods" in page
    assert "61 / 100" in page
    assert f"{url}cancel/" not in page
    assert as_(advisor).post(f"{url}cancel/").status_code == 403
    assert f"{url}cancel/" in as_(officer).get(url).content.decode()
    assert as_(officer).post(f"{url}cancel/")["Location"] == url
    assert not making.exists()
    assert PacketBuild.objects.get(pk=build.pk).state == JobState.CANCELLED
    assert "<progress" not in as_(officer).get(url).content.decode()


def test_a_build_that_has_ended_is_not_cancelled(build: PacketBuild, officer: User, as_: As) -> None:
    build_packet(str(build.pk))
    as_(officer).post(f"/packets/{build.pk}/cancel/")
    assert PacketBuild.objects.get(pk=build.pk).state == JobState.DONE
    assert folder_of(build).exists()
