"""The packet's own fonts, so that a machine without any CJK font still draws every character (𠮷 too) and embeds it.

Noto Sans CJK TC, SIL Open Font License 1.1 (OFL.txt). Regular: Big5, HKSCS, all of U+4E00-9FFF and what the face has
beyond the basic plane (26,424 characters). Bold: Big5's 5,401 common characters; rarer ones
in a heading fall to Regular.
"""

from functools import cache
from pathlib import Path

import uharfbuzz

FOLDER = Path(__file__).parent
FAMILY = "Noto Sans CJK TC"
REGULAR = FOLDER / "NotoSansTC-Regular.otf"
BOLD = FOLDER / "NotoSansTC-Bold.otf"


@cache
def glyphs(font: Path = REGULAR) -> frozenset[int]:
    """The code points that the font can draw."""
    return frozenset(_face(font).unicodes)


def subset(font: Path, characters: set[str]) -> bytes:
    """An OpenType font with just these characters: what a document embeds."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update({ord(one) for one in characters} & glyphs(font))
    made = uharfbuzz.subset(_face(font), wanted)
    return bytes(made.blob.data)


@cache
def _face(font: Path) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(font))
