"""What kind of bytes these are, by their signature. The name, the Content-Type and the catalogue are not asked."""

import codecs
import contextlib
import re
import zipfile

from quality.checker import wide
from quality.checker.parse.source import Source

HEAD = 4096
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "PARQUET"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"\x1f\x8b", "GZ"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n\x1a\n", "IMAGE"),
    (b"\xff\xd8\xff", "IMAGE"),
    (b"GIF87a", "IMAGE"),
    (b"GIF89a", "IMAGE"),
    (b"II*\0", "IMAGE"),
    (b"MM\0*", "IMAGE"),
    (b"\0\0\0\x0cjP  ", "IMAGE"),
    (b"\0\0\1\0", "IMAGE"),
    (b"\0\0\x27\x0a", "SHP"),
    (b"\x09\x08\x10\0", "XLS"),
    (b"\x09\x08\x08\0", "XLS"),
    (b"\x09\x04\x06\0", "XLS"),
    (b"\x09\x02\x06\0", "XLS"),
    (b"\x09\0\x04\0", "XLS"),
)
_OTHER_BINARIES = (
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3\0",
    b"\x7fELF",
    b"MZ",
    b"{\\rtf",
    b"wOFF",
    b"\x00\x01\x00\x00",
    b"OggS",
    b"ID3",
    b"\xca\xfe\xba\xbe",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODF = {"application/vnd.oasis.opendocument.spreadsheet": "ODS", "application/vnd.oasis.opendocument.text": "ODT"}
TEXT, UNKNOWN = "TEXT", "UNKNOWN"


def sniff(source: Source) -> str:
    """A format of quality.md; TEXT where the bytes are text of some kind; UNKNOWN where they are neither."""
    head = source.start(HEAD)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zipped(source)
    if head.startswith(OLE):
        return _compound(source)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    if (
        (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or head[4:12] in (b"ftypheic", b"ftypavif")
        or (head[:2] == b"BM" and head[6:10] == b"\0\0\0\0")
    ):
        return "IMAGE"
    if head[257:262] == b"ustar" or _is_old_tar(head) or _is_hollow_tar(source, head):
        return "TAR"
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith((b"<", b"{", b"[")):  # an archive may begin with one
        return "PDF"
    if head.startswith(_OTHER_BINARIES):
        return "UNKNOWN"
    if is_text(head):
        return TEXT
    return _zipped(source) if zipfile.is_zipfile(source.file) else "UNKNOWN"  # a program may stand before the archive


def is_text(head: bytes) -> bool:
    """Text of any encoding has next to no control characters; UTF-16 has NULs in every second place."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"\xef\xbb\xbf")):
        return True
    nuls = head.count(0)
    if nuls and (wide.codec_of(head) or _is_padded(head)):
        return True
    if nuls and max(head[0::2].count(0), head[1::2].count(0)) < 0.95 * nuls:
        return False
    controls = sum(head.count(c) for c in (*range(2, 9), *range(14, 27), 28, 29, 127))
    if nuls and nuls * 10 < len(head) <= nuls * 200:
        return b"\n" in head and not controls and _decodes(head)
    return controls * 50 <= max(len(head), 50) or (controls < 6 and b"\n" in head and not nuls and _decodes(head))


def _is_padded(head: bytes) -> bool:
    """Lines of text whose cells, or whose end, are filled up with NULs, as programs with fields of fixed length do."""
    bare = head.replace(b"\0", b"")
    if head.startswith(bare) and bare.lstrip().startswith((b"{", b"[", b"<")):
        return is_text(bare)
    if b"\n" not in bare or len(bare) < 16 or any(bare.count(c) for c in (*range(1, 9), *range(14, 27), 127)):
        return False
    gaps = re.findall(rb"\0+(?=(.?))", head, re.DOTALL)
    return all(following in b',;\t|"\r\n' for following in gaps) and _decodes(bare)


def _decodes(data: bytes) -> bool:
    """As UTF-8 or Big5; the last character may be cut."""
    for codec in ("utf-8", "cp950"):
        with contextlib.suppress(UnicodeDecodeError):
            codecs.getincrementaldecoder(codec)("strict").decode(data)
            return True
    return False


def _is_old_tar(head: bytes) -> bool:
    """A tar from before ustar: the header's checksum holds."""
    if len(head) < 512 or not head[0]:
        return False
    try:
        stated = int(head[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def _is_hollow_tar(source: Source, head: bytes) -> bool:
    """Blocks of zeros are a tar of nothing, where one was promised."""
    return source.expected == "TAR" and source.size % 512 == 0 and not head.strip(b"\0")


def _zipped(source: Source) -> str:
    """What a ZIP really is: an office document, a shapefile, a KMZ, or just a ZIP."""
    try:
        with zipfile.ZipFile(source.file) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()]
            mime = (
                archive.read("mimetype", None)[:100].decode("ascii", "replace").strip() if "mimetype" in names else ""
            )
    except Exception:
        return _cut(source.start(1 << 16))
    present = set(names)
    if mime:
        return _ODF.get(mime.removesuffix("-template"), "UNKNOWN" if "opendocument" in mime else "ZIP")
    if "[Content_Types].xml" in present or any(name.startswith("_rels/") for name in names[:50]):
        for folder, kind in (("xl/", "XLSX"), ("word/", "DOCX"), ("ppt/", "UNKNOWN")):
            if any(name.startswith(folder) for name in names):
                return kind
    suffixes = {name.lower().rpartition(".")[2] for name in names}
    if "shp" in suffixes:
        return "SHP"
    if any(name.lower().endswith(".kml") and "/" not in name for name in names):
        others = [n for n in names if not n.lower().endswith((".kml", ".png", ".jpg", ".jpeg", ".gif", ".dae", "/"))]
        return "KMZ" if not others else "ZIP"
    return "ZIP"


def _cut(head: bytes) -> str:
    """A ZIP without its directory, at the end: the first members' names still tell an office document."""
    for mark, kind in ((b"opendocument.spreadsheet", "ODS"), (b"opendocument.text", "ODT")):
        if mark in head[:100]:
            return kind
    names = [head[at + 30 : at + 30 + int.from_bytes(head[at + 26 : at + 28], "little")] for at in _locals(head)]
    if any(name in (b"[Content_Types].xml", b"_rels/.rels") or name.startswith(b"docProps/") for name in names):
        folders = {name.partition(b"/")[0] for name in names}
        return "XLSX" if b"xl" in folders else "DOCX" if b"word" in folders else "ZIP"
    return "ZIP"


def _locals(head: bytes) -> list[int]:
    """Where members begin."""
    return [found.start() for found in re.finditer(rb"PK\x03\x04", head)]


def _compound(source: Source) -> str:
    """What an OLE compound file holds; an encrypted OOXML document counts as what it most probably is, a workbook."""
    import olefile

    try:
        with olefile.OleFileIO(source.file) as file:
            streams = {entry[0].lower() for entry in file.listdir()}
    except Exception:
        return "UNKNOWN"
    if "workbook" in streams or "book" in streams:
        return "XLS"
    if "encryptedpackage" in streams:
        return "XLSX"
    return "DOC" if "worddocument" in streams else "UNKNOWN"


def plain(kind: str) -> str:
    """The format to report where nothing more could be found out."""
    return "TXT" if kind == TEXT else kind
