"""Archives, and bombs of all kinds."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from unittest.mock import patch

import py7zr
import py7zr.compressor
import time_machine

from .case import Case, case, packed
from .sheets import STAMP, book
from .tables import CITY

TITLE = "113年統計表,,\n縣市,件數,比率\n臺北市,1,2\n新北市,3,4\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
ZEROS = 32 * 1024 * 1024
ULTRA = [{"id": py7zr.FILTER_LZMA2, "preset": 0, "dict_size": 64 * 1024**2}]


def cases() -> list[Case]:
    """Archives."""
    return [*_zip(), *_others(), *_rar(), *_shapes(), *_bombs()]


def _big5_name(data: bytes) -> bytes:
    """The name written in Big5 without the flag, as old packers did."""
    return data.replace(b"data.csv", "資料.csv".encode("cp950"))


def _encrypted(data: bytes) -> bytes:
    """The flag of an encrypted member set in both of its headers."""
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    out = bytearray(data)
    out[local + 6] |= 1
    out[central + 8] |= 1
    return bytes(out)


def _zip() -> list[Case]:
    def z(name: str, data: bytes, ok: "bool | None", codes: str = "", **more: object) -> Case:
        return case(name, data, "ZIP", ok, codes, **more)

    csv = packed({"data.csv": CITY})
    return [
        z("zip-csv.zip", csv, True, members=[["data.csv", "CSV", 3, True]], stars=3, declared={"format": "ZIP"}),
        z("zip-csv-stored.zip", packed({"data.csv": CITY}, zipfile.ZIP_STORED), True, members=[["data.csv", "CSV", 3, True]]),
        z("zip-lzma.zip", packed({"data.csv": CITY}, zipfile.ZIP_LZMA), True, members=[["data.csv", "CSV", 3, True]]),
        z("zip-two.zip", packed({"a.csv": CITY, "b.json": '[{"a":1}]'}), True, members=[["a.csv", "CSV", 3, True], ["b.json", "JSON", 1, True]]),
        z("zip-one-bad.zip", packed({"a.csv": CITY, "b.csv": TITLE}), False, members=[["a.csv", "CSV", 3, True], ["b.csv", "CSV", 2, False]]),
        z("zip-folders.zip", packed({"資料/": b"", "資料/a.csv": CITY, "__MACOSX/._a.csv": b"\0\5"}), True, members=[["資料/a.csv", "CSV", 3, True]]),
        z("zip-big5-name.zip", _big5_name(packed({"data.csv": CITY})), True, members=[["資料.csv", "CSV", 3, True]]),
        z("zip-with-paper.zip", packed({"a.csv": CITY, "說明.pdf": PDF}), True, members=[["a.csv", "CSV", 3, True], ["說明.pdf", "PDF", None, False]]),
        z("zip-of-papers.zip", packed({"a.pdf": PDF, "b.txt": "本會說明如下，請參考。\n"}), False, "archive_of_documents"),
        z("zip-xlsx-inside.zip", packed({"a.xlsx": book()}), True, members=[["a.xlsx", "XLSX", 2, True]], stars=2),
        z("zip-zip-inside.zip", packed({"in.zip": csv}), True, members=[["in.zip", "ZIP", None, True]]),
        z("zip-empty.zip", packed({}), False, "no_rows"),
        z("zip-encrypted.zip", _encrypted(csv), False, "encrypted"),
        z("zip-cut.zip", csv[:-30], False, "corrupt"),
        z("zip-bad-crc.zip", csv.replace(struct.pack("<I", zlib.crc32(CITY.encode())), b"\1\2\3\4"), False, "corrupt"),
        z("zip-declared-csv.zip", csv, True, "format_mismatch", declared={"format": "CSV"}),
        z("zip-declared-fields.zip", csv, True, "field_missing field_extra", declared={"format": "ZIP", "fields": ["縣市", "面積"]}),
        z("zip-path-tricks.zip", packed({"../../a.csv": CITY, "/etc/b.csv": CITY}), True),
        case("kmz.kmz", packed({"doc.kml": '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>甲</name></Placemark></kml>'}), "KMZ", True, members=[["doc.kml", "KML", 1, True]]),
    ]


def _tar(members: "dict[str, bytes | str]") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, text in members.items():
            data = text.encode() if isinstance(text, str) else text
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def seven(members: "dict[str, bytes | str]", password: "str | None" = None, **more: object) -> bytes:
    """A 7Z of these files, the same at every making."""
    out = io.BytesIO()
    salt = patch.object(py7zr.compressor, "get_random_bytes", bytes)
    with salt, time_machine.travel(STAMP, tick=False), py7zr.SevenZipFile(out, "w", password=password, **more) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


def _spoilt(data: bytes) -> bytes:
    """The packed stream, which begins behind the first header, is noise."""
    return data[:32] + bytes(b ^ 0x5A for b in data[32:64]) + data[64:]


def _others() -> list[Case]:
    gz = gzip.compress(CITY.encode(), mtime=0)
    one = seven({"資料.csv": CITY})
    return [
        case("7z.7z", one, "7Z", True, members=[["資料.csv", "CSV", 3, True]], declared={"format": "7Z"}, stars=3),
        case("7z-two.7z", seven({"a.csv": CITY, "b.csv": TITLE}), "7Z", False, members=[["a.csv", "CSV", 3, True], ["b.csv", "CSV", 2, False]]),
        case("7z-declared-7zip.7z", one, "7Z", True, declared={"format": "7-zip"}),
        case("7z-large-dictionary.7z", seven({"a.csv": CITY}, filters=ULTRA), "7Z", True, members=[["a.csv", "CSV", 3, True]]),
        case("7z-encrypted.7z", seven({"a.csv": CITY}, "secret"), "7Z", False, "encrypted"),
        case("7z-cut.7z", one[:-20], "7Z", False, "corrupt"),
        case("7z-bad-brotli.7z", _spoilt(seven({"a.csv": CITY * 50}, filters=[{"id": py7zr.FILTER_BROTLI, "level": 5}])), "7Z", False, "corrupt"),
        case("7z-of-papers.7z", seven({"a.pdf": PDF}), "7Z", False, "archive_of_documents"),
        case("gz.csv.gz", gz, "GZ", True, members=[["gz.csv", "CSV", 3, True]], stars=3),
        case("gz-nameless", gz, "GZ", True),
        case("gz-two-parts.csv.gz", gz + gzip.compress("臺中市,113/04,280\n".encode(), mtime=0), "GZ", True, members=[["gz-two-parts.csv", "CSV", 4, True]]),
        case("gz-cut.csv.gz", gz[:-12], "GZ", False, "corrupt"),
        case("tar.tar", _tar({"a.csv": CITY}), "TAR", True, members=[["a.csv", "CSV", 3, True]]),
        case("tgz.tar.gz", gzip.compress(_tar({"a.csv": CITY}), mtime=0), "GZ", True, members=[["tgz.tar", "TAR", None, True]]),
        case("tar-cut.tar", _tar({"a.csv": CITY * 500})[:1500], "TAR", False, "corrupt"),
    ]


RAR5 = b"Rar!\x1a\x07\x01\x00"


def vint(number: int) -> bytes:
    """A number of RAR 5: seven bits a byte."""
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def block5(kind: int, flags: int, body: bytes, data: "bytes | None" = None) -> bytes:
    """A block of RAR 5: checksum, size, kind, flags."""
    head = vint(kind) + vint(flags) + (vint(len(data)) if data is not None else b"") + body
    sized = vint(len(head)) + head
    return struct.pack("<I", zlib.crc32(sized)) + sized + (data or b"")


def rar5(members: "dict[str, bytes | str]") -> bytes:
    """A RAR 5 archive whose members are stored (the format's technical note)."""
    out = RAR5 + block5(1, 0, vint(0))
    for name, text in members.items():
        data = text.encode() if isinstance(text, str) else text
        label = name.encode()
        body = vint(4) + vint(len(data)) + vint(0o100644) + struct.pack("<I", zlib.crc32(data)) + vint(0) + vint(1) + vint(len(label)) + label
        out += block5(2, 2, body, data)
    return out + block5(5, 0, vint(0))


def _rar() -> list[Case]:
    one = rar5({"資料.csv": CITY})
    return [
        case("rar.rar", one, "RAR", True, members=[["資料.csv", "CSV", 3, True]], stars=3),
        case("rar-two.rar", rar5({"a.csv": CITY, "b.csv": TITLE}), "RAR", False, members=[["a.csv", "CSV", 3, True], ["b.csv", "CSV", 2, False]]),
        case("rar-bad-data.rar", one.replace("臺北市".encode(), "台北市".encode()), "RAR", False, "corrupt"),
        case("rar-cut.rar", one[:60], "RAR", False, "corrupt"),
    ]


def shapefile(names: list[str], records: list[list[str]], codec: str) -> dict[str, bytes]:
    """The three files of a point layer."""
    fields = b"".join(n.encode(codec)[:10].ljust(11, b"\0") + b"C" + bytes(4) + bytes([20, 0]) + bytes(14) for n in names)
    width = 1 + 20 * len(names)
    head = struct.pack("<B3BIHH20x", 3, 124, 5, 1, len(records), 32 + len(fields) + 1, width)
    rows = b"".join(b" " + b"".join(v.encode(codec)[:20].ljust(20) for v in row) for row in records)
    points = b"".join(struct.pack(">ii", i + 1, 10) + struct.pack("<idd", 1, 121.5, 25.0) for i in range(len(records)))
    shp = struct.pack(">i20xi", 9994, (100 + len(points)) // 2) + struct.pack("<ii8d", 1000, 1, 121, 25, 122, 26, 0, 0, 0, 0)
    index = b"".join(struct.pack(">ii", 50 + 14 * i, 10) for i in range(len(records)))
    return {"a.shp": shp + points, "a.dbf": head + fields + b"\r" + rows + b"\x1a", "a.shx": shp + index}


def _shapes() -> list[Case]:
    utf8 = shapefile(["名稱", "日期"], [["甲", "20240430"], ["乙", "20240501"], ["丙", "20240430"]], "utf-8")
    big5 = shapefile(["名稱", "座數"], [["甲", "1"], ["乙", "2"]], "cp950")
    return [
        case("shp.zip", packed({**utf8, "a.cpg": b"UTF-8"}), "SHP", True, rows=3, fields=["名稱", "日期"], newest_date="2024-05-01", declared={"format": "SHP"}),
        case("shp-declared-zip.zip", packed(utf8), "SHP", True, rows=3, declared={"format": "ZIP"}),
        case("shp-big5.zip", packed({f"層/{n}": d for n, d in big5.items()}), "SHP", True, "encoding_not_utf8", rows=2, fields=["名稱", "座數"]),
        case("shp-cut-table.zip", packed({**utf8, "a.dbf": utf8["a.dbf"][:-40]}), "SHP", False, "corrupt"),
        case("shp-alone.shp", utf8["a.shp"], "SHP", True),
    ]


def _bombs() -> list[Case]:
    zeros = bytes(ZEROS)
    inner = packed({"0.csv": zeros})
    nested = packed({f"{i}.zip": inner for i in range(4)})
    deep = packed({"a.csv": CITY})
    for _ in range(8):
        deep = packed({"in.zip": deep}, zipfile.ZIP_STORED)
    wide = book()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wide)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"<sheetData>", b"<sheetData>" + b" " * ZEROS)
            new.writestr(zipfile.ZipInfo(info.filename, (2024, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return [
        case("bomb-gzip.csv.gz", gzip.compress(zeros, mtime=0), "GZ", None, reason="bomb"),
        case("bomb-zip.zip", inner, "ZIP", None, reason="bomb"),
        case("bomb-zip-nested.zip", nested, "ZIP", None, reason="bomb"),
        case("bomb-zip-deep.zip", deep, "ZIP", None, reason="bomb"),
        case("bomb-xlsx.xlsx", out.getvalue(), "XLSX", None, reason="bomb"),
        case("bomb-7z.7z", seven({"0.csv": zeros}), "7Z", None, reason="bomb"),
        case("bomb-tgz.tar.gz", gzip.compress(_tar({"0.csv": zeros}), mtime=0), "GZ", None, reason="bomb"),
    ]

