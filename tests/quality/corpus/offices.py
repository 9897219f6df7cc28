"""Tables as offices publish them, another lot than `generate`: each with one habit, and what is to be said of it."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field

Cell = Callable[[random.Random, int], str]
Row = list[str]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _day(dice: random.Random, style: int) -> str:
    """ROC and ISO, long and short; one style a column."""
    year, month, day = dice.randint(80, 114), dice.randint(1, 12), dice.randint(1, 28)
    ways = (
        f"{year}/{month:02}/{day:02}", f"{year:03}{month:02}{day:02}", f"民國{year}年{month}月{day}日",
        f"{year}.{month:02}.{day:02}", f"{year + 1911}-{month:02}-{day:02}", f"{year + 1911}/{month}/{day}",
        f"{year + 1911}{month:02}{day:02}", f"{year}年{month}月", f"{year + 1911}-{month:02}-{day:02} 10:{month:02}:00",
        f"{year:03}{month:02}",
    )  # fmt: skip
    return ways[style]


def _money(dice: random.Random, style: int) -> str:
    return f"{dice.randint(1000, 9999999):,}" if style % 2 else str(dice.randint(0, 9999999))


def _count(dice: random.Random, style: int) -> str:
    number = str(dice.randint(0, 99999))
    return number if style % 5 else number.translate(FULL_WIDTH)


def _of(words: str) -> Cell:
    return lambda dice, style: dice.choice(words.split("/"))


@dataclass(frozen=True)
class Column:
    names: str
    english: str
    cell: Cell
    typed: bool = True


COLUMNS = (
    Column("年度/年別", "Year", lambda d, s: str(d.randint(100, 114))),
    Column("鄉鎮市區/行政區別/地區", "District", _of("板橋區/三重區/信義區/大安區/東區/北屯區/花蓮市/頭城鎮"), False),
    Column(
        "機關名稱/單位名稱/學校名稱",
        "Agency",
        _of("國家通訊傳播委員會/臺北市政府教育局/國立臺灣大學/內政部警政署"),
        False,
    ),
    Column("經費（千元）/預算數(千元)/金額", "Amount", _money),
    Column("人數/件數(件)/戶數", "Persons", _count),
    Column("增減率/成長率(%)", "Growth Rate", lambda d, s: f"{d.uniform(-30, 30):.2f}" + "%" * (s % 2)),
    Column("日期/發布日期/核定日", "Date", _day),
    Column("經度/X坐標", "Longitude", lambda d, s: f"{d.uniform(119, 122):.6f}"),
    Column("電話/聯絡電話", "Tel", lambda d, s: f"0{d.randint(2, 8)}-{d.randint(2000000, 29999999)}", False),
    Column("地址/設置地點", "Address", _of("臺北市中正區仁愛路1段50號/高雄市苓雅區四維三路2號, 1樓"), False),
    Column("案號/統一編號", "No.", lambda d, s: f"{d.randint(0, 99999999):08d}"),
    Column("備註/說明", "Remarks", _of("/無/如附件/依據行政程序法, 第 48 條辦理/1.已完成 2.辦理中"), False),
    Column("網站/連結網址", "URL", lambda d, s: f"https://www.gov.tw/p?i={d.randint(1, 999)}&n=1,2", False),
    Column("是否公開", "Open", _of("是/否/Y/N"), False),
)


@dataclass
class Office:
    """A table, and what is to be said of it."""

    columns: list[Column]
    rows: list[Row]
    count: int
    header: int | None = 1
    readable: bool = True
    codes: set[str] = field(default_factory=set)

    @property
    def width(self) -> int:
        return len(self.columns)

    def blame(self, code: str, header: int | None = 1) -> None:
        self.header, self.readable, self.codes = header, False, {code}

    def written(self, codec: str, dice: random.Random) -> bytes:
        """With a random delimiter, way of quoting and line end, with or without the last one."""
        out = io.StringIO()
        quoting = dice.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC))
        ends = dice.choice(("\n", "\r\n"))
        csv.writer(out, delimiter=dice.choice(",,,\t;|"), quoting=quoting, lineterminator=ends).writerows(self.rows)
        text = out.getvalue()
        return (text.rstrip("\r\n") if dice.random() < 0.2 else text).encode(codec)


def office(habit: str, dice: random.Random) -> Office:
    """A table with a habit of `HABITS`; three columns at least, two of them typed."""
    typed, words = [c for c in COLUMNS if c.typed], [c for c in COLUMNS if not c.typed]
    columns = [*dice.sample(typed, dice.randint(2, 6)), *dice.sample(words, dice.randint(1, 5))]
    dice.shuffle(columns)
    styles = [dice.randint(0, 9) for _ in columns]
    count, holes = dice.choice((3, 4, 6, 12, 40, 150, 350)), dice.choice((0, 0, 0.1, 0.3))
    rows = [[c.cell(dice, s) for c, s in zip(columns, styles, strict=True)] for _ in range(count)]
    for number, row in enumerate(rows):
        row[1:] = [dice.choice(("", "-", "…", "N/A")) if dice.random() < holes else cell for cell in row[1:]]
        row[0] = row[0] or f"甲{number}"
    made = Office(columns, [[dice.choice(c.names.split("/")) for c in columns], *rows], count)
    HABITS[habit](made, dice)
    return made


def _plain(made: Office, dice: random.Random) -> None:
    """None."""


def _bilingual(made: Office, dice: random.Random) -> None:
    made.rows[0] = [f"{name} {c.english}" for name, c in zip(made.rows[0], made.columns, strict=True)]


def _english_names(made: Office, dice: random.Random) -> None:
    made.rows[0] = [c.english for c in made.columns]


def _title(made: Office, dice: random.Random) -> None:
    title = dice.choice(
        ("新北市公廁統計", "113年第1季電信普查結果", "中華民國113年12月底 有線電視訂戶數", "表1 預算執行情形")
    )
    made.rows.insert(0, [title, *[""] * (made.width - 1)] if dice.random() < 0.5 else [title])
    made.blame("title_above_header", 2)


def _two_titles(made: Office, dice: random.Random) -> None:
    blank = [""] * (made.width - 1)
    made.rows[:0] = [["某某機關統計表", *blank], ["中華民國112年至113年", *blank]]
    made.blame("title_above_header", 3)


def _unit_line(made: Office, dice: random.Random) -> None:
    blank = [""] * (made.width - 1)
    made.rows[:0] = [["統計表", *blank], [*blank, dice.choice(("單位：人", "單位:千元", "單位：新臺幣元"))]]
    made.blame("title_above_header", 3)


def _blank_first(made: Office, dice: random.Random) -> None:
    made.rows.insert(0, [])
    made.header = 2


def _english_below(made: Office, dice: random.Random) -> None:
    made.rows.insert(1, [c.english for c in made.columns])
    made.blame("stacked_header")


def _units_below(made: Office, dice: random.Random) -> None:
    made.rows.insert(1, ["千元" if c.typed else "" for c in made.columns])
    made.blame("stacked_header")


def _groups(made: Office, dice: random.Random) -> None:
    if made.width >= 5:
        names = made.rows[0]
        made.rows[:1] = [[names[0], "甲類", "", "乙類", *[""] * (made.width - 4)], ["", *names[1:]]]
        made.blame("stacked_header")


def _total(made: Office, dice: random.Random) -> None:
    made.rows.append(["合計", *("100" if c.typed else "" for c in made.columns[1:])])
    made.count += 1


def _source(made: Office, dice: random.Random) -> None:
    made.rows.append([dice.choice(("資料來源：交通部統計處", "註：本表數字為初步統計", "製表日期：113年5月1日"))])
    made.count += 1
    made.blame("ragged_rows")


def _blank_end(made: Office, dice: random.Random) -> None:
    made.rows += [[""] * made.width] * dice.randint(1, 40)


def _duplicate(made: Office, dice: random.Random) -> None:
    made.rows[0][-1] = made.rows[0][0]
    made.blame("duplicate_header")


def _unnamed(made: Office, dice: random.Random) -> None:
    made.rows[0][0] = ""
    made.blame("empty_header")


def _short(made: Office, dice: random.Random) -> None:
    dice.choice(made.rows[1:]).pop()
    made.blame("ragged_rows")


def _long(made: Office, dice: random.Random) -> None:
    dice.choice(made.rows[1:]).append("多餘")
    made.blame("ragged_rows")


def _padded(made: Office, dice: random.Random) -> None:
    column = next(i for i, c in enumerate(made.columns) if not c.typed)
    for row in made.rows[1:]:
        row[column] = (row[column] or "無") + "    "
    made.codes = {"padded_cells"}


def _header_alone(made: Office, dice: random.Random) -> None:
    del made.rows[1:]
    made.count, made.codes = 0, {"header_only"}


HABITS: dict[str, Callable[[Office, random.Random], None]] = {
    made.__name__[1:]: made
    for made in (
        *(_plain, _bilingual, _english_names, _title, _two_titles, _unit_line, _blank_first, _english_below),
        *(_units_below, _groups, _total, _source, _blank_end, _duplicate, _unnamed, _short, _long, _padded),
        _header_alone,
    )
}
