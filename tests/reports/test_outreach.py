"""Training and outreach with their material: what may come in, how it goes out, and how it is erased."""

import json
import zipfile
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from datasets.models import User
from datasets.rules.refusal import Refusal
from reports.kpis.quarters import parse_period
from reports.materials import MEDIA, MOST_MB, kind_of
from reports.models import MaterialRemoval, Outreach, OutreachMaterial
from reports.packet.canonical import canonical, parse
from reports.packet.public import public_edition
from reports.packet.sections import lay_out
from reports.services import outreach as services
from reports.services.packets import read
from tests.reports.conftest import As

PDF = b"%PDF-1.7\n"
TYPED = {"kind": "training", "title": "工作坊", "held_on": "115/07/15", "hours": "2.5", "people": "30", "note": "備註"}


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


ODP = zipped(mimetype=MEDIA["odp"].encode())
GOOD = {
    "a.pdf": PDF, "a.odp": ODP, "A.PPTX": zipped(**{"ppt__presentation.xml": b""}), "a.jpeg": b"\xff\xd8\xff\xe0",
    "a.csv": "欄位,值".encode("cp950"), "a.txt": "說明".encode("utf-16"),
}  # fmt: skip
BAD = {
    "empty": ("a.pdf", b""),
    "too_big": ("a.pdf", PDF + bytes(MOST_MB * 1024**2)),
    "kind": ("a.html", b"<script>"),
    "content": ("a.pdf", b"MZ"),
    "macros": ("a.odp", zipped(mimetype=MEDIA["odp"].encode(), **{"Basic__script.xlb": b""})),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_it_says_comes_in(name: str) -> None:
    assert kind_of(name, GOOD[name]) in MEDIA


@pytest.mark.parametrize("code", BAD)
def test_what_is_not_is_refused_with_a_sentence(code: str) -> None:
    with pytest.raises(Refusal) as refused:
        kind_of(*BAD[code])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.odt", ODP), ("a.docx", zipped(**{"xl__workbook.xml": b""})), ("a.odt", b"PK" + bytes(50)), ("a.png", PDF),
        ("a.txt", b"\xef\xbb\xbf <svg onload=x>"), ("a.csv", b"a\0b"), ("a.xlsx", b"PK" + b"PK\x01\x02" * 6000),
        ("a.txt", b"\xff\xff\xff"),
    ],
)  # fmt: skip
def test_a_name_alone_convinces_nobody(name: str, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        kind_of(name, data)
    assert refused.value.code == "content"


pytestmark = pytest.mark.django_db


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def kept() -> list[str]:
    return sorted(one.name for one in services.folder().glob("*"))


def test_an_entry_comes_with_its_file_and_both_are_read_by_the_group(officer: User, advisor: User, as_: As) -> None:
    answer = as_(officer).post("/outreach/", {**TYPED, "file": upload("../講義 <1>.pdf", PDF)})
    entry, file = Outreach.objects.get(), OutreachMaterial.objects.get()
    assert answer["Location"] == f"/outreach/{entry.event}/"
    assert (file.event, file.file_name, file.size) == (entry.event, "講義_1.pdf", len(PDF))
    assert kept() == [file.sha256] == [sha256(PDF).hexdigest()]
    for page in ("/outreach/", answer["Location"]):
        assert file.file_name in as_(advisor).get(page).content.decode()
    got = as_(advisor).get(f"/outreach/files/{file.pk}/{file.file_name}")
    assert b"".join(got) == PDF  # type: ignore[arg-type]  # a response is its pieces
    assert got["Content-Disposition"].startswith("attachment")
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert as_(advisor).post(answer["Location"], {"what": "strike"}).status_code == 403


def test_a_bad_file_says_why_and_nothing_typed_is_lost(officer: User, as_: As) -> None:
    answer = as_(officer).post(
        "/outreach/", {**TYPED, "file": upload("a.exe", b"MZ")}, headers={"accept-language": "en"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "are not taken" in page
    assert all(value in page for value in (TYPED["title"], TYPED["held_on"], TYPED["note"], 'value="2.5"'))
    assert not Outreach.objects.exists()
    assert not services.folder().exists()
    answer = as_(officer).post("/outreach/", {**TYPED, "people": "many", "material": "javascript:alert(1)"})
    assert answer.status_code == 400
    assert not Outreach.objects.exists()


def test_a_removed_file_is_erased_and_stays_in_the_record(officer: User, as_: As) -> None:
    entry, other = (services.log_event(**held(), file=("a.pdf", PDF), by=officer) for _ in range(2))
    files = [OutreachMaterial.objects.get(event=one.event) for one in (entry, other)]
    page = f"/outreach/{entry.event}/"
    assert as_(officer).post(page, {"what": "remove", "material": files[0].pk, "reason": ""}).status_code == 400
    assert as_(officer).post(page, {"what": "remove", "material": files[1].pk, "reason": "x"}).status_code == 404
    for _twice in range(2):
        assert (
            as_(officer).post(page, {"what": "remove", "material": files[0].pk, "reason": "授權到期"}).status_code
            == 302
        )
    assert MaterialRemoval.objects.count() == 1
    assert as_(officer).get(f"/outreach/files/{files[0].pk}/a.pdf").status_code == 404
    assert "授權到期" in as_(officer).get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_content_goes_once_no_entry_holds_it(officer: User) -> None:
    entry, other = (services.log_event(**held(), file=("a.pdf", PDF), by=officer) for _ in range(2))
    for one, left in ((entry, [sha256(PDF).hexdigest()]), (other, [])):
        services.remove_material(OutreachMaterial.objects.get(event=one.event), "x", by=officer)
        assert kept() == left


def held() -> dict[str, object]:
    day = timezone.localdate()
    return {"kind": "training", "title": "工作坊", "held_on": day, "hours": 2, "people": 3}


def test_what_a_crash_left_is_swept_and_what_was_changed_is_not_given_out(officer: User, as_: As) -> None:
    services.log_event(**held(), file=("a.pdf", PDF), by=officer)
    file = OutreachMaterial.objects.get()
    for name in ("0" * 64, ".half"):
        Path(services.folder() / name).write_bytes(b"x")
    assert services.erase_leftovers(before=timezone.now() - timedelta(days=1)) == 0
    assert services.erase_leftovers(before=timezone.now() + timedelta(minutes=1)) == 2
    assert kept() == [file.sha256]
    (services.folder() / file.sha256).write_bytes(b"other")
    assert as_(officer).get(f"/outreach/files/{file.pk}/a.pdf").status_code == 404


def test_an_event_is_corrected_and_struck_and_holds_so_many_files(officer: User, as_: As) -> None:
    event = uuid4()
    services.log_event(event=event, **held(), by=officer)
    page = f"/outreach/{event}/"
    as_(officer).post(page, {"what": "entry", **TYPED, "people": "31"})
    as_(officer).post(page, {"what": "entry", **TYPED, "people": "31"})
    assert Outreach.objects.count() == 2
    for number in range(21):
        answer = as_(officer).post(page, {"what": "material", "file": upload("a.txt", f"{number}".encode())})
    assert answer.status_code == 400
    assert OutreachMaterial.objects.count() == 20
    as_(officer).post(page, {"what": "strike"})
    assert "工作坊" not in as_(officer).get("/outreach/").content.decode()


def test_section_14_lists_them_and_the_public_edition_does_not(officer: User) -> None:
    quarter = parse_period("2026Q3")
    said = {"kind": "training", "title": "工作坊", "held_on": quarter.start, "hours": 2, "people": 3}
    entry = services.log_event(**said, material="https://example.test/slides", file=("講義.pdf", PDF), by=officer)
    before = timezone.now()
    services.remove_material(OutreachMaterial.objects.get(), "x", by=officer)
    then, now = read(quarter, before), read(quarter, timezone.now())
    (row,) = then.outreach
    assert [(one.name, one.size, one.sha256) for one in row.materials] == [
        ("講義.pdf", len(PDF), sha256(PDF).hexdigest())
    ]
    assert now.outreach[0].materials == ()
    assert parse(json.loads(canonical(then))) == then
    table = next(one for one in lay_out(then, "zh-hant").sections if one.number == 14).blocks[1]
    assert "講義.pdf (9 B)\nhttps://example.test/slides" in table.rows[0]  # type: ignore[union-attr]  # it is a table
    assert b"slides" not in canonical(public_edition(then))
    assert entry.title.encode() in canonical(public_edition(then))
