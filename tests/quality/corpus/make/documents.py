"""Documents and pictures."""

import struct
import zlib
from base64 import b85decode

from .biff import compound
from .case import Case, case, packed
from .odf import odf

WORDS = "BT /F1 12 Tf 20 100 Td (National Communications Commission, statistics of base stations) Tj ET"


JPEG = (
    "|JeWF01!$>Nk#wx0RR9200961|JwjV0RR90" + "|NsC0" * 18 + "|Np=M3kU!R00;pA5di<h02BZL00000000000000000000|HJ?k5CH%H"
    "0000000000000000095m00;pA002J#KmXY"
)
"""Eight by eight pixels of grey."""


def cases() -> list[Case]:
    """PDF, Word, ODT, pictures."""
    papers = "not_structured"
    return [
        case("pdf-text.pdf", pdf(WORDS.encode()), "PDF", False, papers, stars=1),
        case("pdf-scan.pdf", pdf(b"q 200 0 0 200 0 0 cm /I Do Q", image=True), "PDF", False, papers + " scanned_pdf"),
        case("pdf-late-start.pdf", b"\r\n\r\n" + pdf(WORDS.encode()), "PDF", False, papers),
        case("pdf-cut.pdf", pdf(WORDS.encode())[:120], "PDF", False, papers + " corrupt"),
        case("pdf-named-csv.csv", pdf(WORDS.encode()), "PDF", False, papers + " format_mismatch", declared={"format": "CSV"}),
        case("docx.docx", _docx(), "DOCX", False, papers),
        case("docx-declared.docx", _docx(), "DOCX", False, papers, declared={"format": "docx"}),
        case("doc.doc", compound({"WordDocument": b"\xec\xa5" + bytes(5000)}), "DOC", False, papers),
        case("odt.odt", _odt(), "ODT", False, papers),
        case("encrypted.xlsx", compound({"EncryptedPackage": bytes(5000)}), "XLSX", False, "encrypted"),
        case("picture.png", picture("PNG"), "IMAGE", False, papers),
        case("picture.jpg", picture("JPEG"), "IMAGE", False, papers),
        case("picture.gif", picture("GIF"), "IMAGE", False, papers),
        case("picture.tif", picture("TIFF"), "IMAGE", False, papers),
        case("picture.bmp", picture("BMP"), "IMAGE", False, papers),
        case("picture.webp", picture("WEBP"), "IMAGE", False, papers),
        case("picture-named-csv.csv", picture("PNG"), "IMAGE", False, papers + " format_mismatch", declared={"format": "CSV"}),
        case("pptx.pptx", packed({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}), "UNKNOWN", None),
    ]


def pdf(content: bytes, image: bool = False) -> bytes:
    """One page that draws `content`; with a grey picture where wanted."""
    pixels = zlib.compress(bytes([128]) * 10000)
    extra = b"/XObject<</I 6 0 R>>" if image else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>" + extra + b">>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Image/Width 100/Height 100/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(pixels), pixels),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def picture(kind: str) -> bytes:
    """A small grey picture."""
    size, pixels = 8, bytes([128]) * 64
    if kind == "PNG":
        def chunk(name: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

        rows = b"".join(b"\0" + pixels[at : at + size] for at in range(0, 64, size))
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0))
        return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    if kind == "GIF":
        return b"GIF89a\1\0\1\0\x80\0\0\x80\x80\x80\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
    if kind == "BMP":
        palette = b"".join(bytes([n, n, n, 0]) for n in range(256))
        return struct.pack("<2sIIIIiiHHIIiiII", b"BM", 1142, 0, 1078, 40, size, size, 1, 8, 0, 64, 0, 0, 256, 0) + palette + pixels
    if kind == "TIFF":
        tags = ((256, size), (257, size), (258, 8), (259, 1), (262, 1), (273, 8), (278, size), (279, 64))
        listed = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        return b"II*\0" + struct.pack("<I", 72) + pixels + struct.pack("<H", len(tags)) + listed + bytes(4)
    if kind == "JPEG":
        return b85decode(JPEG)
    return b"RIFF\x1a\0\0\0WEBPVP8L\r\0\0\0/\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"


def _docx() -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "word/document.xml": "<w:document/>"})


def _odt() -> bytes:
    return odf("text", "<text:p>本會說明如下。</text:p>")
