"""How long one answer may take as a whole, however slowly it drips in.

A library's timeouts are between two bytes, so that a server which sends a byte a minute keeps a collector busy for years. Here
a second thread hangs up: whatever is being read then ends with an error of the connection, and `within` says that it was us.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import urllib3

_AGAIN = 0.5
"""Seconds between two times of hanging up: a connection that is just being made cannot be hung up on yet."""


class Deadline:
    """Watches every connection that a pool manager makes from now on."""

    def __init__(self, manager: urllib3.PoolManager) -> None:
        self._connections: WeakSet[Any] = WeakSet()
        self._lock = threading.Lock()
        classes = manager.pool_classes_by_scheme.items()
        manager.pool_classes_by_scheme = {scheme: self._watched(pool) for scheme, pool in classes}

    @contextmanager
    def within(self, seconds: float) -> Iterator[Callable[[], bool]]:
        """What is asked inside is answered in so many seconds, or hung up on: ask what is given whether it was."""
        done, passed = threading.Event(), threading.Event()
        watch = threading.Thread(target=self._watch, args=(seconds, done, passed), daemon=True)
        watch.start()
        try:
            yield passed.is_set
        finally:
            done.set()
            watch.join()

    def _watch(self, seconds: float, done: threading.Event, passed: threading.Event) -> None:
        if done.wait(seconds):
            return
        passed.set()
        self._hang_up()
        while not done.wait(_AGAIN):
            self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            sockets = [connection.sock for connection in self._connections]
        for each in sockets:
            if isinstance(each, socket.socket):
                try:
                    # NOTE: not the method of a TLS socket, which would read on in the clear where it was cut.
                    socket.socket.shutdown(each, socket.SHUT_RDWR)
                except OSError:
                    continue  # closed already: nothing is read from it

    def _watched(self, pool: type[Any]) -> type[Any]:
        """The same class of pools, whose connections are known here."""
        plain = pool.ConnectionCls

        def connect(connection: Any) -> None:
            with self._lock:
                self._connections.add(connection)
            plain.connect(connection)

        return type(pool.__name__, (pool,), {"ConnectionCls": type(plain.__name__, (plain,), {"connect": connect})})
