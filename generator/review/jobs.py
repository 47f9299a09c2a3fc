"""A command of this program in a process of its own: started by a page, watched, ended when asked and when the server ends."""

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import msgspec

_TAIL = 200
_SECONDS = 10


class JobState(msgspec.Struct, frozen=True, kw_only=True):
    """What a page shows of the last command."""

    title: str
    running: bool
    code: int | None
    """Exit code; None while it runs, and where it was ended."""
    lines: tuple[str, ...]
    """The last that it printed."""


class JobRunner:
    """One command at a time.

    Args:
        program: what starts `atopack`; its arguments follow.
    """

    # NOTE: the code is that of this server; a module in the folder of the workspace is never taken for it (`-P`).
    def __init__(self, program: Sequence[str] = (sys.executable, "-P", "-m", "generator.cli")) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None
        self._title = ""

    def start(self, title: str, arguments: Sequence[str], folder: Path) -> bool:
        """Start `atopack` with these arguments. False where one is still running."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return False
            self._close()
            self._output = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the next start and by `stop`
            code = os.pathsep.join(place for place in sys.path if os.path.isabs(place))  # noqa: PTH117 - texts of sys.path
            self._process = subprocess.Popen(  # noqa: S603 - fixed program, no shell
                [*self._program, *arguments],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": code},
                stdin=subprocess.DEVNULL,
                stdout=self._output,
                stderr=subprocess.STDOUT,
            )
            self._title = title
            return True

    def state(self) -> JobState | None:
        """Of the last command; None before the first."""
        with self._lock:
            if self._process is None or self._output is None:
                return None
            code = self._process.poll()
            text = _printed(self._output).decode(errors="replace")
            ended = code is not None and code < 0
            return JobState(
                title=self._title,
                running=code is None,
                code=None if ended else code,
                lines=tuple(text.splitlines()[-_TAIL:]),
            )

    def stop(self) -> None:
        """End it, gently first; nothing is left running."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                self._process.terminate()
                try:
                    self._process.wait(_SECONDS)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()

    def close(self) -> None:
        """At the end of the server."""
        self.stop()
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._output is not None:
            self._output.close()
            self._output = None
        self._process = None


def _printed(output: IO[bytes]) -> bytes:
    """What the command wrote so far. It writes where this process reads from: the place of one is that of the other."""
    if hasattr(os, "pread"):
        return os.pread(output.fileno(), os.fstat(output.fileno()).st_size, 0)
    place = output.tell()
    output.seek(0)
    text = output.read()
    output.seek(place)
    return text
