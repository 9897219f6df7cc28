"""A sealed packet is checked without database and without network, and whatever is done to it is found."""

import json
import random
import re
import socket
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.packet import bundle as bundling
from reports.packet.bundle import SEAL, linked, proof
from reports.packet.canonical import canonical
from reports.packet.public import public_edition
from reports.packet.verify import verify, verify_record
from tests.reports.packet_sample import sample

RECORD, PDF, TABLES = "review-packet-2026Q3.json", "review-packet-2026Q3-en.pdf", "review-packet-2026Q3-en.csv.zip"
PREVIOUS = "ab" * 32
Files = dict[str, bytes]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here has a database (none is marked for one), and none reaches the network."""

    def refused(*_: object) -> None:
        raise AssertionError("verification asked the network")

    monkeypatch.setattr(socket, "socket", refused)


def files_of(record: bytes) -> Files:
    """A packet without its heavy files: verification knows no format."""
    return {RECORD: record, PDF: b"%PDF-1.7 " + bytes(range(256)), TABLES: b"PK" + bytes(range(255, 0, -1))}


def fact_of(full: Files, public: Files) -> dict[str, Any]:
    """What the chain hashes, as it hashes it."""
    manifest = {
        edition: {name: sha256(content).hexdigest() for name, content in files.items()}
        for edition, files in (("full", full), ("public", public))
    }
    return {
        "kind": "reports.reviewpacket", "quarter": "2026Q3", "number": "0", "position": "4712",
        "sha256": manifest["full"][RECORD], "manifest": manifest, "recorded_at": "2026-10-09T01:00:00.000000+00:00",
    }  # fmt: skip


def bundle(seal: bytes, files: Files) -> bytes:
    out = BytesIO()
    bundling.bundle(seal, {name: partial(BytesIO, content) for name, content in files.items()}, out)
    return out.getvalue()


FULL, PUBLIC = files_of(canonical(sample())), files_of(canonical(public_edition(sample())))
FACT = fact_of(FULL, PUBLIC)
HEAD = linked(PREVIOUS, FACT)
BUNDLE = bundle(proof("full", FACT, PREVIOUS), FULL)


@pytest.mark.parametrize(("edition", "files"), [("full", FULL), ("public", PUBLIC)])
def test_either_edition_is_as_it_was_sealed(edition: str, files: Files) -> None:
    found = verify(bundle(proof(edition, FACT, PREVIOUS), files), HEAD)
    assert (found.faults, found.anchored, found.edition, found.head) == ((), True, edition, HEAD)
    assert found.files == tuple(sorted(files))


def test_the_record_alone_is_as_it_was_sealed() -> None:
    seal = proof("full", FACT, PREVIOUS)
    assert verify_record(FULL[RECORD], RECORD, seal, HEAD).anchored
    assert verify_record(PUBLIC[RECORD], RECORD, seal).faults
    assert verify_record(FULL[RECORD], "other.json", seal).faults


# -- a thousand mutations ---------------------------------------------------------------------------------

Mutation = Callable[[random.Random], bytes]


def flip(dice: random.Random) -> bytes:
    data = bytearray(BUNDLE)
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def cut(dice: random.Random) -> bytes:
    return BUNDLE[: dice.randrange(len(BUNDLE))]


def insert(dice: random.Random) -> bytes:
    place = dice.randrange(len(BUNDLE) + 1)
    return BUNDLE[:place] + dice.randbytes(dice.randrange(1, 5)) + BUNDLE[place:]


def drop(dice: random.Random) -> bytes:
    place, length = dice.randrange(len(BUNDLE) - 5), dice.randrange(1, 5)
    return BUNDLE[:place] + BUNDLE[place + length :]


def exchange(dice: random.Random) -> bytes:
    """Two bytes change places."""
    data = bytearray(BUNDLE)
    one = dice.randrange(len(data))
    other = dice.choice([place for place in range(one - 200, one + 200) if BUNDLE[place % len(data)] != data[one]])
    data[one], data[other % len(data)] = data[other % len(data)], data[one]
    return bytes(data)


def swap_files(dice: random.Random) -> bytes:
    one, other = dice.sample(sorted(FULL), 2)
    return bundle(proof("full", FACT, PREVIOUS), FULL | {one: FULL[other], other: FULL[one]})


def edit_a_figure(dice: random.Random) -> bytes:
    """A number of the record, in the bundle as it is."""
    return bundle(proof("full", FACT, PREVIOUS), FULL | {RECORD: edited(dice)})


def edited(dice: random.Random) -> bytes:
    found = dice.choice(list(re.finditer(rb'"(?:numerator|denominator|on_time|late|views)":"?(\d+)', FULL[RECORD])))
    number = str(int(found[1]) + dice.randrange(1, 9)).encode()
    return FULL[RECORD][: found.start(1)] + number + FULL[RECORD][found.end(1) :]


def forge(dice: random.Random) -> bytes:
    """A figure is edited and every hash inside computed anew: only the hash kept elsewhere tells."""
    files = FULL | {RECORD: edited(dice)}
    forged = bundle(proof("full", fact_of(files, PUBLIC), PREVIOUS), files)
    assert verify(forged).faults == ()
    return forged


def other_seal(dice: random.Random) -> bytes:
    """The seal says otherwise: another number, moment or chain; with or without its hash computed anew."""
    key = dice.choice(["number", "position", "recorded_at", "quarter", "sha256"])
    fact = FACT | {key: FACT[key][:-1] + dice.choice([one for one in "23456789" if one != FACT[key][-1]])}
    seal = json.loads(proof("full", fact, dice.choice([PREVIOUS, dice.randbytes(32).hex()])))
    if dice.random() < 0.5:
        seal["hash"] = HEAD
    return bundle(json.dumps(seal, separators=(",", ":"), sort_keys=True).encode(), FULL)


def rewrap(dice: random.Random) -> bytes:
    """The same files in another zip: compressed, in another order, one left out, one added, one twice, a remark."""
    out, entries = BytesIO(), [(SEAL, proof("full", FACT, PREVIOUS)), *sorted(FULL.items())]
    how = dice.randrange(5)
    if how == 0:
        entries.append((f"{dice.randrange(99)}.txt", b"x"))
    elif how == 1:
        del entries[dice.randrange(len(entries))]
    elif how == 2:
        entries.append((RECORD, edited(dice)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if how == 3 else zipfile.ZIP_STORED) as archive:
        archive.comment = b"x" * dice.randrange(1, 9) if how == 4 else b""
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


MUTATIONS: list[Mutation] = [
    flip, flip, flip, cut, insert, drop, exchange, swap_files, edit_a_figure, forge, other_seal, rewrap,
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_thousand_mutations_are_found() -> None:
    dice, missed = random.Random(5), []
    for place in range(1000):
        mutation = MUTATIONS[place % len(MUTATIONS)]
        changed = mutation(dice)
        assert changed != BUNDLE
        if not verify(changed, HEAD).faults:
            missed.append(mutation.__name__)
    assert missed == []


def test_without_the_hash_kept_elsewhere_a_forger_is_not_found_and_nothing_is_claimed() -> None:
    forged = verify(forge(random.Random(1)))
    assert (forged.faults, forged.anchored) == ((), False)


def test_what_is_no_packet_is_said_to_be_none() -> None:
    for content in (b"", b"PK", b"{}", bytes(1000), bundle(b"{}", {}), bundle(b"[" * 50_000, FULL)):
        assert verify(content).faults


def test_a_large_packet_is_never_held_whole() -> None:
    """Neither at bundling nor at checking: ten files of 8 MB, and at the most 8 MB of memory."""
    heavy = {f"review-packet-2026Q3-annex-{place:02}.pdf": bytes([place]) * 8_000_000 for place in range(10)}
    files = FULL | heavy
    fact = fact_of(files, PUBLIC)
    openers = {name: partial(BytesIO, content) for name, content in files.items()}
    with TemporaryFile() as out:
        tracemalloc.start()
        bundling.bundle(proof("full", fact, PREVIOUS), openers, out)
        found = verify(out, linked(PREVIOUS, fact))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert (found.faults, found.anchored) == ((), True)
    assert peak < 16_000_000  # one of the openers above holds 8 MB itself


# -- the command, and a third party without it ------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "packet.zip"
    file.write_bytes(BUNDLE)
    return file


def said(capsys: Any, file: Path, *options: str) -> str:
    with translation.override("en"):
        call_command("verify_packet", str(file), *options)
    return str(capsys.readouterr().out)


def test_the_command_tells_what_it_proves(file: Path, capsys: Any) -> None:
    assert "no proof against" in said(capsys, file)
    assert "As sealed" in said(capsys, file, "--head", HEAD.upper())
    with pytest.raises(CommandError, match="another one"):
        said(capsys, file, "--head", "0" * 64)
    with pytest.raises(CommandError, match="Cannot read"):
        said(capsys, file.with_name("none.zip"))


def test_the_command_reads_the_record_with_the_seal_beside_it(file: Path, capsys: Any) -> None:
    record = file.with_name(RECORD)
    record.write_bytes(FULL[RECORD])
    with pytest.raises(CommandError, match=r"seal\.json beside"):
        said(capsys, record)
    record.with_name(SEAL).write_bytes(proof("full", FACT, PREVIOUS))
    assert f"Looked at: {RECORD}\n" in said(capsys, record, "--head", HEAD)
    record.write_bytes(edited(random.Random(2)))
    with pytest.raises(CommandError, match="was changed"):
        said(capsys, record, "--head", HEAD)


def shell_of_the_document() -> str:
    text = (settings.BASE_DIR / "docs" / "packet.md").read_text()
    found = re.search(r"```sh\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("edition", ["full", "public"])
def test_the_document_s_shell_commands_verify_it_too(edition: str, tmp_path: Path) -> None:
    """docs/packet.md tells a third party to use sha256sum and sed alone."""
    files = FULL if edition == "full" else PUBLIC
    (tmp_path / "packet.zip").write_bytes(bundle(proof(edition, FACT, PREVIOUS), files))
    commands = shell_of_the_document()

    def run() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(["sh", "-e", "-c", commands], cwd=tmp_path, capture_output=True, text=True, check=False)

    told = run()
    assert told.returncode == 0, told.stderr
    assert HEAD in told.stdout
    assert {f"{name}: OK" for name in files} <= set(told.stdout.splitlines())
    (tmp_path / "packet.zip").write_bytes(
        bundle(proof(edition, FACT, PREVIOUS), files | {RECORD: edited(random.Random(3))})
    )
    told = run()
    assert told.returncode != 0
    assert f"{RECORD}: FAILED" in told.stdout
