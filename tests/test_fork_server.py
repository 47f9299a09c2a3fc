"""A process that was asked for ends with the one that asked for it."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence

from fork_server import ForkServer
from growth import HANG
from prerequisites import POSIX


def waiting(_words: Sequence[str]) -> int:
    """Says its number and waits to be ended."""
    os.write(1, f"{os.getpid()}\n".encode())
    time.sleep(HANG)
    return 0


@POSIX
def test_where_its_command_is_ended_a_process_is_terminated(processes: ForkServer) -> None:
    command = processes.command("tests.test_fork_server:waiting", ())
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        number = int(asking.stdout.readline())
        assert is_there(number)
        asking.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + HANG
    while is_there(number):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_there(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
