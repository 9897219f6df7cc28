"""Compile the translations. Django's own `compilemessages` needs the gettext tools; a fresh machine has none."""

from pathlib import Path

import polib


def compile_messages(root: Path) -> list[Path]:
    """Compile every .po below `root` whose .mo is missing or older; returns the files written."""
    return [_compile(po) for po in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")) if _is_stale(po)]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> Path:
    polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
    return po.with_suffix(".mo")
