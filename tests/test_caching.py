"""A cache that fails is an empty one: pages answer without its folder, over a Redis that is down, hanging or full."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from environ import Env

from ncc_opendata import caching
from ncc_opendata.caching import forgiving


@pytest.fixture(params=["down", "hanging", "full", "no folder"])
def broken(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The CACHE_URL of a cache that does not work."""
    if request.param == "no folder":
        (tmp_path / "file").write_text("a file stands where the folder should be")
        yield f"filecache://{tmp_path / 'file' / 'cache'}"
    elif request.param == "full":
        url, client = request.getfixturevalue("own_redis")
        client.config_set("maxmemory", "1kb")
        yield url.replace("redis://", "rediscache://")
    else:
        with socket.create_server(("127.0.0.1", 0), backlog=5) as listener:
            port = listener.getsockname()[1]
            if request.param == "down":
                listener.close()
            yield f"rediscache://127.0.0.1:{port}/0"


def test_what_cannot_be_kept_is_made_anew(broken: str, settings: Any) -> None:
    settings.CACHES = {"default": forgiving(Env.cache_url_config(broken))}
    cache = caches["default"]
    cache.set("figures", 1)
    assert cache.get("figures", "none") == "none"
    assert cache.add("code", "used")
    assert cache.get_or_set("list", lambda: ["made"]) == ["made"]
    assert not cache.delete("code")


@pytest.mark.django_db
def test_pages_answer_without_their_cache(broken: str, settings: Any, client: Client) -> None:
    settings.CACHES = {"default": forgiving(Env.cache_url_config(broken))}
    for address in ("/", "/datasets/", "/account/login/"):
        assert client.get(address).status_code == 200, address
    assert client.post("/account/password/reset/", {"email": "nobody@example.test"}).status_code == 302


def test_a_cache_that_works_keeps(settings: Any, tmp_path: Path) -> None:
    settings.CACHES = {"default": forgiving(Env.cache_url_config(f"filecache://{tmp_path / 'cache'}"))}
    cache = caches["default"]
    cache.set("figures", [1, 2])
    assert (cache.get("figures"), cache.add("figures", 3), cache.has_key("figures")) == ([1, 2], False, True)
    for entry in (tmp_path / "cache").iterdir():
        entry.write_bytes(b"of another version")
    assert cache.get("figures", "none") == "none"


def test_a_folder_is_seldom_read_through_and_never_grows_without_end(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, look = [], caching.Folder._list_cache_files
    monkeypatch.setattr(caching.Folder, "_list_cache_files", lambda self: looked.append(1) or look(self))
    monkeypatch.setattr(caching, "CULLED", 10)
    configured = Env.cache_url_config(f"filecache://{tmp_path / 'cache'}")
    settings.CACHES = {"default": forgiving(configured | {"OPTIONS": {"MAX_ENTRIES": 30}})}
    cache = caches["default"]
    for number in range(101):
        cache.set(str(number), number)
        assert len(list((tmp_path / "cache").glob("*.djcache"))) <= 30 + 10
    assert (len(looked), cache.get("100")) == (11, 100)
