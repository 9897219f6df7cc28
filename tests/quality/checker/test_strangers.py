"""Files as strangers publish them: columns apart by blanks, rare delimiters, other texts, tricky headers."""

from pathlib import Path

import pytest

from quality.checker.inspect import inspect
from quality.checker.types import Content, Declared, Limits
from tests.quality.corpus.make.biff import compound
from tests.quality.corpus.oldbook import book

TABLES = {
    # text: delimiter, header row, columns, rows, findings
    "站名^頻率^功率\n甲臺^98.1^5\n乙臺^101.3^10\n": ("^", 1, 3, 2, ""),
    "code~name~qty\nA1~foo~3\nA2~bar~4\nA3~baz~9\n": ("~", 1, 3, 3, ""),
    "code\x1fname\x1fqty\nA1\x1ffoo\x1f3\nA2\x1fbar\x1f4\n": ("\x1f", 1, 3, 2, ""),
    "站號    站名          高度\n46692   臺北          6.3\n46757   新竹          26.9\n": (" ", 1, 3, 2, ""),
    "NO     NAME         H\n46692  TAIPEI CITY  6.3\n46757  HSINCHU      26.9\n": (" ", 1, 3, 2, ""),
    "46692   TAIPEI    6.3\n46757   HSINCHU   26.9\n46744   TAINAN    2.3\n": (" ", None, 3, 3, "no_header"),
    "x y z\n1 2 3\n4 5 6\n7 8 9\n": (" ", 1, 3, 3, ""),
    "121.5 25.03\n120.3 22.6\n121.1 24.2\n": (" ", None, 2, 3, "no_header"),
    "a,b\n1,2\n3,4\n\x1a": (",", 1, 2, 2, ""),
    "類別,說明\n類別,資料分類\n代碼,資料代碼\n名稱,資料名稱\n": (",", 1, 2, 3, ""),
    "欄位,型態\n編號,整數\n欄位,文字\n型態,文字\n": (",", 1, 2, 3, ""),
    "項目,說明\n電話,02-1\n項目,共三項\n地址,臺北市\n": (",", 1, 2, 3, ""),
    "臺北市,信義區\n臺北市,大安區\n新北市,板橋區\n": (",", None, 2, 3, "no_header"),
    "name,value\nname,Taipei\nvalue,5\nother,7\n": (",", 1, 2, 3, ""),
    "測站,氣溫,雨量\n,℃,mm\n臺北,20.1,3\n高雄,25.2,0\n": (",", 1, 3, 2, "stacked_header"),
    "測站,氣溫,雨量\n-,攝氏度,毫米\n臺北,20.1,3\n高雄,25.2,0\n": (",", 1, 3, 2, "stacked_header"),
    "A001,王小明,台北\nA002,李小華,台中\nA003,陳大文,高雄\n": (",", None, 3, 3, "no_header"),
    "代碼,姓名,城市\nA001,王小明,台北\nA002,李小華,台中\n": (",", 1, 3, 2, ""),
    "甲公司,02-1234567\n乙公司,02-2345678\n丙公司,03-3456789\n": (",", None, 2, 3, "no_header"),
    "縣市,件數\n臺北,5\n新北,6\n資料來源：主計處,\n": (",", 1, 2, 3, "ragged_rows"),
    "項目,件數\n資料來源,5\n備註,\n說明,6\n": (",", 1, 2, 3, ""),
    "縣市,件數,率\n臺北,5,1\n新北,6,2\n製表人：王,,\n": (",", 1, 3, 3, "ragged_rows"),
    "縣市,男,男,女,女\n縣市,人數,比率,人數,比率\n甲,1,2,3,4\n乙,5,6,7,8\n": (",", 1, 5, 2, "stacked_header"),
    "測站,氣溫,雨量\n,缺,缺\n臺北,20.1,3\n高雄,25.2,0\n花蓮,2,0\n臺東,5,0\n": (",", 1, 3, 5, ""),
    "國家,普及率(%),,\n,2020,2021,2022\n日本,1,2,3\n韓國,4,5,6\n美國,7,8,9\n": (",", 1, 4, 3, "stacked_header"),
    "統計,單位：%,,\n國家,2020,2021,2022\n日本,1,2,3\n韓國,4,5,6\n": (",", 2, 4, 2, "title_above_header"),
    "國家,普及率,比率\n,2020,53\n日本,2021,58\n韓國,2022,61\n": (",", 1, 3, 3, ""),
    "編號：N-1,,列印日期：113/04/30\n序號,業者,戶數\n1,甲,10\n2,乙,20\n": (",", 2, 3, 2, "title_above_header"),
    "項目,說明,時間\n名稱：甲,,時間：上午\n名稱：乙,,時間：下午\n": (",", 1, 3, 2, ""),
    "統計區間,113年1月1日至113年3月31日\n類別,件數\n電視,5\n廣播,6\n網路,9\n": (",", 2, 2, 3, "title_above_header"),
    "電臺,聽眾\n類別,未統計\n電視,5\n廣播,6\n網路,9\n電影,3\n": (",", 1, 2, 5, ""),
    "縣市,里,戶\n甲,1,2\n乙,3,4\n丙,3,4\n統計至113年4月底,,\n": (",", 1, 3, 4, "ragged_rows"),
    "縣市,里,戶\n甲,1,2\n乙,3,4\n丙,3,4\n統計站,,\n": (",", 1, 3, 4, ""),
    "縣市,男,,女,,,\n,數,率,數,率,,\n甲,1,2,3,4,,\n乙,5,6,7,8,,\n": (",", 1, 7, 2, "stacked_header"),
    "縣市,男,,女,,,\n,數,率,數,率,,\n甲,1,2,3,4,,\n乙,5,6,7,8,x,\n": (",", 1, 7, 2, "empty_header stacked_header"),
    "縣市,上半年,,下半年,,附註\n,用戶,,用戶,\n,4G,5G,4G,5G\n甲,1,2,3,4\n乙,5,6,7,8,無\n": (
        ",",
        1,
        6,
        2,
        "ragged_rows stacked_header",
    ),
}
OTHERS = [
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20240101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "BEGIN:VCARD\nVERSION:3.0\nN:王;大明;;;\nTEL;TYPE=WORK:02-1234\nEND:VCARD\n",
    "ID;PWXL;N;E\nP;PGeneral\nC;Y1;X1;K1\nC;Y1;X2;K2\nE\n",
    'TABLE\n0,1\n"EXCEL"\nVECTORS\n0,3\n""\n',
    "-- dump\n\nCREATE TABLE a (id int);\nINSERT INTO a VALUES (1,'x');\n",
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n\n<p>\n',
    "From: a@x.tw\nTo: b@x.tw\nSubject: test, a mail\n\nHello, you.\n",
    "[section]\nname=foo\nvalue=3\n\n[other]\nname=bar\n",
    "body { color: red; }\np { margin: 0; }\n",
    "var a = [1,2,3];\nfunction f(x) { return x; }\n",
    "Dear reader.  This is a letter.  It has two blanks after stops.\nIt goes on here.  And so on.\nThe end.  Bye.\n",
    "床前明月光  疑是地上霜\n舉頭望明月  低頭思故鄉\n白日依山盡  黃河入海流\n",
    "1.  Item one\n2.  Item two\n3.  Item three\n",
    "(一)  緣起  110\n(二)  經過  111\n(三)  結論  112\n",
    "Name:  John\nAge:   5\nSize:  12\n",
    "目錄\n  一、緣起\n  二、經過\n    (一) 過程\n  三、結論\n",
    "id   name    qty\n---  ------  ---\n1    foo     3\n2    bar     4\n",
    "2024-01-01 10:00 INFO start\n2024-01-01 10:01 WARN it is late\n2024-01-01 10:02 INFO end\n",
]


