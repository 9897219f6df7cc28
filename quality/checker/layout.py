"""Where the header of a table is: titles and unit lines above it, stacked headers, no header at all.

Judged by contrast: a header names columns, the body fills them. A cell of words above a column of numbers or dates
speaks for a header; a number above numbers, or a word that comes again below, speaks for data. Years and other running
numbers (2019, 2020; 1月, 2月) are names too. Decisions of this project: a second header line in English, or of units,
makes a header stacked, since a program takes it for data; the header's row is the block's first line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_high

from quality.checker import dates
from quality.checker.table import Layout, Row

LOOK = 25
"""A header is looked for in this many filled rows from the top."""
_NUMBER = re.compile(
    r"[-+−△▲]?\s*(?:NT\$|US\$|\$|＄)?\s*(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?\s*[%‰]?"
)
_MISSING = {
    "",
    "-",
    "--",
    "---",
    "－",
    "—",
    "–",
    "…",
    "...",
    "*",
    "**",
    "***",
    "x",
    "X",
    "n/a",
    "N/A",
    "NA",
    "NaN",
    "nan",
    "null",
    "NULL",
    "None",
    "無",
    "無資料",
    "不詳",
    "未填",
    "?",
    "..",
    "#N/A",
}
_UNIT = re.compile(
    r"[(（\[【].*[)）\]】]|單位.{0,20}|[%％]|(?:千|百萬|億|萬|仟)?(?:元|人|件|戶|公頃|公噸|公斤|公里|公尺|平方公尺|家|次|個|座|輛|度)"
)
_CJK = re.compile(r"[㐀-鿿豈-﫿]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 _.,\-/()%#:&']*")


def kind(cell: str) -> str:
    """`_` missing, `n` number, `d` date, `t` text."""
    text = dates.plain(cell)
    if text in _MISSING:
        return "_"
    if _NUMBER.fullmatch(text) and any(c.isdigit() for c in text):
        return "d" if dates.parse(text) and len(text) > 6 else "n"
    return "d" if dates.parse(text) else "t"


def filled(row: Sequence[str]) -> int:
    """Cells that hold anything visible."""
    return sum(1 for cell in row if cell.strip())


@dataclass(slots=True)
class Grid:
    """The filled rows at the top of a table, with their row numbers, and what its body looks like."""

    rows: list[tuple[int, Row]]
    width: int

    def body_kinds(self, start: int) -> list[str]:
        """Each column's kind: what four of five filled cells below `start` are, else `t`; `_` if none is filled."""
        kinds: list[str] = []
        body = [row for _, row in self.rows[start : start + 100] if len(row) * 2 > self.width or self.width == 1]
        for column in range(self.width):
            seen = [kind(row[column]) for row in body if column < len(row)]
            seen = [k for k in seen if k != "_"]
            typed = sum(1 for k in seen if k != "t")
            main = max("nd", key=seen.count)
            kinds.append("_" if not seen else main if typed >= 0.8 * len(seen) else "t")
        return kinds


def find(records: Sequence[Sequence[str]], first: int = 1) -> Layout:
    """The layout of a table from its first few hundred records, blank ones included; `first` is the first's number."""
    rows = [(first + i, tuple(r)) for i, r in enumerate(records) if filled(r)]
    if not rows:
        return Layout()
    grid = Grid(rows, _width([row for _, row in rows]))
    top = _skip_titles(grid)
    titles = tuple(number for number, _ in rows[:top])
    if not _is_header(grid, top):
        return Layout(titles=titles)
    depth = _depth(grid, top)
    block = [row for _, row in rows[top : top + depth]]
    number = rows[top][0]
    return Layout(number, rows[top + depth - 1][0] - number + 1, titles, _join(block), rows[top][1])


def _width(rows: Sequence[Row]) -> int:
    """The most frequent number of cells; of equals the largest."""
    widths = [len(row) for row in rows]
    return max(set(widths), key=lambda w: (widths.count(w), w))


def _skip_titles(grid: Grid) -> int:
    """How many rows stand above the header: too few cells for the table below them."""
    counts = [filled(row) for _, row in grid.rows]
    typical = median_high(counts[:200])
    top = 0
    while top < min(LOOK, len(grid.rows) - 1) and _is_title(grid, top, typical):
        top += 1
    return top


