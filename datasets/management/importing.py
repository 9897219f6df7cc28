"""What the import commands share: a progress bar, and how a difference and its remarks are printed."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from datasets.platform.notices import Notice

WIDTH = 40
SHOWN = 20
"""How many entries of a list are printed; --warnings writes all remarks to a file."""

ORDER = ("error", "warning", "info")
"""What was not taken is printed first."""


class Bar:
    """A progress bar on standard error, where that is a terminal."""

    def __init__(self, stream: Any, total: int) -> None:
        self._stream, self._total = stream, max(total, 1)
        self._shown = bool(stream.isatty())

    def __call__(self, done: int) -> None:
        if self._shown:
            part = min(done / self._total, 1)
            self._stream.write(f"\r[{'#' * int(part * WIDTH):<{WIDTH}}] {part:4.0%}", ending="")

    def end(self) -> None:
        if self._shown:
            self._stream.write("")


def existing(name: str) -> Path:
    """The file, or a command error that says that there is none."""
    path = Path(name)
    if not path.is_file():
        raise CommandError(_("There is no file %(name)s.") % {"name": name})
    return path


def print_notices(out: Any, notices: Iterable[Notice], limit: int = SHOWN) -> None:
    """The gravest remarks, one a line, with the row."""
    listed = sorted(notices, key=lambda notice: ORDER.index(notice.severity))
    for notice in listed[:limit]:
        row = _("row %(row)s") % {"row": notice.row} if notice.row else _("file")
        out.write(f"  {row} {notice.column}: {notice.message}")
    if len(listed) > limit:
        out.write("  … " + _("and %(count)s more remarks") % {"count": len(listed) - limit})
