"""A title can say (已不再更新), or that the dataset moved to another ministry, brackets closed or not."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

State = Literal["published", "discontinued", "moved"]

STOPPED = r"(?:不再|停止)(?:更新|維護)|已不更新"
MOVED = r"(?:移撥|移轉|移交|移至|改隸|改由)(?:至|予|給|到|由)?"
INSIDE = r"[^()（）\[\]【】]"
REMARK = rf"(?P<remark>已{MOVED}{INSIDE}{{1,60}}|{INSIDE}{{0,30}}?(?:{STOPPED}){INSIDE}{{0,40}})"
"""移轉 alone is no remark: land is 移轉 too."""
CLOSED = re.compile(rf"\s*[(（\[【]{REMARK}[)）\]】]\s*")
"""Anywhere in the title; half and full width may be mixed."""
OPEN = re.compile(rf"\s*[(（\[【]{REMARK}$")
BARE = re.compile(rf"\s*[-－—–_:：,，]?\s*(?P<remark>已?(?:{STOPPED}))\s*[)）\]】]?$")
"""At the end only: the closing bracket is missing, or the opening one, or both."""
TO = re.compile(rf"{MOVED}\s*(?P<to>[^,，、;；\s]+?)(?:主管|辦理|維護|業務)*(?:[,，、;；\s]|$)")
DASHES = re.compile(r"[‐‑‒–—―－─﹣~～]")


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: as it came, without the remark, what the remark says, and to whom the dataset moved."""

    original: str
    clean: str
    state: State = "published"
    moved_to: str = ""
    remark: str = ""


def parse_title(original: str) -> Title:
    """Never fails: a title without a remark comes back as it is, on one line and without double blanks."""
    line = " ".join(original.split())
    found = CLOSED.search(line) or OPEN.search(line) or BARE.search(line)
    if not found:
        return Title(original, line)
    clean = (line[: found.start()] + line[found.end() :]).strip()
    remark = found["remark"].strip()
    to = TO.search(remark)
    return Title(original, clean or line, "moved" if to else "discontinued", to["to"] if to else "", remark)


def match_key(title: str) -> str:
    """For finding the same dataset in another list: no remark, width, blanks, case, dash or 臺/台 counts."""
    text = unicodedata.normalize("NFKC", parse_title(title).clean).replace("臺", "台").casefold()
    return "".join(DASHES.sub("-", text).split())
