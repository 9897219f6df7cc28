"""The broker without a server: kombu's folder of messages, in which nothing half written stops anybody.

kombu writes a message where others look for it, so that one who looks in between, or after the writer was killed, reads
half of it, and its worker ends. Here a message appears whole, and what cannot be read is dropped: what it asked for
stands in the database, and is sent again.
"""

import logging
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # kombu: `payload` here, `message` above
        """Under a name that nobody looks for until all of it is there. Raises ChannelError."""
        place = Path(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg")
        part = place.with_suffix(".part")
        try:
            part.write_text(dumps(payload))
            part.replace(place)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise ChannelError(f"Cannot add a message to {place.parent}") from error

    def _get(self, queue: Any, timeout: Any = None) -> Any:
        while True:
            try:
                return super()._get(queue)
            except ValueError as error:
                logger.warning("a message that cannot be read is dropped: %s", error)

    def get_table(self, exchange: Any) -> Any:
        try:
            return super().get_table(exchange)
        except ValueError:
            return []

    def _queue_bind(self, exchange: Any, routing_key: Any, pattern: Any, queue: Any) -> None:
        """A list of queues that cannot be read begins anew: all who use one bind it first."""
        try:
            super()._queue_bind(exchange, routing_key, pattern, queue)
        except ValueError:
            self._exchange_file(exchange).unlink(missing_ok=True)
            super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    Channel = Channel
