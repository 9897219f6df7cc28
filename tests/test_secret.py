"""The portal's own secret: one for all who come at once, never half of one, for its owner's eyes alone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from ncc_opendata import secret
from ncc_opendata.secret import own_secret


def test_all_who_come_at_once_have_the_same(tmp_path: Path) -> None:
    together = Barrier(8)

    def come(_: int) -> str:
        together.wait()
        return own_secret(tmp_path / "secret_key")

    with ThreadPoolExecutor(8) as crowd:
        found = set(crowd.map(come, range(8)))
    assert len(found) == 1
    assert len(found.pop()) == 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_who_is_killed_in_the_middle_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a secret, or an empty file, would be taken for the secret ever after."""

    def killed() -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(secret, "get_random_secret_key", killed)
        with pytest.raises(KeyboardInterrupt):
            own_secret(tmp_path / "secret_key")
    assert not (tmp_path / "secret_key").exists()
    assert len(own_secret(tmp_path / "secret_key")) == 50


def test_nobody_else_reads_it(tmp_path: Path) -> None:
    own_secret(tmp_path / "secret_key")
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
