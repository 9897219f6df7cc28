"""Cells for spreadsheets that stay data: nothing that a spreadsheet would run (contract.md, "exports are inert")."""

import unicodedata

LIVE = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a cell for a formula when it stands first."""


def inert(value: object) -> str:
    """The value as text: control characters shown as U+FFFD, a leading apostrophe where a formula would begin."""
    text = "" if value is None else str(value)
    shown = "".join("\ufffd" if unicodedata.category(c) == "Cc" and c not in "\t\r\n" else c for c in text)
    return f"'{shown}" if shown.startswith(LIVE) else shown
