"""Work in processes beside this one, with the results that it has when it is done here.

A process is a fork of this one, so that what it works on need not be sent to it; it sends back what it made. Where there is no
fork, or another thread runs (which may hold a lock at that moment), and where a process ends without a result, the work is
done here: a process that was killed changes nothing, and an error is raised here as it would be without processes.
"""

import contextlib
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar

T = TypeVar("T")

_FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""NOTE: the system libraries of macOS do not survive a fork."""


def cores() -> int:
    """How many processes can work at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pending(Generic[T]):
    """What some work makes, here or in a process beside this one."""

    __slots__ = ("_process", "_result", "_work")

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._process: WorkerProcess | None = None
        self._result: tuple[T] | None = None

    @property
    def apart(self) -> bool:
        """A process beside this one was asked for it."""
        return self._process is not None

    def made_by(self, process: "WorkerProcess") -> None:
        """It is the next that this process sends."""
        self._process = process

    def result(self) -> T:
        """Waits for it, or does the work now."""
        while self._result is None and self._process is not None and self._process.receive():
            pass
        if self._result is None:
            self._result = (self._work(),)
        return self._result[0]

    def receive(self, made: T) -> None:
        """It was made."""
        self._result = (made,)

    def make(self) -> T:
        """The work, in the process that does it."""
        return self._work()


class WorkerProcess:
    """One process and the results that it still has to send, in their order."""

    __slots__ = ("_pending", "_stream", "number")

    def __init__(self, number: int, stream: BinaryIO, pending: Sequence[Pending[Any]]) -> None:
        self.number = number
        self._stream = stream
        self._pending = list(pending)

    def receive(self) -> bool:
        """Takes the next result. False when no more come."""
        if not self._pending:
            return False
        try:
            made = pickle.load(self._stream)  # noqa: S301 - from our own process, through a pipe of its own
        except (EOFError, pickle.UnpicklingError):
            self._pending.clear()
            return False
        self._pending.pop(0).receive(made)
        return True

    def end(self) -> None:
        """Ends the process, whatever it does, and waits until it has ended."""
        self._stream.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.number, 0)


class WorkerPool:
    """The processes of one command; see `worker_processes`."""

    __slots__ = ("_processes", "_spare")

    def __init__(self, jobs: int) -> None:
        self._spare = jobs - 1
        self._processes: list[WorkerProcess] = []

    @property
    def works(self) -> bool:
        """Was a process started?"""
        return bool(self._processes)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Their process ids."""
        return tuple(process.number for process in self._processes)

    @property
    def spare(self) -> int:
        """How many more processes may be started."""
        alone = not _FORKS or threading.active_count() > 1
        return 0 if alone else max(self._spare - len(self._processes), 0)

    def start(self, works: Sequence[Pending[Any]]) -> None:
        """Has these done in one process, one after the other; without one to spare they are done when they are asked for."""
        if not self.spare or not works:
            return
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        number = os.fork()
        if number == 0:
            os.close(reading)
            _work(works, writing)
        os.close(writing)
        process = WorkerProcess(number, os.fdopen(reading, "rb"), works)
        self._processes.append(process)
        for pending in works:
            pending.made_by(process)

    def end(self) -> None:
        """Ends all processes."""
        for process in self._processes:
            process.end()


@contextmanager
def worker_processes(jobs: int) -> Iterator[WorkerPool]:
    """Up to `jobs` processes, this one counted; those that were started have ended when the block has."""
    processes = WorkerPool(jobs)
    try:
        yield processes
    finally:
        processes.end()


def _work(works: Sequence[Pending[Any]], writing: int) -> NoReturn:
    """In the new process: it never returns to what the old one does after this, and closes nothing that it shares with it."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as stream:
            for pending in works:
                pickle.dump(pending.make(), stream, protocol=pickle.HIGHEST_PROTOCOL)
                stream.flush()
        code = 0
    except BaseException:  # noqa: BLE001 - the other process does the work again, and raises what there is to raise
        code = 1
    finally:
        os._exit(code)
