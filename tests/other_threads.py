"""Threads that tests before have left."""

import gc
import threading

from growth import HANG


def no_other_thread() -> None:
    """Fails where one stays. The thread of a server of a test answers a client as long as that keeps its connection: a client that
    is garbage is collected, and what it held is waited for."""
    if threading.active_count() > 1:
        gc.collect()
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(HANG)
    assert [thread.name for thread in threading.enumerate()] == ["MainThread"], "a test before these left a thread"
