"""Texts with a grammar of their own, in which commas and semicolons are no columns: calendars, mails, programs."""

import re

_OPENING = re.compile(
    r"\s*(?:BEGIN:V[A-Z]{3,}\s*\n"  # iCalendar, vCard
    r"|ID;P\w*[^\n]*\n(?:[A-Z]{1,2};[^\n]*\n){2}"  # SYLK
    r"|TABLE\s*\n0,1\s*\n\""  # DIF
    r"|(?:--[^\n]*\n\s*|/\*.*?\*/;?\s*)*+(?:CREATE (?:TABLE|DATABASE|SCHEMA|VIEW|INDEX)|INSERT INTO|DROP TABLE"
    r"|ALTER TABLE|BEGIN TRANSACTION|PRAGMA|SET NAMES)\b"  # SQL
    r"|(?:MIME-Version|Received|Return-Path|Message-ID|Delivered-To): [^\n]*\n[ \t\w-]+[: ]"
    r"|From: [^\n]*\n(?:[A-Z][\w-]*: [^\n]*\n)+"  # mail, MHTML
    r"|0\s*\n\s*SECTION\s*\n|VERSION\s+\d+\s*\nCHARSET\b|ncols\s+\d+\s*\nnrows\s"  # DXF, MIF, ESRI's grid
    r"|\\documentclass\b|#EXTM3U|WEBVTT\b|msgid \""
    r"|#!/|%!PS|diff --git |<\?php)",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(r"[{}]\s*$|\)\s*;\s*$")
_PAIR = re.compile(r"\[[^\]]+\]$|[\w.-]+\s*=\s*\S|[\w.-]+:(?:\s|$)|-\s")


def is_other(text: str) -> bool:
    """Whether the beginning is that of such a format, whatever the file is called."""
    return bool(_OPENING.match(text[:20_000]))


def is_program(text: str) -> bool:
    """Braces at the ends of lines, names set to values: style sheets, scripts, settings.

    Asked of what nobody calls a table.
    """
    lines = [line.strip() for line in text.splitlines()[:200] if line.strip()]
    code = sum(bool(_CODE.search(line)) for line in lines)
    pairs = sum(bool(_PAIR.match(line)) for line in lines)
    return len(lines) > 1 and (code * 3 >= len(lines) or pairs * 10 >= len(lines) * 9)
