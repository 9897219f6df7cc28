"""Text as the PDF's pages show it: what cannot be seen or drawn is written out, long runs may break."""

from reports.packet import fonts
from reports.packet.text import breakable, visible, with_glyphs


def safe(text: str) -> str:
    return breakable(with_glyphs(visible(text), fonts.glyphs()))
