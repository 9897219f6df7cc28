"""Files of kinds that came up late: each was judged wrongly once, or stands beside one that was."""

import json
import random
import struct

import py7zr

from .archives import PDF, _tar, rar5, seven, shapefile
from .biff import _record, compound
from .binary import xlsb
from .case import Case, case, packed, table
from .tables import CITY

ROWS: list[list[object]] = [["縣市", "件數"], ["臺北市", 5], ["新北市", 6]]
KML = "<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{}</Document></kml>"
PLACE = "<Placemark><name>甲</name></Placemark>"
WFS = "<w:FeatureCollection xmlns:w='http://www.opengis.net/wfs' xmlns:g='http://www.opengis.net/gml'>{}</w:FeatureCollection>"
SEED = 5
PPMD = [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}]
FEATURE = '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [121.5, 25]}, "properties": {"n": 1}}'


def cases() -> list[Case]:
    """All of them."""
    return [*_trees(), *_archives(), *_lines(), *_days(), *_captions(), *_strange(), *_words()]


def _trees() -> list[Case]:
    kinds = "<g:featureMember><a><n>1</n></a></g:featureMember>" * 2 + "<g:featureMember><b><n>1</n></b></g:featureMember>"
    table_of_two = "<table><tr><td>縣市</td></tr><tr><td>甲</td></tr></table>"
    return [
        case("xml-values.xml", "<list><v>1</v><v>2</v></list>", "XML", True, rows=2),
        case("xml-flat-object.xml", "<r><a>1</a><b>2</b></r>", "XML", True, rows=1, fields=["a", "b"]),
        case("rss-empty.xml", "<rss version='2.0'><channel><title>公告</title></channel></rss>", "RSS", True, "no_rows", rows=0),
        case("kml-at-two-depths.kml", KML.format(PLACE * 3 + "<Folder>" + PLACE * 2 + "</Folder>"), "KML", True, rows=5),
        case("gml-two-kinds.gml", WFS.format(kinds), "GML", True, rows=3),
        case("gml-empty.gml", WFS.format("<g:boundedBy><g:null>unknown</g:null></g:boundedBy>"), "GML", True, "no_rows", rows=0),
        case("sequence.json-seq", "".join(f"\x1e{json.dumps({'a': i, 'b': 2}, indent=1)}\n" for i in range(3)), "JSONL", True, rows=3, columns=2),
        case("sequence.geojsons", f"\x1e{FEATURE}\n" * 2, "JSONL", True, rows=2),
        case("jsonl-one.jsonl", '{"a": 1}\n', "JSONL", True, rows=1, declared={"format": "JSONL"}),
        case("page-table-of-two-as-xls.xls", table_of_two, "HTML", False, "format_mismatch not_structured", declared={"format": "XLS"}, reason=""),
        case("page-base-first.csv", "<base href='/x'><p>公告</p>", "HTML", False, reason="html_instead_of_data"),
        case("xml-named-like-a-page.xml", "<link><row><a>1</a></row><row><a>2</a></row></link>", "XML", True, rows=2),
        table("nul-in-a-word.csv", CITY.replace("新北", "新\0北"), 1, 3, 3),
    ]


def _archives() -> list[Case]:
    """Archives that begin with a PDF as it is."""
    papers = "archive_of_documents"
    dice = random.Random(1)
    long = "縣市,件數,值\n" + "".join(f"臺北市{dice.randint(0, 9999)},{dice.randint(0, 10**6)},{dice.random():.5f}\n" for _ in range(100))
    return [
        case("rar-of-papers.rar", rar5({"a.pdf": PDF}), "RAR", False, papers),
        case("tar-of-papers.tar", _tar({"a.pdf": PDF}), "TAR", False, papers),
        case("7z-ppmd.7z", seven({"a.csv": CITY, "b/c.csv": CITY, "d.csv": ""}, filters=PPMD), "7Z", False, members=[["a.csv", "CSV", 3, True], ["b/c.csv", "CSV", 3, True], ["d.csv", "UNKNOWN", None, False]]),
        case("7z-ppmd-damaged.7z", _noisy(seven({"a.csv": long}, filters=PPMD)), "7Z", False, "corrupt"),
        case("7z-of-papers-stored.7z", seven({"a.pdf": PDF}, filters=[{"id": py7zr.FILTER_COPY}]), "7Z", False, papers),
    ]


def _noisy(data: bytes) -> bytes:
    """A third of the packed stream is noise, of which the decoder dies."""
    size = len(data) // 3
    return data[:75] + random.Random(SEED).randbytes(size) + data[75 + size :]


def _lines() -> list[Case]:
    """Blank and ragged ones, of full width too."""
    body = "縣市,件數,比率\n臺北市,120,3.5\n新北市,200,4.1\n桃園市,180,2.2\n"
    first, _, rest = body.partition("新北")
    ragged = body + "高雄市,5\n"
    full = {"comma": "，", "semicolon": "；", "bar": "｜"}
    return [
        table("lines-form-feed.csv", body + "\f", 1, 3, 3),
        table("lines-form-feed-inside.csv", first + "\f\n新北" + rest, 1, 3, 3, True, "blank_rows"),
        table("lines-wide-blanks.csv", body + "\u3000\n\u3000\u3000\n\u00a0\n", 1, 3, 3),
        table("lines-wide-blanks-big5.csv", body + "\u3000\n\u3000,,\n", 1, 3, 3, True, "encoding_not_utf8", enc="cp950"),
        table("lines-wide-blank-in-a-row.csv", body + "\u3000,1,2\n", 1, 3, 4, True),
        case("lines-of-wide-blanks.csv", "\u3000\n\u3000\n", "TXT", False, reason="empty"),
        table("lines-appended-with-mark.csv", "\ufeff" + body + "\ufeff" + body, 1, 3, 7, False, "several_tables"),
        *(table(f"ragged-full-width-{name}.csv", ragged.replace(",", mark), 1, 3, 4, False, "ragged_rows", delimiter=mark) for name, mark in full.items()),
        case("ragged-full-width-none.txt", "名單如下，共三人：\n王大明，科長\n李小華，專員，請假\n陳美麗，技正\n", "TXT", False, "not_structured"),
        table("no-names-figures-by-chance.csv", "臺北,5,6\n新北,7,8\n桃園,9,1\n", None, 3, 3, True, "no_header"),
    ]


