"""How long a build with processes takes at least, against the processor time of all of them: what the wall is bound by.

A wall is measured on a machine that does nothing else. This is not: each process has a clock of the processor time it used,
a fork begins with the clock of the one that forked, and who takes notice of work that was done elsewhere goes on no earlier
than it was done. At the end the clock of the build is its longest path. The rest is idle, or other people's.
`python -m tests.bench.two_cores WORKSPACE [--jobs 2] [--times 3] [--cache DIR]`
"""

import argparse
import contextlib
import io
import os
import resource
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_AS_OF = "2026-11-20"


class PathClock:
    """Processor time along the longest path to here."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._at_fork = 0.0
        self.forks: list[float] = []
        os.register_at_fork(before=self._note, after_in_child=self._begin)

    def now(self) -> float:
        """In seconds."""
        return time.process_time() + self._offset

    def wait_until(self, moment: float) -> None:
        """Something that was needed was done then."""
        self._offset += max(moment - self.now(), 0.0)

    def _note(self) -> None:
        self._at_fork = self.now()
        self.forks.append(self._at_fork)

    def _begin(self) -> None:
        self._offset = self._at_fork - time.process_time()


class _TimedNotice:
    """The notice of a process that work is done, with its clock; in the place of `worker_processes._NOTICE`."""

    def __init__(self, plain: struct.Struct, clock: PathClock, seen: Callable[[int, float], None]) -> None:
        self._form, self._clock, self._seen = struct.Struct(plain.format + "d"), clock, seen
        self.size = self._form.size

    def pack(self, *values: int) -> bytes:
        return self._form.pack(*values, self._clock.now())

    def unpack(self, notice: bytes) -> tuple[Any, ...]:
        *values, moment = self._form.unpack(notice)
        self._seen(values[0], moment)
        self._clock.wait_until(moment)
        return tuple(values)


def main() -> None:
    """One line for each time."""
    options = argparse.ArgumentParser()
    options.add_argument("workspace", type=Path)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--cache", type=Path)
    options.add_argument("--verbose", action="store_true")
    chosen = options.parse_args()
    for _ in range(chosen.times):
        sys.stdout.flush()
        number = os.fork()  # a process that imported nothing yet, as a command is
        if not number:
            _measured(chosen.workspace, chosen.jobs, chosen.cache, verbose=chosen.verbose)
        os.waitpid(number, 0)


def _measured(workspace: Path, jobs: int, cache: Path | None, *, verbose: bool) -> None:
    clock = PathClock()
    from generator.pipeline import worker_processes

    def seen(index: int, moment: float) -> None:
        if verbose:
            print(f"  work {index}: done {moment:.2f}, noticed {clock.now():.2f}")

    worker_processes._NOTICE = _TimedNotice(worker_processes._NOTICE, clock, seen)  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as output, contextlib.redirect_stdout(io.StringIO()) as said:
        from generator.cli.main import main as command

        words = ["build", str(workspace), "--output", output, "--as-of", _AS_OF, "--jobs", str(jobs)]
        command([*words, *(["--cache", str(cache)] if cache else [])])
        path = clock.now()
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    every = sum(each.ru_utime + each.ru_stime for each in used)
    notes = [line for line in said.getvalue().splitlines() if line.startswith("  work")]
    if verbose:
        print("  processes begun at", *(f"{moment:.2f}" for moment in clock.forks))
    print(*notes, sep="\n", end="\n" if notes else "")
    peaks = " + ".join(f"{each.ru_maxrss // 1024}" for each in used)
    print(f"all {every:.2f} CPU s, longest path {path:.2f}: {path / every:.3f}; peak {peaks} MB")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
