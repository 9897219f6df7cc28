"""Archives and maps made here: what lies about in them, what is missing from them, what they are packed in."""

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import py7zr
import pytest

from quality.checker.inspect import inspect
from quality.checker.types import Content, Declared, Limits

CSV = "名稱,數量,日期\n甲,1,2024-01-01\n乙,2,2024-02-01\n丙,3,2024-03-01\n".encode()
TITLED = "統計表,,\n名稱,數量,日期\n甲,1,2\n乙,2,3\n".encode()
KML = b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>a</name></Placemark></Document></kml>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><g><path d="M0 0"/><path d="M1 1"/></g></svg>'


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def big5_named() -> bytes:
    """As Windows in Taiwan writes names: in Big5, and saying nothing of it."""
    return zipped({"xxxxxxxx.csv": CSV}).replace(b"xxxxxxxx", "資料清單".encode("big5"))


def tarred(files: Mapping[str, bytes], mode: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def shapefile(*parts: str, folder: str = "", records: int = 3) -> dict[str, bytes]:
    """Points with a name each; only the named parts."""
    table = struct.pack("<BBBBIHH20x", 3, 124, 1, 1, records, 65, 11) + b"NAME".ljust(11, b"\0") + b"C" + bytes(4)
    table += bytes([10, 0]) + bytes(14) + b"\r" + b"".join(b" " + f"n{i}".ljust(10).encode() for i in range(records))
    points = b"".join(struct.pack(">ii", i + 1, 10) + struct.pack("<idd", 1, 121.5, 25.0) for i in range(records))
    head = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, (100 + len(points)) // 2) + struct.pack("<ii8d", 1000, 1, *[0.0] * 8)
    files = {"shp": head + points, "shx": head, "dbf": table + b"\x1a", "prj": b'GEOGCS["WGS84"]'}
    return {f"{folder}a.{part}": files[part] for part in parts}


CASES: dict[str, tuple[bytes, str, bool]] = {
    "one table": (zipped({"a.csv": CSV}), "ZIP", True),
    "a name in Big5": (big5_named(), "ZIP", True),
    "a Mac": (zipped({"a.csv": CSV, "__MACOSX/._a.csv": bytes(40), ".DS_Store": b"\0\1"}), "ZIP", True),
    "Windows": (zipped({"a.csv": CSV, "Thumbs.db": OLE, "desktop.ini": b"[x]\r\na=1\r\n"}), "ZIP", True),
    "a note beside": (zipped({"a.csv": CSV, "README.txt": b"This is a text. Read me first."}), "ZIP", True),
    "an archive inside": (zipped({"in.zip": zipped({"a.csv": CSV})}), "ZIP", True),
    "a bad table inside an archive inside": (zipped({"in.zip": zipped({"a.csv": TITLED})}), "ZIP", False),
    "one of two is bad": (zipped({"a.csv": CSV, "b.csv": TITLED}), "ZIP", False),
    "an empty table": (zipped({"a.csv": b""}), "ZIP", False),
    "an empty folder": (zipped({"a/": b""}), "ZIP", False),
    "papers": (zipped({"a.pdf": b"%PDF-1.4\n%%EOF"}), "ZIP", False),
    "tar": (tarred({"a.csv": CSV}, "w"), "TAR", True),
    "tar.gz": (tarred({"a.csv": CSV, "b/c.csv": CSV}, "w:gz"), "GZ", True),
    "gz": (gzip.compress(CSV), "GZ", True),
    "gz cut short": (gzip.compress(CSV * 50)[:60], "GZ", False),
    "zip cut short": (zipped({"a.csv": CSV * 50})[:100], "ZIP", False),
    "a shapefile": (zipped(shapefile("shp", "shx", "dbf", "prj")), "SHP", True),
    "a shapefile in a folder": (zipped(shapefile("shp", "shx", "dbf", folder="圖/")), "SHP", True),
    "a shapefile without table": (zipped(shapefile("shp", "shx", "prj")), "SHP", False),
    "a shapefile without index": (zipped(shapefile("shp", "dbf")), "SHP", False),
    "shapes alone": (zipped(shapefile("shp")), "SHP", False),
    "a shapefile without shapes": (zipped(shapefile("shx", "dbf", "prj")), "ZIP", False),
    "kmz": (zipped({"doc.kml": KML}), "KMZ", True),
    "kmz with a picture": (zipped({"doc.kml": KML, "files/a.png": b"\x89PNG\r\n\x1a\n"}), "KMZ", True),
    "svg": (SVG, "IMAGE", False),
    "svg in its prologue": (b'<?xml version="1.0"?>\n<!-- x -->\n' + SVG, "IMAGE", False),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_container(name: str, tmp_path: Path) -> None:
    data, form, readable = CASES[name]
    seen = look(data, tmp_path)
    assert (seen.format, seen.machine_readable) == (form, readable)


def test_the_name_in_big5_is_read(tmp_path: Path) -> None:
    assert [member.name for member in look(big5_named(), tmp_path).members] == ["資料清單.csv"]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    (finding,) = look(zipped(shapefile("shp", "shx")), tmp_path).findings
    assert (finding.code, finding.values["lacking"]) == ("corrupt", "a.dbf")


def look(data: bytes, folder: Path) -> Content:
    (path := folder / "file").write_bytes(data)
    return inspect(path, Declared(), Limits())


def test_a_7z_of_a_packing_that_nobody_here_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr("a,b\n1,2\n", "a.csv")

    def refuse(*_: object, **__: object) -> None:
        raise py7zr.UnsupportedCompressionMethodError(b"\x00", "BCJ2")

    monkeypatch.setattr(py7zr.SevenZipFile, "extractall", refuse)
    content = inspect(out.getvalue(), Declared(), Limits())
    assert [(m.name, m.content.machine_readable) for m in content.members] == [("a.csv", None)]
    assert (content.machine_readable, content.findings) == (None, ())
