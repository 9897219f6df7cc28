"""Rare delimiters, headers of many lines, words above tables, NULs: with the sentences and lists that they must not take."""

from .case import Case, case, table

CITIES = ["臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市", "基隆市", "新竹市"]
ROWS = [["縣市", "年月", "件數", "比率"], *([c, f"113{i + 1:02d}", str(120 + i * 7), f"{i * 1.3 + 2:.1f}"] for i, c in enumerate(CITIES))]
RARE = {
    "colon": ":", "caret": "^", "tilde": "~", "hash": "#", "slash": "/", "control": "\x01", "two-bars": "||", "two-colons": "::",
    "full-width-comma": "，", "full-width-semicolon": "；", "full-width-bar": "｜", "ideographic": "、", "section": "§",
}
WIDE = [[c, *(str(i * k + k) for k in range(1, 7))] for i, c in enumerate(CITIES)]
KINDS = ",4G,5G,固網,4G,5G,固網\n"


def cases() -> list[Case]:
    """All of them."""
    return [*_delimiters(), *_no_delimiters(), *_stacks(), *_captions(), *_scripts(), *_filled_up()]


def text(rows: "list[list[str]]", mark: str = ",") -> str:
    """Lines of these cells."""
    return "".join(mark.join(row) + "\n" for row in rows)


def _delimiters() -> list[Case]:
    named = [table(f"rare-{name}.csv", text(ROWS, mark), 1, 4, 8, delimiter=mark, newest_date="2024-08-01") for name, mark in RARE.items()]
    return [
        *named,
        table("rare-full-width-comma-big5.csv", text(ROWS, "，"), 1, 4, 8, True, "encoding_not_utf8", enc="cp950", delimiter="，"),
        table("rare-words.csv", "姓名、職稱、單位\n王大明、科長、綜合規劃處\n李小華、專員、法律事務處\n陳美麗、技正、基礎設施處\n", 1, 3, 3, delimiter="、"),
        table("rare-quoted.csv", '名稱；說明；件數\n甲；"一；二"；5\n乙；無；6\n丙；無；7\n', 1, 3, 3, delimiter="；"),
        table("rare-undeclared.txt", text(ROWS, "，"), 1, 4, 8, delimiter="，"),
    ]


def _no_delimiters() -> list[Case]:
    """Signs that cut nothing."""
    papers = "not_structured"
    return [
        case("signs-poem.txt", "春眠不覺曉，處處聞啼鳥，夜來風雨聲，花落知多少。\n床前明月光，疑是地上霜，舉頭望明月，低頭思故鄉。\n白日依山盡，黃河入海流，欲窮千里目，更上一層樓。\n", "TXT", False, papers),
        case("signs-labels.txt", "名稱：國家通訊傳播委員會\n電話：02-33438888\n地址：臺北市仁愛路\n", "TXT", False, papers),
        case("signs-log.txt", "2024-05-01 10:00:00 INFO: start: ok\n2024-05-01 10:00:01 WARN: disk: low\n2024-05-01 10:00:02 INFO: stop: ok\n", "TXT", False, papers),
        table("signs-addresses.csv", "網址\n" + "".join(f"http://a.tw/x{i}:80/y\n" for i in range(6)), 1, 1, 6),
        table("signs-times.csv", "發布時間\n" + "".join(f"2024-05-0{i} 10:0{i}:00\n" for i in range(1, 7)), 1, 1, 6),
        table("signs-names.csv", "委員名單\n王大明、李小華\n陳美麗、林志明\n張三、李四\n黃五、趙六\n", 1, 1, 4),
        table("signs-full-width-inside.csv", "編號,說明\n1,甲，乙\n2,丙，丁\n3,戊，己\n4,庚，辛\n", 1, 2, 4, delimiter=","),
    ]


