"""A cache that may fail: a full disk or a hanging Redis costs a page time, never its answer.

What is kept here can be made again (figures, lists of choices) or only narrows (rate limits, one-time codes that were
used; the lock after five failures is in the database). So what cannot be asked is answered as by an empty cache.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)
T = TypeVar("T")
SILENCE = 10.0
"""Seconds in which a cache that has just failed is not asked again by this process."""
FILES, FOLDER = "django.core.cache.backends.filebased.FileBasedCache", "ncc_opendata.caching.Folder"
CULLED = 100
"""Entries after which it is looked whether there are too many."""
OPTIONS: dict[str, dict[str, object]] = {
    "django.core.cache.backends.redis.RedisCache": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    FILES: {"MAX_ENTRIES": 3000},
}
"""Of each back end, where CACHE_URL says nothing else. Rate limits are not thrown out by a few hundred pages."""


def forgiving(configured: dict[str, Any]) -> dict[str, Any]:
    """The entry for settings.CACHES that keeps `configured` (also such an entry) behind a cache that may fail."""
    backend = configured["BACKEND"]
    behind = FOLDER if backend == FILES else backend
    options = OPTIONS.get(backend, {}) | configured.get("OPTIONS", {}) | {"behind": behind}
    return configured | {"BACKEND": "ncc_opendata.caching.Forgiving", "OPTIONS": options}


class Folder(FileBasedCache):
    """A folder that is read through for too many entries now and then, not at each: that takes longer than to write."""

    _written = 0

    def _cull(self) -> None:
        if self._written % CULLED == 0:
            super()._cull()  # type: ignore[misc]  # the stubs leave it out
        self._written += 1


class Forgiving(BaseCache):
    """Asks the cache behind it; after an error everything is missing there for `SILENCE` seconds."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._location, self._params = location, params
        self._failed_at = float("-inf")

    @cached_property
    def _behind(self) -> BaseCache:
        """Made at the first question, since a folder that cannot be made must not stop a page either."""
        options = dict(self._params["OPTIONS"])
        backend: Callable[..., BaseCache] = import_string(options.pop("behind"))
        return backend(self._location, self._params | {"OPTIONS": options})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: self._behind.get(key, default, version), default)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda: self._behind.add(key, value, timeout, version), True)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask(lambda: self._behind.set(key, value, timeout, version), None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda: self._behind.touch(key, timeout, version), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: self._behind.delete(key, version), False)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: self._behind.has_key(key, version), False)

    def clear(self) -> None:
        self._ask(lambda: self._behind.clear(), None)

    def close(self, **kwargs: Any) -> None:
        self._ask(lambda: self._behind.close(**kwargs), None)

    def _ask(self, question: Callable[[], T], otherwise: T) -> T:
        if time.monotonic() - self._failed_at < SILENCE:
            return otherwise
        try:
            return question()
        except Exception as error:  # the network, the disk, an entry of another version: a page needs none of it
            self._failed_at = time.monotonic()
            logger.warning("the cache does not answer: %s: %s", type(error).__name__, error)
            return otherwise
