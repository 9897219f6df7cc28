"""What is wrong in an archive is told of the archive, by the names of its files."""

import io
import zipfile

from quality.checker.inspect import inspect
from quality.checker.messages import finding_message
from quality.checker.types import Content, Declared, Limits
from quality.inside import EACH, findings_of

FINE, TITLE = "縣市,件數\n臺北市,5\n新北市,6\n", "統計表,\n縣市,件數\n臺北市,5\n新北市,6\n"


def packed(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def judged(members: dict[str, str | bytes]) -> Content:
    return inspect(packed(members), Declared("ZIP"), Limits(), name_hint="a.zip")


def told(members: dict[str, str | bytes]) -> list[tuple[str, object]]:
    return [(found.code, found.values.get("member")) for found in findings_of(judged(members))]


def test_by_the_name_of_the_file() -> None:
    assert told({"a.csv": FINE, "b.csv": TITLE}) == [("title_above_header", "b.csv")]
    (found,) = findings_of(judged({"a.csv": FINE, "b.csv": TITLE}))
    assert finding_message(found, "en").endswith("(file b.csv; count 1)")
    assert found.row == 1


def test_nothing_of_a_clean_one_and_of_papers_beside_data() -> None:
    assert told({"a.csv": FINE, "readme.txt": "說明文字，請參考。\n謝謝。\n"}) == []


def test_an_archive_in_an_archive() -> None:
    assert told({"in.zip": packed({"b.csv": TITLE})}) == [("title_above_header", "in.zip/b.csv")]


def test_an_empty_file_is_why_it_cannot_be_read() -> None:
    content = judged({"a.csv": FINE, "b.csv": ""})
    assert content.machine_readable is False
    assert told({"a.csv": FINE, "b.csv": ""}) == [("no_rows", "b.csv")]


def test_a_few_speak_for_many_and_the_worst_first() -> None:
    found = findings_of(judged({f"{n}.csv": TITLE.replace("5", "5 ") for n in range(9)}))
    assert [one.code for one in found] == ["title_above_header"] * EACH + ["padded_cells"] * EACH
    assert found[0].values["files"] == 9 and "files" not in found[1].values


def test_persons_stay_private() -> None:
    (found,) = findings_of(judged({"a.csv": "姓名,編號\n王,A123456789\n李,A123456789\n"}))
    assert found.code == "personal_data_suspected" and found.private
