"""Work in processes beside this one, with the results that it has when it is done here.

A process is a fork of this one, so that what it works on need not be sent to it; what it made waits in a file without a name,
so that no process waits for another to take it, and large content stays in the file that it is in, which is handed over open.
Work is taken by whichever process is free, and where one has ended another may begin. Where there is no fork, or another
thread runs (which may hold a lock at that moment), and where a process ends without a result, the work is done here: a process
that was killed changes nothing, and an error is raised here as it would be without processes.
"""

import contextlib
import io
import os
import pickle
import select
import signal
import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain
from typing import IO, Any, Generic, NoReturn, Protocol, TypeVar

from generator.documents.large_content import Content
from generator.pipeline.claimed_numbers import ClaimedNumbers
from generator.pipeline.worker_results import OpenFile, ResultReader, read_together, write_result, written_together

T = TypeVar("T")

_FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""NOTE: the system libraries of macOS do not survive a fork."""


_NOTICE = struct.Struct(">IQQ")
"""Which work was done, and where in the file its result begins and how many bytes it has."""
_MOST_FILES = 32
"""Files of large content that one result may have; the system takes some 250 at once."""


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

    def take(self) -> T:
        """The same, once: it is kept no longer, however long the processes are known that might have made it."""
        taken = self.result()
        self._result = self._load = None
        return taken

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

    __slots__ = ("_ended", "_file", "_notices", "_works", "number", "silent")

    def __init__(self, number: int, notices: socket.socket, file: IO[bytes], works: Sequence[Pending[Any]]) -> None:
        self.number = number
        self._notices, self._file, self._works = notices, file, works
        self._ended = False
        self.silent = False
        """Will no more notices come?"""

    @property
    def ended(self) -> bool:
        """Has it nothing more to do? What it made can still be read."""
        if not self._ended:
            try:
                self._ended = os.waitpid(self.number, os.WNOHANG)[0] != 0
            except ChildProcessError:  # NOTE: who started this process may have it ignore the end of others (SIGCHLD)
                self._ended = True
        return self._ended

    def deliver(self, pending: Pending[Any]) -> None:
        """See `_ResultSource.deliver`: takes notice of what was done, up to this one."""
        while not pending.done and not self.silent:
            self.receive()

    def receive(self) -> None:
        """Waits for its next notice, or for its end."""
        try:
            notice, descriptors, _, _ = socket.recv_fds(self._notices, _NOTICE.size, _MOST_FILES)
        except OSError:  # NOTE: there may be no more open files
            notice, descriptors = b"", []
        opened = tuple(map(OpenFile, descriptors))
        self.silent = len(notice) < _NOTICE.size
        if not self.silent:
            index, at, size = _NOTICE.unpack(notice)
            self._works[index].receive(lambda: self._loaded(at, size, opened))

    def fileno(self) -> int:
        """Of where its notices come."""
        return self._notices.fileno()

    def _loaded(self, at: int, size: int, opened: Sequence[OpenFile]) -> Any:
        return ResultReader(io.BytesIO(os.pread(self._file.fileno(), size, at)), opened).load()

    def end(self) -> None:
        """Ends the process, whatever it does, and waits until it has ended."""
        self._notices.close()
        self._file.close()
        if self.ended:  # NOTE: its number may be that of another process by now
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.number, 0)


def _with_notices(processes: Sequence[WorkerProcess]) -> Iterator[WorkerProcess]:
    """Waits until there is a notice of any of them, or one ends."""
    waiting = select.poll()
    for process in processes:
        waiting.register(process, select.POLLIN)
    ready = {number for number, _ in waiting.poll()}
    return (process for process in processes if process.fileno() in ready)


class _SharedWorks:
    """Works that are taken by whichever process is free."""

    __slots__ = ("_claims", "_helping", "_own", "_start", "_works", "processes")

    def __init__(
        self,
        works: Sequence[Pending[Any]],
        claims: ClaimedNumbers,
        start: Callable[[], WorkerProcess | None],
        *,
        helping: bool,
    ) -> None:
        """`start` gives one more process that takes of them, where there may be one."""
        self._works, self._claims, self._helping, self._start = works, claims, helping, start
        self._own = iter(claims)
        self.processes: list[WorkerProcess] = []

    def deliver(self, pending: Pending[Any]) -> None:
        """See `_ResultSource.deliver`: works here as long as there is something to take, then waits for the others."""
        while self._helping and not pending.done and (index := next(self._own, None)) is not None:
            process = self._start()  # NOTE: one that did other things may have ended since
            if process is not None:
                self.processes.append(process)
            self._works[index].help()
        while not pending.done and (working := [process for process in self.processes if not process.silent]):
            for process in _with_notices(working):
                process.receive()


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
        if not self._may_work:
            return 0
        return max(self._spare - sum(not process.ended for process in self._processes), 0)

    @property
    def _may_work(self) -> bool:
        return _FORKS and self._spare > 0 and threading.active_count() == 1

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
        if not count and not (helping and works and self._may_work):
            return
        every = (*works, *((first,) if first is not None else ()))
        try:
            claims = ClaimedNumbers(len(works))
        except OSError:  # NOTE: no more open files; the work is done when it is asked for
            return
        shared = _SharedWorks(works, claims, lambda: self._fork(works, claims) if self.spare else None, helping=helping)
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

    def divide(
        self, count: int, work: Callable[[int], T], *, meanwhile: Callable[[], None], begin: Callable[[int], None]
    ) -> tuple[T, ...]:
        """`work` of each number below `count`, in their order. Other processes begin with it, while this one does what is to be
        done `meanwhile`; then it takes numbers as they do, and says of each of its own that it is begun.

        What a process made comes back together, so that what several of its results have in common stays the same object.
        """
        claims: Iterable[int] = range(count)
        others: list[Pending[Content]] = []
        if self.spare and count:
            with contextlib.suppress(OSError):  # NOTE: no more open files; all work is done here
                claims = ClaimedNumbers(count)
                others = [Pending(partial(written_together, claims, work)) for _ in range(min(self.spare, count))]
        for other in others:
            self.start([other])
        if self.works:
            meanwhile()
        made: dict[int, T] = {}
        for number in claims:
            begin(number)
            made[number] = work(number)
        for other in others:
            made.update(read_together(other.take()))
        return tuple([made[number] if number in made else work(number) for number in range(count)])

    def _fork(self, works: Sequence[Pending[Any]], order: Iterable[int]) -> WorkerProcess | None:
        """None where what it makes has no place, or where there may be no more processes or open files."""
        sys.stdout.flush()
        sys.stderr.flush()
        with ExitStack() as opened:
            try:
                file = opened.enter_context(tempfile.TemporaryFile())
                reading, writing = map(opened.enter_context, socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
                number = os.fork()
            except OSError:
                return None
            opened.pop_all()
        if number == 0:
            reading.close()
            _work(works, order, writing, file)
        writing.close()
        process = WorkerProcess(number, reading, file, works)
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


def _work(works: Sequence[Pending[Any]], order: Iterable[int], notices: socket.socket, file: IO[bytes]) -> NoReturn:
    """In the new process: it never returns to what the old one does after this, and closes nothing that it shares with it."""
    code = 1
    try:
        for index in order:
            at = file.tell()
            made = works[index].make()
            descriptors = write_result(made, file)
            file.flush()
            socket.send_fds(notices, [_NOTICE.pack(index, at, file.tell() - at)], descriptors)
            del made
        code = 0
    except BaseException:  # noqa: BLE001 - the other process does the work again, and raises what there is to raise
        code = 1
    finally:
        os._exit(code)