def _stacks() -> list[Case]:
    def s(name: str, *lines: str, titles: int = 0, **more: object) -> Case:
        codes = "title_above_header stacked_header" if titles else "stacked_header"
        return table(f"stack-{name}.csv", "".join(lines) + text(WIDE), 1 + titles, 7, 8, False, codes, **more)

    names = ["縣市", *(f"113年_{half}_{kind}" for half in ("上半年", "下半年") for kind in ("4G", "5G", "固網"))]
    halves = ",上半年,,,下半年,,\n"
    return [
        s("three", "縣市,113年,,,,,\n", halves, KINDS, fields=names),
        s("three-under-titles", "電信統計表,,,,,,\n", "單位：戶,,,,,,\n", "縣市,113年,,,,,\n", halves, KINDS, titles=2, fields=names),
        s("three-filled", "縣市,用戶數,,,,,\n", "縣市,男,,,女,,\n", "縣市,4G,5G,固網,4G,5G,固網\n"),
        s("three-repeated", "縣市" + ",用戶數" * 6 + "\n", "縣市" + ",男" * 3 + ",女" * 3 + "\n", "縣市,4G,5G,固網,4G,5G,固網\n"),
        s("three-languages", "縣市,用戶數,,,營收,,\n", "City,Users,,,Revenue,,\n", ",4G,5G,Fixed,4G,5G,Fixed\n"),
        s("three-years", "縣市,用戶數,,,,,\n", ",4G,,,5G,,\n", ",111年,112年,113年,111年,112年,113年\n"),
        s("four", "縣市,全國,,,,,\n", ",113年,,,,,\n", halves, KINDS),
        table("stack-types.csv", "city,count,rate\nstring,int,float\n" + text([r[:3] for r in WIDE]), 1, 3, 8, False, "stacked_header"),
    ]


def _captions() -> list[Case]:
    body = text([row[:3] for row in WIDE])
    names = "縣市,件數,比率\n"
    title = "title_above_header"
    pivot = "年度,(全部)\n,\n列標籤,加總 - 件數\n" + text([row[:2] for row in WIDE])
    return [
        table("caption-date-and-unit.csv", "統計表,,\n中華民國113年4月,,單位：件\n" + names + body, 3, 3, 8, False, title),
        table("caption-cut-by-comma.csv", "113年第1季，各縣市,統計表\n" + names + body, 2, 3, 8, False, title),
        table("caption-pivot.csv", pivot, 3, 2, 8, False, title),
        table("caption-day.csv", "113/05/01,,\n縣市,男,女\n臺北,5,6\n新北,6,7\n", 2, 3, 2, False, title),
        table("caption-filled-out.csv", "用戶數,用戶數,用戶數\n縣市,男,女\n臺北,5,6\n新北,6,7\n", 2, 3, 2, False, title),
        table("caption-over-sparse-columns.csv", "113年各縣市統計表,\n備考,111年\n詳附件,510\n,923\n,256\n,936\n,11\n", 2, 2, 5, False, title),
        table("no-names-two-years-apart.csv", "93,一,D20742,63\n49,二,D75855,27\n54,三,C22856,44\n97,四,C23368,10\n", None, 4, 4, True, "no_header"),
        table("no-names-two-kinds-of-days.csv", "C914,107/4/9,1120410,甲\nC738,109/12/18,930403,乙\nB546,91/5/10,1010506,丙\n", None, 4, 3, True, "no_header"),
        table("names-years-with-gaps.csv", "縣市,2023,,2024,\n,件數,金額,件數,金額\n" + text([row[:5] for row in WIDE]), 1, 5, 8, False, "stacked_header"),
        table("caption-none-dates-in-data.csv", "期間,單位,件數\n113年4月,處,5\n113年5月,室,6\n113年6月,處,7\n", 1, 3, 3),
        table("tables-under-a-title.csv", names + body + "\n表二 業者統計,,\n業者,用戶,市占\n甲,3,2.5\n乙,4,3.5\n丙,6,4.5\n", 1, 3, 13, False, "several_tables blank_rows"),
    ]


def _scripts() -> list[Case]:
    """Declared as JSON, and scripts that hold some."""
    rows = '[{"a": 1}, {"a": 2}]'
    bodies = {"call": f"callback({rows});", "name": f"var data = {rows};", "comment": f"// made today\n{rows}"}
    return [case(f"script-{name}.json", body, "JSON", False, "invalid_json", declared={"format": "JSON"}) for name, body in bodies.items()]


def _filled_up() -> list[Case]:
    padded = [[cell + "\0" * (9 - len(cell)) for cell in row] for row in ROWS]
    return [
        table("nul-cells.csv", text(padded), 1, 4, 8, True, "padded_cells"),
        table("nul-end.csv", text(ROWS).encode().ljust(4096, b"\0"), 1, 4, 8),
        case("nul.tar", bytes(10240), "TAR", False, "no_rows"),
        case("nul-end.json", b'[{"a": 1}, {"a": 2}]' + bytes(12), "JSON", False, "invalid_json"),
        table("soft-breaks.csv", "名稱,說明\n甲,一\x0b二\n乙,三\x0b四\n丙,五\x03\n", 1, 2, 3),
        case("nul.bin", bytes(1024), "UNKNOWN", False, reason="empty"),
    ]
