"""Back the portal up, and make it what a backup says."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from datasets import ledger
from datasets.models import LedgerEntry
from ncc_opendata.backup import archive, databases
from ncc_opendata.backup.archive import Manifest
from ncc_opendata.backup.failure import BackupFailed


def back_up(target: Path) -> Manifest:
    """The database as of one moment, then the files. Raises BackupFailed and OSError; `target` is whole or absent."""
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copied = Path(folder) / archive.DATABASE
        before = ledger.head()  # the copy holds this link, and whatever was recorded while it was being taken
        databases.copy(copied)
        position, head = (before.position, before.hash) if before else (0, "")
        media = Path(settings.MEDIA_ROOT)
        return archive.pack(target, copied, media, connection.vendor, timezone.now().isoformat(), position, head)


def restore(source: Path, *, force: bool) -> Manifest:
    """Put everything in place, bring it to the present version, and prove it. Raises BackupFailed.

    Nothing is touched before the whole file has been read and its hashes agree.
    """
    media = Path(settings.MEDIA_ROOT)
    if not force and not (databases.is_empty() and _is_bare(media)):
        raise BackupFailed("This portal is not empty; --force replaces its database and its files by the backup's.")
    media.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=media.parent, prefix=".restore-") as folder:
        manifest = archive.unpack(source, Path(folder))
        if manifest.vendor != connection.vendor:
            raise BackupFailed(f"The backup is of {manifest.vendor}, this portal uses {connection.vendor}.")
        databases.replace(Path(folder) / archive.DATABASE)
        _swap(Path(folder) / archive.MEDIA, media, Path(folder) / "former")
    call_command("migrate", verbosity=0)
    _prove(manifest)
    return manifest


def _is_bare(folder: Path) -> bool:
    return not folder.exists() or not any(folder.iterdir())


def _swap(new: Path, place: Path, former: Path) -> None:
    """The folder's contents change; the folder stays, as it may be a volume of its own."""
    for folder in (new, place, former):
        folder.mkdir(parents=True, exist_ok=True)
    for one in list(place.iterdir()):
        shutil.move(one, former / one.name)
    for one in list(new.iterdir()):
        shutil.move(one, place / one.name)


def _prove(manifest: Manifest) -> None:
    """The link that the backup named is in the chain, and the chain and all that follows from it is whole."""
    found = LedgerEntry.objects.filter(position=manifest.position, hash=manifest.head).exists()
    if manifest.position and not found:
        raise BackupFailed(f"Restored, but fact {manifest.position} is not the one that the backup named.")
    call_command("verify_facts")
