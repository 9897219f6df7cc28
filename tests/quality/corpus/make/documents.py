"""Documents and pictures."""

import io
import zlib

from odfdo import Document
from PIL import Image

from .archives import packed
from .biff import compound
from .case import Case, case
from .sheets import stable

WORDS = "BT /F1 12 Tf 20 100 Td (National Communications Commission, statistics of base stations) Tj ET"


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
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (10, 120, 200)).save(out, kind)
    return out.getvalue()


def _docx() -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "word/document.xml": "<w:document/>"})


def _odt() -> bytes:
    out = io.BytesIO()
    Document("text").save(out)
    return stable(out.getvalue(), drop=("Thumbnails/thumbnail.png",))

