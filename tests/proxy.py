"""A TCP proxy on loopback whose line a test may slow down, freeze or cut, while the server behind it goes on."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator


class Proxy:
    """`delay`: seconds before each answer is passed on. `frozen`: connections stay open and nothing moves."""

    def __init__(self, target: int) -> None:
        self.delay, self.frozen = 0.0, False
        self._target = target
        self._lines: list[socket.socket] = []
        self._listen()

    def _listen(self, port: int = 0) -> None:
        self._door = socket.create_server(("127.0.0.1", port))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """As when the server dies: open connections end, new ones are refused."""
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for line in self._lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()

    def mend(self) -> None:
        """The server is there again, at the same port."""
        self._listen(self.port)

    def _accept(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = door.accept()[0]
                far = socket.create_connection(("127.0.0.1", self._target))
                self._lines += [near, far]
                for source, sink, slow in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._pump, args=(source, sink, slow), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, slow: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                time.sleep(self.delay if slow else 0)
                while self.frozen:
                    time.sleep(0.01)
                sink.sendall(data)
        for line in (source, sink):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxied(target: int) -> Iterator[Proxy]:
    proxy = Proxy(target)
    try:
        yield proxy
    finally:
        proxy.frozen = False
        proxy.cut()