def _is_title(grid: Grid, index: int, typical: int) -> bool:
    row = grid.rows[index][1]
    count = filled(row)
    if grid.width == 1 or typical < 2:
        return len(row) < grid.width and count < 2 and len(row) * 2 <= grid.width
    if count >= typical or (count * 2 > grid.width and grid.width > 2):
        return False
    if _is_group(grid, index):
        return False
    below = filled(grid.rows[index + 1][1])
    if grid.width == 2:
        return count == 1 and (len(row) == 1 or (below == 2 and _names_over(grid, index + 1)))
    return count <= max(1, typical // 2) and not _starts_data(grid, index, typical)


def _starts_data(grid: Grid, index: int, typical: int) -> bool:
    """A thin row that is data: of numbers, or with the same shape as many rows below it."""
    row = grid.rows[index][1]
    shape = [bool(c.strip()) for c in row]
    full = next((i for i in range(index + 1, len(grid.rows)) if filled(grid.rows[i][1]) >= typical), len(grid.rows))
    below = grid.rows[full + 1 : full + 60]
    alike = sum(1 for _, other in below if [bool(c.strip()) for c in other] == shape)
    return all(kind(c) != "t" for c in row) or (alike >= 0.3 * min(59, len(grid.rows) - index - 1) and alike > 1)


def _names_over(grid: Grid, index: int) -> bool:
    """Words above at least one column of numbers or dates."""
    body = grid.body_kinds(index + 1)
    row = grid.rows[index][1]
    return any(b in "nd" and kind(c) == "t" for c, b in zip(row, body, strict=False))


def _is_group(grid: Grid, index: int) -> bool:
    """The upper line of a stacked header: names with gaps that reach over the table's right half, names below."""
    row = grid.rows[index][1]
    places = [i for i, cell in enumerate(row) if cell.strip()]
    if len(places) < 2 or places[-1] * 2 < grid.width or len(row) < grid.width or index + 1 >= len(grid.rows):
        return False
    if any(_UNIT.fullmatch(dates.plain(row[i])) or ":" in dates.plain(row[i]) for i in places):
        return False
    below = grid.rows[index + 1][1]
    return filled(below) > len(places) and all(kind(c) in "t_" for c in (*row, *below)) and _names_over(grid, index + 1)


def _running(cells: Sequence[str]) -> str:
    """How distinct cells run: `year` (2019, 2020; 108, 109), `step` (1, 2, 3) or `date`; empty if they do not."""
    texts = [dates.plain(cell) for cell in cells]
    if len(texts) < 2 or len(set(texts)) < len(texts):
        return ""
    if all(text.isdecimal() and len(text) <= 6 for text in texts):
        steps = {int(b) - int(a) for a, b in pairwise(texts)}
        if _years(texts) and (min(steps) > 0 or max(steps) < 0):
            return "year"
        return "step" if steps in ({1}, {-1}) else ""
    days = [dates.parse(text) for text in texts]
    known = [day for day in days if day]
    return "date" if len(known) == len(days) and (known == sorted(known) or known == sorted(known)[::-1]) else ""


def _years(texts: Sequence[str]) -> bool:
    """All of this century and the last, or all years of the Republic."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    return bool(numbers) and (all(1900 <= n <= 2100 for n in numbers) or all(60 <= n <= 150 for n in numbers))


def _is_header(grid: Grid, index: int) -> bool:
    """Whether the row names columns rather than filling them."""
    row = grid.rows[index][1]
    kinds = [kind(cell) for cell in row]
    values = [cell for cell, k in zip(row, kinds, strict=True) if k in "nd"]
    rest = [other for _, other in grid.rows[index + 1 :] if other != row]
    if not rest:
        return "t" in kinds
    columns = [i for i, k in enumerate(kinds) if k in "nd"]
    way = _running(values)
    if way and len(values) >= max(2, len(row) - 3) and not _body_runs(rest, columns, way):
        return True
    if "t" not in kinds:
        return False
    body = grid.body_kinds(index + 1)
    for_header = for_data = 0
    for column, (cell, k) in enumerate(zip(row, kinds, strict=True)):
        below = body[column] if column < len(body) else "_"
        if below in "nd" and k == "t":
            for_header += 1
        elif (below in "nd" and k in "nd") or (below == "t" and k == "t" and _recurs(cell, column, rest)):
            for_data += 1
    return for_header >= for_data if for_header else for_data == 0 or (for_data * 3 <= len(row) and not values)


def _body_runs(rest: Sequence[Row], columns: Sequence[int], way: str) -> bool:
    """Whether the rows below run the same way: then the first one is no exception, and data."""
    runs = [_running([r[i] for i in columns if i < len(r)]) == way for r in rest[:20]]
    return sum(runs) * 2 > len(runs)


def _recurs(cell: str, column: int, rest: Sequence[Row]) -> bool:
    """A word that comes again below is a value, not a name."""
    text = cell.strip()
    return any(column < len(other) and other[column].strip() == text for other in rest)


def _depth(grid: Grid, top: int) -> int:
    """Lines in the header block."""
    depth = 1
    while depth < 4 and top + depth < len(grid.rows) - 1 and _continues(grid, top, top + depth):
        depth += 1
    return depth


def _continues(grid: Grid, top: int, index: int) -> bool:
    """Whether row `index` still belongs to the header that began at `top`."""
    upper, row = grid.rows[index - 1][1], grid.rows[index][1]
    kinds = [kind(cell) for cell in row]
    if "t" not in kinds or len(row) != grid.width:
        return False
    body = grid.body_kinds(index + 1)
    over = [k for k, b in zip(kinds, body, strict=False) if b in "nd" and k != "_"]
    names = bool(over) and all(k == "t" for k in over)
    if names and all(_UNIT.fullmatch(dates.plain(c)) for c, k in zip(row, kinds, strict=True) if k == "t"):
        return True
    gaps = [i for i, cell in enumerate(upper) if not cell.strip() and i < len(row) and row[i].strip()]
    if gaps and names:
        return True
    tongues = _tongue(upper), _tongue(row)
    if sorted(tongues) == ["en", "zh"] and filled(row) * 10 >= grid.width * 8:
        return names or (not over and _foreign_to_body(grid, index, tongues[1]))
    return names and len(over) >= 3 and filled(row) == filled(upper) == grid.width and not _recurs_any(grid, index)


def _recurs_any(grid: Grid, index: int) -> bool:
    row = grid.rows[index][1]
    rest = [other for _, other in grid.rows[index + 1 :]]
    return any(_recurs(cell, column, rest) for column, cell in enumerate(row) if cell.strip())


def _tongue(row: Row) -> str:
    """`zh` or `en` where all names of a row are of that script."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if all(_CJK.search(cell) for cell in cells):
        return "zh"
    return "en" if all(_WORD.fullmatch(cell) for cell in cells) else ""


def _foreign_to_body(grid: Grid, index: int, tongue: str) -> bool:
    """Whether the row's script is not that of most columns below."""
    rows = [row for _, row in grid.rows[index + 1 : index + 40]]
    unlike = 0
    for column in range(grid.width):
        cells = [row[column] for row in rows if column < len(row) and row[column].strip()]
        alike = sum(1 for cell in cells if bool(_CJK.search(cell)) == (tongue == "zh"))
        unlike += alike * 2 < len(cells)
    return unlike * 2 > grid.width


def _join(block: Sequence[Row]) -> Row:
    """Column names; of a stacked header the names from top to bottom, groups carried over their gaps."""
    if len(block) == 1:
        return tuple(cell.strip() for cell in block[0])
    width = max(len(row) for row in block)
    if _tongue(block[0]) and filled(block[0]) == len(block[0]) == width:
        return tuple(cell.strip() for cell in block[0])
    names: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(block):
        last = ""
        for column in range(width):
            cell = row[column].strip() if column < len(row) else ""
            last = cell or (last if level < len(block) - 1 else "")
            if last and last not in names[column]:
                names[column].append(last)
    return tuple("_".join(parts) for parts in names)


_NOTE = re.compile(
    r"[*※＊#]|(?:附?[註注]|備[註考]|說明|(?:資料)?來源|資料(?:時間|日期|截止)|單位|製表|更新(?:日期|時間)|填表|聯絡|附記|合計說明)\s*\d*\s*[:：.、]|(?:notes?|sources?|remarks?)\s*[:：]",
    re.IGNORECASE,
)


def is_note(row: Sequence[str]) -> bool:
    """A remark, not a record: its words fill one cell (two at most) of at least three."""
    cells = [cell for cell in row if cell.strip()]
    return 0 < len(cells) <= 2 < len(row) and bool(_NOTE.match(dates.plain(cells[0])))


def begins_table(rows: Sequence[Row], fields: Row) -> bool:
    """Whether rows that follow a blank one open another table: the header again, or another one over typed columns."""
    head = tuple(cell.strip() for cell in rows[0])
    if head == fields:
        return True
    if is_note(rows[0]) or filled(rows[0]) < 2:
        return any(tuple(c.strip() for c in row) == fields for row in rows[1:3])
    body = [(i, row) for i, row in enumerate(rows) if filled(row)]
    if len(body) < 2 or any(kind(cell) not in "t_" for cell in head):
        return False
    grid = Grid(body, len(head))
    return _names_over(grid, 0)
