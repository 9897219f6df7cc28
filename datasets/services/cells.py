"""Cells for spreadsheets that stay data: nothing that a spreadsheet would run (contract.md, "exports are inert")."""

import unicodedata

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a cell for a formula when it stands first, blanks aside; alone it is none."""
BREAKS = ("\t", "\r", "\n")
BLANKS = " \u00a0\u3000"


def inert(value: object) -> str:
    """The value as text: control characters shown as U+FFFD, a leading apostrophe where a formula would begin."""
    text = "" if value is None else str(value)
    shown = "".join("\ufffd" if unicodedata.category(c) == "Cc" and c not in BREAKS else c for c in text)
    bare = shown.lstrip(BLANKS)
    live = shown.startswith(BREAKS) or (len(bare) > 1 and bare.startswith(SIGNS))
    return f"'{shown}" if live else shown
