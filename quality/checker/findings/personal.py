"""Personal data among the values: for the officer's eyes alone, and without repeating a single value.

National ID and resident certificate numbers are checked by their last digit (內政部, 國民身分證統一編號): the letter
stands for two digits, all eleven are weighted 1 9 8 7 6 5 4 3 2 1 1, and the sum is a multiple of ten.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from quality.checker.dates import plain
from quality.checker.findings.rule import Example, rule
from quality.checker.table import Parsed
from quality.checker.types import Declared, Finding

_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In the order of their numbers, from 10."""
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
# Each begins with what is looked for first, and looks behind it after that: many times as fast.
_ID = re.compile(r"[A-Z](?<![A-Za-z0-9].)[1289A-D]\d{8}(?![A-Za-z0-9])", re.DOTALL)
_MOBILE = re.compile(r"09(?<![\d.+-]09)\d{2}[- ]?\d{3}[- ]?\d{3}(?![\d.])")
_ABROAD = re.compile(r"886(?:(?<![\d.+-]886)|(?<=\+886)(?<![\d.+-]\+886))[- ]?9\d{2}[- ]?\d{3}[- ]?\d{3}(?![\d.])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_OFFICIAL = re.compile(
    r"@(?:[\w-]+\.)*(?:gov|mil|edu)\.tw$|^(?:service|info|contact|admin|webmaster|support|sales|public|opendata)[\w.]*@",
    re.IGNORECASE,
)


def is_id(number: str) -> bool:
    """Whether a number of that shape is a valid one.

    >>> is_id("A123456789"), is_id("A123456788")
    (True, False)
    """
    first = _LETTERS.index(number[0]) + 10
    second = number[1] if number[1].isdigit() else str(_LETTERS.index(number[1]) % 10)
    digits = (first // 10, first % 10, int(second), *map(int, number[2:]))
    return sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 10 == 0


def _count(texts: Iterable[str]) -> dict[str, str | int]:
    """How many of each kind. Cells are looked at together: a line feed between them belongs to none."""
    text = plain("\n".join(texts))
    numbers = sum(is_id(found) for found in _ID.findall(text))
    mails = sum(not _OFFICIAL.search(found) for found in _MAIL.findall(text)) if "@" in text else 0
    mobiles = len(_MOBILE.findall(text)) + len(_ABROAD.findall(text))
    return {"id_numbers": numbers, "mobiles": mobiles, "mails": mails}


@rule(
    yes=(
        "姓名,身分證字號\n王大明,A123456789\n",
        "姓名,電話\n王大明,0912-345-678\n",
        "姓名,信箱\n王大明,ming.wang@example.com\n",
        Example('[{"a": "A123456789"}]', name="example.json"),
    ),
    no=(
        "代碼,數量\nA123456788,5\nB1234,6\n",
        "機關,電話,信箱\n通傳會,02-33437377,service@ncc.gov.tw\n",
        "站名,經度,緯度\n甲,0.912345678,25.0\n",
    ),
)
def personal_data_suspected(parsed: Parsed, says: Declared) -> Iterator[Finding]:
    """ID numbers, mobile phones, e-mail addresses of people, in a sample of the values."""
    rows = chain.from_iterable(table.sample for table in parsed.tables)
    counts = _count(chain(chain.from_iterable(rows), parsed.texts))
    if any(counts.values()):
        values = {kind: count for kind, count in counts.items() if count}
        yield Finding("personal_data_suspected", "warning", values, private=True)


RULES = (personal_data_suspected,)
