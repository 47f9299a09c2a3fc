"""Threads that tests before have left."""

import gc
import threading

from growth import HANG


def no_other_thread() -> None:
    """Fails where one stays. A test's server answers a client in a thread while that keeps its connection: clients that are
    garbage are collected, and their threads waited for."""
    if threading.active_count() > 1:
        gc.collect()
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(HANG)
    assert [thread.name for thread in threading.enumerate()] == ["MainThread"], "a test before these left a thread"
