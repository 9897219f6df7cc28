"""Random tables under headers of two to four lines, as offices merge them: groups over groups over names."""

import random
from dataclasses import dataclass

UPPER = ("113年", "112年", "全國", "用戶數", "營收", "本國籍", "外國籍", "上市公司")
MIDDLE = ("上半年", "下半年", "男", "女", "市區", "郊區", "預付", "月租")
NAMES = ("4G", "5G", "固網", "件數", "金額", "比率", "合計", "其他")
CITIES = (
    "臺北市",
    "新北市",
    "桃園市",
    "臺中市",
    "臺南市",
    "高雄市",
    "基隆市",
    "新竹市",
    "嘉義市",
    "宜蘭縣",
    "花蓮縣",
    "臺東縣",
)


@dataclass(frozen=True)
class Stack:
    """The text of a table, and what must be said of it."""

    text: str
    header: int
    lines: int
    rows: int


def stack(dice: random.Random) -> Stack:
    """Any number of titles, of key columns, of lines; merged cells left blank, or filled out."""
    width, lines, keys = dice.randint(3, 10), dice.randint(2, 4), ["縣市", "年月"][: dice.randint(1, 2)]
    levels = _levels(dice, width, lines)
    if dice.random() < 0.3:
        levels = [*map(_filled_out, levels[:-1]), levels[-1]]
    where = dice.choice((range(1), range(lines - 1, lines), range(lines)))
    head = [(keys if number in where else [""] * len(keys)) + level for number, level in enumerate(levels)]
    every = width + len(keys)
    titles = [["113年統計表", *[""] * (every - 1)], [*[""] * (every - 1), "單位：件"]][: dice.choice((0, 0, 1, 2))]
    body = [_row(dice, city, len(keys), width) for city in CITIES[: dice.randint(3, 12)]]
    text = "".join(",".join(row) + "\n" for row in (*titles, *head, *body))
    return Stack(text, len(titles) + 1, lines, len(body))


def _levels(dice: random.Random, width: int, lines: int) -> list[list[str]]:
    """From the uppermost: each group begins where a group below it does, and the first one at the first column."""
    levels = [[dice.choice(NAMES) + (str(i) if dice.random() < 0.5 else "") for i in range(width)]]
    starts = [0, *sorted(dice.sample(range(1, width), dice.randint(1, max(1, width // 2 - 1))))]
    for names in (MIDDLE, UPPER, UPPER)[: lines - 1]:
        level = [""] * width
        for start, name in zip(starts, dice.sample(names, len(starts)), strict=True):
            level[start] = name
        levels.insert(0, level)
        starts = starts[: max(1, (len(starts) + 1) // 2)]
    return levels


def _filled_out(level: list[str]) -> list[str]:
    last, row = "", []
    for cell in level:
        last = cell or last
        row.append(last)
    return row


def _row(dice: random.Random, city: str, keys: int, width: int) -> list[str]:
    figures = [str(dice.randint(0, 9999)) if dice.random() < 0.95 else "-" for _ in range(width)]
    return [*[city, f"113{dice.randint(1, 12):02d}"][:keys], *figures]