def _days() -> list[Case]:
    """Days written in ways of their own."""
    ways = {
        "weekday": ["113/04/30(二)", "113/05/01（三）", "113/05/02 (四)"],
        "weekday-words": ["113年4月30日 星期二", "113年5月1日 星期三", "113年5月2日 星期四"],
        "noughts": ["0113/04/30", "0113/05/01", "0113/05/02"],
        "noughts-compact": ["01130430", "01130501", "01130502"],
        "figures": ["一一三年四月三十日", "一百一十三年五月一日", "民國一一三年五月二日"],
        "gaps": ["113/04/30", "-", "--", "113/05/02"],
        "never": ["1130430", "9991231", "1130502"],
        "never-iso": ["2024-04-30", "9999-12-31", "2024-05-02"],
    }
    mixed = {"figures": "mixed_date_formats"}
    return [
        table(f"days-{name}.csv", "日期,件數\n" + "".join(f"{day},5\n" for day in days), 1, 2, len(days), True, mixed.get(name, ""), newest_date="2024-05-02")
        for name, days in ways.items()
    ]


def _captions() -> list[Case]:
    """Words above and below small tables."""
    body = "縣市,件數,比率\n臺北市,120,3.5\n新北市,200,4.1\n桃園市,180,2.2\n臺中市,150,1.9\n"
    above = "國家通訊傳播委員會,,\n統計表,,\n113年,,\n"
    below = "說明：1.甲,,\n資料來源：乙,,\n製表日期：113/5/1,,\n"
    pairs = "報表名稱,用戶數,\n機關,通傳會,\n日期,113/05/01,\n\n"
    return [
        table("captions-above-and-below.csv", above + body + below, 4, 3, 7, False, "title_above_header ragged_rows"),
        table("captions-in-pairs.csv", pairs + body, 5, 3, 4, False, "title_above_header"),
        table("captions-none-two-tables.csv", "年度,金額,\n111,4,\n112,5,\n113,7,\n\n" + body, 1, 3, 8, False, "several_tables blank_rows empty_header"),
    ]


def _strange() -> list[Case]:
    """What has no reader here, and what asks for a password in the older of two ways."""
    opening = _record(0x809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    layer = shapefile(["名稱"], [["甲"]], "utf-8")
    drawing = "  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n  1\nAC1015\n  0\nENDSEC\n  0\nEOF\n"
    return [
        case("zip-deflate64.zip", _by_method(packed({"a.csv": CITY}), 9), "ZIP", None, members=[["a.csv", "UNKNOWN", None, None]]),
        case("locked-by-xor.xls", compound({"Workbook": opening + _record(0x2F, bytes(6)) + bytes(5000)}), "XLS", False, "encrypted"),
        case("xlsb.xlsb", xlsb(ROWS), "XLSX", True, header_row=1, columns=2, rows=2, declared={"format": "XLSB"}, stars=2),
        case("xlsb-title.xlsb", xlsb([["統計表", None], *ROWS]), "XLSX", False, "title_above_header", header_row=2, columns=2, rows=2),
        case("xlsb-cut.xlsb", xlsb(ROWS)[:-200], "XLSX", False, "corrupt"),
        case("shp-without-table.zip", packed({name: data for name, data in layer.items() if name != "a.dbf"}), "SHP", False, "corrupt"),
        case("drawing.dxf", drawing, "TXT", False, "not_structured"),
    ]


def _by_method(data: bytes, number: int) -> bytes:
    """The ZIP with another method of packing in both of its headers."""
    out = bytearray(data)
    for at in (data.index(b"PK\x03\x04") + 8, data.index(b"PK\x01\x02") + 10):
        out[at : at + 2] = struct.pack("<H", number)
    return bytes(out)


def _words() -> list[Case]:
    """Tables of words alone, and rows above the names that fill half of the table or all of it."""
    firms = "中華電信,臺北市信義路,已核准\n遠傳電信,臺北市瑞光路,審查中\n台灣大哥大,臺北市基湖路,已核准\n"
    years = "年度,4G,5G\n111,5,6\n112,7,8\n113,9,1\n"
    fees = "系統業者,縣市,月費,備註\n甲,臺北,500,\n乙,新北,495,\n丙,桃園,510,優惠\n"
    return [
        table("words-english-over-chinese.csv", "Operator,Address,Status\n業者名稱,地址,狀態\n" + firms, 1, 3, 3, False, "stacked_header"),
        table("words-list-of-names.csv", "Field,Label\n縣市名稱,地區\n統計日期,時間\n備註,說明\n", 1, 2, 3),
        table("words-group-over-names.csv", "業者,聯絡資訊,\n,地址,電話\n中華,臺北,02-23443691\n遠傳,臺北,02-77235000\n", 1, 3, 2, False, "stacked_header"),
        table("words-in-every-cell-above.csv", "表一,電信用戶數,單位：千戶\n" + years, 2, 3, 3, False, "title_above_header"),
        table("words-title-and-year-above.csv", "附件1,,,\n有線電視收視費用一覽表,,,113年度\n" + fees, 3, 4, 3, False, "title_above_header"),
    ]
