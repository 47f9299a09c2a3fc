"""Work in processes beside this one, with the results that it has when it is done here.

A process is a fork of this one, so that what it works on need not be sent to it; what it made waits in a file without a name,
so that no process waits for another to take it. Work is taken by whichever process is free. Where there is no fork, or another
thread runs (which may hold a lock at that moment), and where a process ends without a result, the work is done here: a process
that was killed changes nothing, and an error is raised here as it would be without processes.
"""

import contextlib
import os
import pickle
import signal
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from typing import IO, Any, BinaryIO, Generic, NoReturn, Protocol, TypeVar

T = TypeVar("T")

_FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""NOTE: the system libraries of macOS do not survive a fork."""


_NOTICE = struct.Struct(">IQQ")
"""Which work was done, and where in the file its result begins and how many bytes it has."""
_TOKEN = struct.Struct(">H")
_MOST_TOKENS = 16_000
"""Fewer than a pipe holds (64 KiB on Linux)."""


def cores() -> int:
    """How many processes can work at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _ResultSource(Protocol):
    """What may have the result of some work."""

    def deliver(self, pending: "Pending[Any]") -> None:
        """Gives it, if it can."""


class Pending(Generic[T]):
    """What some work makes, here or in a process beside this one."""

    __slots__ = ("_load", "_result", "_source", "_work")

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._source: _ResultSource | None = None
        self._load: Callable[[], T] | None = None
        self._result: tuple[T] | None = None

    @property
    def done(self) -> bool:
        """Was the work done, here or elsewhere?"""
        return self._result is not None or self._load is not None

    def made_by(self, source: _ResultSource) -> None:
        """Its result may come from there."""
        self._source = source

    def result(self) -> T:
        """Waits for it, or does the work now."""
        if not self.done and self._source is not None:
            self._source.deliver(self)
        if self._result is None and self._load is not None:
            with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
                self._result = (self._load(),)
        if self._result is None:
            self._result = (self._work(),)
        return self._result[0]

    def receive(self, load: Callable[[], T]) -> None:
        """It was made elsewhere, and is there to be read."""
        self._load = load

    def help(self) -> None:
        """The work is done here before its result is asked for. An error is raised when it is, by doing the work again."""
        with contextlib.suppress(Exception):
            self._result = (self._work(),)

    def make(self) -> T:
        """The work, in the process that does it."""
        return self._work()


class WorkerProcess:
    """One process, and where it puts what it made."""

    __slots__ = ("_ended", "_file", "_notices", "_works", "number")

    def __init__(self, number: int, notices: BinaryIO, file: IO[bytes], works: Sequence[Pending[Any]]) -> None:
        self.number = number
        self._notices, self._file, self._works = notices, file, works
        self._ended = False

    @property
    def ended(self) -> bool:
        """Has it nothing more to do? What it made can still be read."""
        if not self._ended:
            with contextlib.suppress(ChildProcessError):
                self._ended = os.waitpid(self.number, os.WNOHANG)[0] != 0
        return self._ended

    def deliver(self, pending: Pending[Any]) -> None:
        """See `_ResultSource.deliver`: takes notice of what was done, up to this one."""
        while not pending.done and self._receive():
            pass

    def _receive(self) -> bool:
        notice = self._notices.read(_NOTICE.size)
        if len(notice) < _NOTICE.size:
            return False
        index, at, size = _NOTICE.unpack(notice)
        self._works[index].receive(lambda: self._loaded(at, size))
        return True

    def _loaded(self, at: int, size: int) -> Any:
        return pickle.loads(os.pread(self._file.fileno(), size, at))  # noqa: S301 - from our own process, by a file without a name

    def end(self) -> None:
        """Ends the process, whatever it does, and waits until it has ended."""
        self._notices.close()
        self._file.close()
        if self._ended:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.number, 0)