def look(data: bytes, folder: Path, name: str = "") -> Content:
    (path := folder / "file").write_bytes(data)
    return inspect(path, Declared(), Limits(), name_hint=name)


@pytest.mark.parametrize("text", TABLES)
def test_tables(text: str, tmp_path: Path) -> None:
    seen = look(text.encode(), tmp_path)
    codes = " ".join(sorted(finding.code for finding in seen.findings))
    assert (seen.delimiter, seen.header_row, seen.columns, seen.rows, codes) == TABLES[text]
    assert (seen.format, seen.machine_readable) == ("CSV", codes in ("", "no_header"))


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts(text: str, tmp_path: Path) -> None:
    assert look(text.encode(), tmp_path).format == "TXT"


def test_a_group_is_not_carried_into_the_next(tmp_path: Path) -> None:
    text = "縣市,總計,,備註\n,有線,,\n,男,女,\n甲,1,2,\n乙,4,5,無\n"
    assert look(text.encode(), tmp_path).fields == ("縣市", "總計_有線_男", "總計_有線_女", "備註")
    inside = look(text.replace("備註", "").encode(), tmp_path).fields
    assert inside == ("縣市", "總計_有線_男", "總計_有線_女", "")


@pytest.mark.parametrize(("end", "rows"), [(b"", 2), (b"\n", 2), ("丙\t7\n".encode("utf-16-le"), 3)])
def test_half_a_character_is_no_row(end: bytes, rows: int, tmp_path: Path) -> None:
    seen = look("\ufeff縣市\t件數\n甲\t5\n乙\t6\n".encode("utf-16-le") + end, tmp_path)
    codes = {"encoding_not_utf8"} | ({"undecodable"} if end == b"\n" else set())
    assert (seen.rows, {finding.code for finding in seen.findings}) == (rows, codes)


