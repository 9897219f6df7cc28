"""The log of training and outreach: entries and materials are facts, corrected by later facts of the same event."""

from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_noop

from datasets import ledger
from datasets.models import User
from datasets.rules.refusal import Refusal
from reports.facts.meetings import materials_known_at
from reports.materials import MOST_FILES, kind_of
from reports.models import MaterialRemoval, Outreach, OutreachMaterial

Given = tuple[str, bytes]
"""A file as it came: its name and its content."""


def log_event(*, by: User | None, file: Given | None = None, **said: Any) -> Outreach:
    """`said` as the columns of `Outreach`; with the `event` of an earlier entry it corrects that one.

    With a first material: both or neither. Raises Refusal where the file cannot be taken.
    """
    with transaction.atomic():
        entry = ledger.record([Outreach(**said)], by=by)[0]
        if file:
            add_material(entry.event, *file, by=by)
    return entry


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "outreach"


def add_material(event: UUID, name: str, data: bytes, *, by: User | None) -> OutreachMaterial:
    """Keep the content under its hash and record it. Raises Refusal; the same file twice is one."""
    kind, digest = kind_of(name, data), sha256(data).hexdigest()
    with transaction.atomic():
        ledger.lock()
        there = materials_known_at(None).get(event, [])
        if same := [one for one in there if one.sha256 == digest]:
            return same[0]
        if len(there) >= MOST_FILES:
            message = gettext_noop("An entry holds at most %(most)s files: remove one first.")
            raise Refusal("too_many", message, {"most": MOST_FILES})
        _keep(digest, data)
        named = f"{get_valid_filename(Path(name).stem)[-180:]}.{kind}"
        made = OutreachMaterial(event=event, file_name=named, kind=kind, size=len(data), sha256=digest)
        return ledger.record([made], by=by)[0]


def _keep(digest: str, data: bytes) -> None:
    """The whole file or none, however the machine ends."""
    folder().mkdir(parents=True, exist_ok=True)
    half = folder() / f".{digest}"
    half.write_bytes(data)
    half.replace(folder() / digest)


def content(material: OutreachMaterial) -> bytes:
    """Raises OSError where it is gone, or is not what was recorded."""
    data = (folder() / material.sha256).read_bytes()
    if sha256(data).hexdigest() != material.sha256:
        raise OSError(f"{material.sha256} is another file")
    return data


def remove_material(material: OutreachMaterial, reason: str, *, by: User) -> MaterialRemoval:
    """Off the log by a fact; the content is erased. Twice is harmless."""
    with transaction.atomic():
        ledger.lock()
        if before := MaterialRemoval.objects.filter(material=material).first():
            return before
        made = ledger.record([MaterialRemoval(material=material, reason=reason)], by=by)[0]
        transaction.on_commit(partial(_erase, material.sha256))
    return made


def _erase(digest: str) -> None:
    if not OutreachMaterial.objects.filter(sha256=digest, removal=None).exists():
        with suppress(OSError):
            (folder() / digest).unlink()


def erase_leftovers(*, before: datetime) -> int:
    """Delete what no entry holds: a removal or an upload that a crash cut short. How many files."""
    held = set(OutreachMaterial.objects.filter(removal=None).values_list("sha256", flat=True))
    left = [one for one in folder().glob("*") if one.name not in held and one.stat().st_mtime < before.timestamp()]
    left += [one for one in folder().glob(".*") if one.stat().st_mtime < before.timestamp()]
    for one in set(left):
        one.unlink(missing_ok=True)
    return len(set(left))