class _SharedWorks:
    """Works that are taken by whichever process is free."""

    __slots__ = ("_claims", "_helping", "_works", "processes")

    def __init__(self, works: Sequence[Pending[Any]], claims: Iterator[int], *, helping: bool) -> None:
        self._works, self._claims, self._helping = works, claims, helping
        self.processes: list[WorkerProcess] = []

    def deliver(self, pending: Pending[Any]) -> None:
        """See `_ResultSource.deliver`: works here as long as there is something to take, then waits for the others."""
        while self._helping and not pending.done and (index := next(self._claims, None)) is not None:
            self._works[index].help()
        for process in self.processes:
            process.deliver(pending)


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
        return 0 if alone else max(self._spare - sum(not process.ended for process in self._processes), 0)

    def start(self, works: Sequence[Pending[Any]]) -> None:
        """Has these done in one process, one after the other; without one to spare they are done when they are asked for."""
        if not self.spare or not works:
            return
        process = self._fork(works, range(len(works)))
        if process is not None:
            for pending in works:
                pending.made_by(process)

    def share(
        self, works: Sequence[Pending[Any]], first: Pending[Any] | None = None, *, most: int | None = None, helping: bool = True
    ) -> None:
        """Has these done by up to `most` processes and, with `helping`, by this one; each takes the next when it is free.

        `first` is done by the first of the processes before it takes anything else.
        """
        count = min(self.spare, len(works) + (first is not None), most or len(works) + 1)
        if not count:
            return
        every = (*works, *((first,) if first is not None else ()))
        try:
            claims = _claims(len(works))
        except OSError:  # NOTE: no more open files; the work is done when it is asked for
            return
        shared = _SharedWorks(works, claims, helping=helping)
        for number in range(count):
            alone = (len(works),) if first is not None and not number else ()
            process = self._fork(every, chain(alone, claims))
            if process is None:
                continue
            shared.processes.append(process)
            if alone and first is not None:
                first.made_by(process)
        for pending in works:
            pending.made_by(shared)

    def _fork(self, works: Sequence[Pending[Any]], order: Iterable[int]) -> WorkerProcess | None:
        """None where what it makes has no place, or where there may be no more processes or open files."""
        sys.stdout.flush()
        sys.stderr.flush()
        with ExitStack() as opened:
            try:
                file = opened.enter_context(tempfile.TemporaryFile())
                reading, writing = os.pipe()
                opened.callback(os.close, reading)
                opened.callback(os.close, writing)
                number = os.fork()
            except OSError:
                return None
            opened.pop_all()
        if number == 0:
            os.close(reading)
            _work(works, order, writing, file)
        os.close(writing)
        process = WorkerProcess(number, os.fdopen(reading, "rb"), file, works)
        self._processes.append(process)
        return process

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


def _claims(count: int) -> Iterator[int]:
    """Numbers below `count`, each given to one of the processes that ask: they read them from one pipe."""
    reading, writing = os.pipe()
    group = -(-count // _MOST_TOKENS) or 1
    os.write(writing, b"".join(map(_TOKEN.pack, range(-(-count // group)))))
    os.close(writing)
    return _claimed(reading, count, group)


def _claimed(reading: int, count: int, group: int) -> Iterator[int]:
    with os.fdopen(reading, "rb", buffering=0) as tokens:
        while len(token := tokens.read(_TOKEN.size)) == _TOKEN.size:
            begin = _TOKEN.unpack(token)[0] * group
            yield from range(begin, min(begin + group, count))


def _work(works: Sequence[Pending[Any]], order: Iterable[int], writing: int, file: IO[bytes]) -> NoReturn:
    """In the new process: it never returns to what the old one does after this, and closes nothing that it shares with it."""
    code = 1
    try:
        with os.fdopen(writing, "wb", buffering=0) as notices:
            for index in order:
                at = file.tell()
                pickle.dump(works[index].make(), file, protocol=pickle.HIGHEST_PROTOCOL)
                file.flush()
                notices.write(_NOTICE.pack(index, at, file.tell() - at))
        code = 0
    except BaseException:  # noqa: BLE001 - the other process does the work again, and raises what there is to raise
        code = 1
    finally:
        os._exit(code)
