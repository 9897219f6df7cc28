"""Compile the translations. Django's own `compilemessages` needs the gettext tools; a fresh machine has none."""

import os
from pathlib import Path

import polib


def compile_messages(root: Path) -> list[Path]:
    """Compile every .po below `root` whose .mo is missing or older; returns the files written."""
    return [_compile(po) for po in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")) if _is_stale(po)]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> Path:
    """Written aside and put in place at once: another process may be reading, or compiling the same."""
    begun = po.with_suffix(f".{os.getpid()}.mo")
    polib.pofile(str(po)).save_as_mofile(str(begun))
    return begun.replace(po.with_suffix(".mo"))
