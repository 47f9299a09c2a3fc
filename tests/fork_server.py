"""Commands in processes of their own, which begin with our modules imported and what is read once read.

A test that is about what a command does, and not about how Python starts, asks `ForkServer` for a process: a copy of one
that has imported what commands import and has built the sample, which takes three seconds otherwise, each time. It has the
folder, the environment, the input and the outputs that it is given, and may be killed like any other.
"""

import contextlib
import gc
import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

ROOT = Path(__file__).parents[1]
_SAMPLE = ROOT / "samples/parcel-tracker"
COMMAND = "generator.cli.main:main"
_IMPORTED = (
    "fewer_documents", "generator.cli.main", "generator.deliverables.exporting",
    "generator.review.registry", "tests.review.review_client",
)  # fmt: skip
_CLIENT = """\
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect({address!r})
    socket.send_fds(asked, [b"."], [0, 1, 2])
    asked.sendall(json.dumps([{entry!r}, sys.argv[1:], os.getcwd(), dict(os.environ)]).encode())
    asked.shutdown(socket.SHUT_WR)
    code = int(asked.recv(16))
if code < 0:
    os.kill(os.getpid(), -code)
sys.exit(code)
"""


class ForkServer:
    """Processes that begin where another stands."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="fork-")
        self._address = f"{self._folder.name}/s"
        paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__)), self._address],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    def run(self, entry: str, arguments: Sequence[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
        """The function `module:name` of the arguments, whose result is the exit code, in a process of its own in a folder."""
        command = self.command(entry, arguments)
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    def command(self, entry: str, arguments: Sequence[str | Path]) -> list[str]:
        """What starts the same. It waits for the process and ends as that did; where it is ended before, that is terminated."""
        client = _CLIENT.format(address=self._address, entry=entry)
        return [sys.executable, "-S", "-E", "-c", client, *map(str, arguments)]

    def program(self, path: Path, entry: str = COMMAND) -> None:
        """Writes a program that does the same, for a shell."""
        client = path.with_name(f"{path.name}.client.py")
        client.write_text(_CLIENT.format(address=self._address, entry=entry))
        path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -S -E {shlex.quote(str(client))} "$@"\n')
        path.chmod(0o755)

    def end(self) -> None:
        self._process.communicate()
        self._folder.cleanup()


def serve(address: str) -> None:
    """Answers until the input ends."""
    for name in _IMPORTED:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:  # controls, schemas and templates are then read and compiled
        build(Workspace.open(_SAMPLE), Path(folder), date(2026, 11, 20), lambda *_: None)
    gc.collect()
    gc.freeze()
    answering: list[int] = []
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        os.write(1, b"ready\n")
        while sys.stdin not in (ready := select.select([sys.stdin, listening], [], [])[0]):
            assert ready == [listening]
            asked, _ = listening.accept()
            number = os.fork()
            if number == 0:
                listening.close()
                _answer(asked)
            asked.close()
            answering = [other for other in answering if os.waitpid(other, os.WNOHANG)[0] == 0] + [number]
    for number in answering:
        os.waitpid(number, 0)


def _answer(asked: socket.socket) -> NoReturn:
    """Waits for the process that was asked for, and tells how it ended: its code, or the negative number of a signal."""
    _, descriptors, _, _ = socket.recv_fds(asked, 1, 3)
    with asked.makefile("rb") as request:
        entry, arguments, folder, environment = json.load(request)
    number = os.fork()
    if number == 0:
        asked.close()
        _become(descriptors, folder, environment)
        _end(entry, arguments)
    for descriptor in descriptors:
        os.close(descriptor)
    ended = threading.Event()
    threading.Thread(target=_terminated_with, args=(asked, number, ended), daemon=True).start()
    _, status = os.waitpid(number, 0)
    ended.set()
    with contextlib.suppress(BrokenPipeError):  # the one that asked is gone
        asked.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _terminated_with(asked: socket.socket, number: int, ended: threading.Event) -> None:
    """The one that asked says nothing more; that it has hung up is that it is gone."""
    waiting = select.poll()
    waiting.register(asked, 0)
    waiting.poll()
    if not ended.is_set():
        os.kill(number, signal.SIGTERM)


def _become(descriptors: list[int], folder: str, environment: dict[str, str]) -> None:
    for standard, descriptor in enumerate(descriptors):
        os.dup2(descriptor, standard)
        os.close(descriptor)
    sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # noqa: SIM115
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None


def _end(entry: str, arguments: list[str]) -> NoReturn:
    module, _, name = entry.partition(":")
    code = 1
    try:
        code = getattr(import_module(module), name)(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except BaseException:  # noqa: BLE001 - as Python ends: it is printed
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
