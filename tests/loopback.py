"""Servers of tests, on the loopback address alone."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any


class ManyClients(ThreadingHTTPServer):
    """Answers each client in a thread. Its end closes what clients keep open: their threads would wait for more."""

    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._taken: list[socket.socket] = []
        super().__init__(("127.0.0.1", 0), handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._taken.append(request)
        super().process_request(request, client_address)

    def server_close(self) -> None:
        super().server_close()
        for connection in self._taken:
            with suppress(OSError):  # closed by then, as most are
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def served(server: HTTPServer) -> Iterator[str]:
    """Answers until the block ends; gives host and port."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
