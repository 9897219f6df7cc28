"""Random tables of the kinds that offices publish, each with what must be said of it."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field

Cell = Callable[[random.Random, int], str]
CITIES = [
    "臺北市",
    "新北市",
    "桃園市",
    "臺中市",
    "臺南市",
    "高雄市",
    "基隆市",
    "新竹縣",
    "苗栗縣",
    "彰化縣",
    "南投縣",
    "雲林縣",
    "屏東縣",
    "宜蘭縣",
    "花蓮縣",
    "澎湖縣",
    "金門縣",
]
COMPANIES = [
    "中華電信股份有限公司",
    "台灣大哥大股份有限公司",
    "遠傳電信股份有限公司",
    "凱擘",
    "中嘉",
    "台固媒體",
    "大新店民主有線",
]
REMARKS = ("", "依法辦理, 已結案", "核准", "詳如附件", "設置地點, 樓頂", "辦理中")


@dataclass(frozen=True)
class Column:
    """Names that such a column has, its English name, and its cells."""

    names: tuple[str, ...]
    english: str
    cell: Cell
    typed: bool = False


def _roc(dice: random.Random) -> str:
    return f"{dice.randint(90, 113)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"


COLUMNS = (
    Column(("縣市", "行政區", "area"), "City", lambda d, i: d.choice(CITIES)),
    Column(("業者名稱", "公司名稱", "機構"), "Company", lambda d, i: d.choice(COMPANIES)),
    Column(
        ("姓名", "負責人"), "Name", lambda d, i: d.choice("陳林黃張李王") + d.choice("志明美玲") + d.choice("俊傑芬豪")
    ),
    Column(("件數", "人數", "用戶數", "count"), "Cases", lambda d, i: str(d.randint(0, 10 ** d.randint(1, 7))), True),
    Column(("男", "女", "基地臺數"), "Persons", lambda d, i: str(d.randint(0, 999)), True),
    Column(("比率", "面積", "rate"), "Rate", lambda d, i: f"{d.uniform(0, 200):.2f}", True),
    Column(("成長率", "占比(%)"), "Growth", lambda d, i: f"{d.uniform(-20, 90):.1f}%", True),
    Column(
        ("日期", "更新日期", "date"),
        "Date",
        lambda d, i: f"20{d.randint(10, 24)}-0{d.randint(1, 9)}-{d.randint(10, 28)}",
        True,
    ),
    Column(("統計期", "發照日期"), "Period", lambda d, i: _roc(d), True),
    Column(
        ("起始日期", "核准日"),
        "Start Date",
        lambda d, i: f"{d.randint(90, 113)}/{d.randint(1, 12)}/{d.randint(1, 28)}",
        True,
    ),
    Column(("年月", "統計年月"), "Month", lambda d, i: f"{d.randint(100, 113)}{d.randint(1, 12):02d}", True),
    Column(("年度", "year"), "Year", lambda d, i: str(d.randint(95, 113)), True),
    Column(("編號", "項次", "No"), "Serial", lambda d, i: str(i + 1), True),
    Column(("代碼", "執照字號"), "Code", lambda d, i: d.choice("ABCDE") + f"{d.randint(0, 99999):05d}"),
    Column(("電話", "聯絡電話"), "Tel", lambda d, i: f"0{d.randint(2, 8)}-{d.randint(2000000, 29999999)}"),
    Column(
        ("地址", "營業地址"),
        "Address",
        lambda d, i: d.choice(CITIES) + f"中正路{d.randint(1, 500)}號{d.randint(1, 20)}樓",
    ),
    Column(("說明", "備註"), "Note", lambda d, i: d.choice(REMARKS)),
    Column(("類別", "技術別"), "Type", lambda d, i: d.choice(("4G", "5G", "3G", "其他"))),
    Column(("網址", "連結"), "Link", lambda d, i: f"https://www.example.gov.tw/a?id={i}&x=1"),
    Column(("英文名稱",), "English Name", lambda d, i: d.choice(("Alpha", "Beta Station", "Gamma", "Delta FM"))),
)


@dataclass
class Made:
    """A table and its verdict."""

    rows: list[list[str]]
    width: int
    count: int
    header: int | None = 1
    readable: bool = True
    codes: set[str] = field(default_factory=set)
    delimiter: str = ","
    encoding: str = "utf-8"

    def blame(self, *codes: str) -> None:
        """Not machine readable, for these."""
        self.readable = False
        self.codes.update(codes)

    def data(self, dice: random.Random) -> bytes:
        """Written with a random delimiter, quoting, line end and encoding."""
        self.delimiter = dice.choice(",,,,;\t|")
        out = io.StringIO()
        quoting = dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        ends = dice.choice(("\n", "\r\n"))
        csv.writer(out, delimiter=self.delimiter, quoting=quoting, lineterminator=ends).writerows(self.rows)
        codec = dice.choice(("utf-8", "utf-8", "utf-8-sig", "cp950", "cp950", "utf-16"))
        self.encoding = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(codec, codec)
        if out.getvalue().isascii() and codec != "utf-16":
            self.encoding = "utf-8"
        elif self.encoding != "utf-8":
            self.codes.add("encoding_not_utf8")
        return out.getvalue().encode(codec)


def make(dice: random.Random) -> Made:
    """One table, in most cases with one trouble."""
    columns = dice.sample(COLUMNS, dice.randint(3, 12))
    names = [dice.choice(column.names) for column in columns]
    holes = dice.choice((0, 0, 0.05, 0.2))
    count = dice.choice((3, 5, 10, 30, 100, 400))
    rows = [
        [c.cell(dice, i) if j == 0 or dice.random() >= holes else "" for j, c in enumerate(columns)]
        for i in range(count)
    ]
    for i, row in enumerate(rows):
        row[0] = row[0] or f"{i}x"
    made = Made([names, *rows], len(columns), count)
    dice.choice(TROUBLES)(made, columns, dice)
    return made


def _none(made: Made, columns: list[Column], dice: random.Random) -> None:
    """Nothing is wrong."""


def _title(made: Made, columns: list[Column], dice: random.Random) -> None:
    blank = [""] * (made.width - 1)
    above = dice.choice(
        (
            [["113年統計資料表"]],
            [["113年統計資料表", *blank]],
            [["統計資料表", *blank], [*blank, "單位：千元"]],
            [["統計資料表", *blank], []],
        )
    )
    made.rows[:0] = above
    made.header = len(above) + 1
    made.blame("title_above_header")


def _no_header(made: Made, columns: list[Column], dice: random.Random) -> None:
    if sum(column.typed for column in columns) > 1 and all(made.rows[1]):
        del made.rows[0]
        made.header = None
        made.codes.add("no_header")


def _english(made: Made, columns: list[Column], dice: random.Random) -> None:
    if sum(column.typed for column in columns) > 1 and not any(name.isascii() for name in made.rows[0]):
        made.rows.insert(1, [column.english for column in columns])
        made.blame("stacked_header")


def _groups(made: Made, columns: list[Column], dice: random.Random) -> None:
    if sum(column.typed for column in columns) > 1:
        top = [made.rows[0][0], *(f"群組{i}" if i % 2 else "" for i in range(1, made.width))]
        made.rows[:1] = [top, ["", *made.rows[0][1:]]]
        made.blame("stacked_header")


def _ragged(made: Made, columns: list[Column], dice: random.Random) -> None:
    row = dice.choice(made.rows[1:])
    row[:] = [*row, "多"] if dice.random() < 0.5 else row[:-1]
    made.blame("ragged_rows")


def _note(made: Made, columns: list[Column], dice: random.Random) -> None:
    made.rows.append(dice.choice((["註：本表為暫定值"], ["資料來源：國家通訊傳播委員會", *[""] * (made.width - 1)])))
    made.count += 1
    made.blame("ragged_rows")


def _blank_end(made: Made, columns: list[Column], dice: random.Random) -> None:
    made.rows += dice.choice(([[]] * 3, [[""] * made.width] * 3))


def _blank_inside(made: Made, columns: list[Column], dice: random.Random) -> None:
    made.rows.insert(dice.randrange(2, len(made.rows)), dice.choice(([], [""] * made.width)))
    made.codes.add("blank_rows")


def _padded(made: Made, columns: list[Column], dice: random.Random) -> None:
    for row in made.rows[1:]:
        row[0] += "   "
    made.codes.add("padded_cells")


def _duplicate(made: Made, columns: list[Column], dice: random.Random) -> None:
    made.rows[0][-1] = made.rows[0][0]
    made.blame("duplicate_header")


def _unnamed(made: Made, columns: list[Column], dice: random.Random) -> None:
    made.rows[0][0] = ""
    made.blame("empty_header")


def _header_only(made: Made, columns: list[Column], dice: random.Random) -> None:
    del made.rows[1:]
    made.count = 0
    made.codes.add("header_only")


TROUBLES = (
    *(_none, _none, _none, _title, _title, _no_header, _english, _groups, _ragged, _note, _blank_end, _blank_inside),
    *(_padded, _duplicate, _unnamed, _header_only),
)