ANSWERS = {
    # what an API answers: records, and whether none is a finding
    '{"data": []}': (0, True),
    '{"data": [{}]}': (1, False),
    '{"success": true, "result": {"total": 0, "records": []}}': (0, True),
    '{"success": true, "result": {"total": 1, "records": [{"a": 1}]}}': (1, False),
    '{"name": "甲", "tags": []}': (1, False),
    '{"name": "甲", "tags": [1]}': (1, False),
    "[[], []]": (2, False),
}


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_without_records(text: str, tmp_path: Path) -> None:
    seen = look(text.encode(), tmp_path, "a.json")
    assert (seen.rows, "no_rows" in {finding.code for finding in seen.findings}) == ANSWERS[text]


def test_a_day_on_which_something_was_done(tmp_path: Path) -> None:
    text = "案號,收件日,平日\n甲,1130105,10512\n乙,1130201,10613\n"
    assert str(look(text.encode(), tmp_path).newest_date) == "2024-02-01"


def test_columns_apart_by_blanks_in_big5(tmp_path: Path) -> None:
    text = "測站      雨量      日期\n" + "".join(f"測站{i}     {i}       1130430\n" for i in range(4000))
    seen = look(text.encode("cp950"), tmp_path, "x.txt")
    assert (seen.encoding, seen.rows, seen.fields) == ("cp950", 4000, ("測站", "雨量", "日期"))
    assert str(seen.newest_date) == "2024-04-30"


def test_a_workbook_of_excel_95_in_big5(tmp_path: Path) -> None:
    seen = look(
        compound({"Book": book([["縣市", "年度", "許功蓋"], ["臺北市", 112, 5], ["新北市", 113, 6]])}), tmp_path
    )
    assert (seen.format, seen.fields, seen.rows, seen.findings) == ("XLS", ("縣市", "年度", "許功蓋"), 2, ())


def test_characters_of_four_bytes(tmp_path: Path) -> None:
    seen = look("姓名,字\n㐀䶵,𠀀\n王,李\n".encode("gb18030"), tmp_path)
    assert (seen.encoding, seen.machine_readable, seen.rows) == ("gb18030", True, 2)


def test_a_feed_dates_as_mails_do(tmp_path: Path) -> None:
    feed = (
        "<rss><channel><item><title>a</title><pubDate>Wed, 01 May 2024 10:00:00 +0800</pubDate></item></channel></rss>"
    )
    assert str(look(feed.encode(), tmp_path).newest_date) == "2024-05-01"
