"""Runs a command of ours, and is killed before a change below a folder: `main([FOLDER, NUMBERS, COMMAND, ...])`.

COMMAND is one of `atopack`, or `save-text FOLDER`: a form of `atopack review`. NUMBERS are of changes, with commas. Before the
last it is killed; what it would have left if killed before another is in `FOLDER.NUMBER`, since a kill takes what the
memory holds and leaves the files as they stand. Without numbers it runs to its end and prints each change, one a line. Changes
are seen by Python's audit events, before they happen.
"""

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from fewer_documents import only_documents

from generator.cli.main import main as ours
from tests.review.review_client import entered, workbench

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(words: Sequence[str]) -> int:
    """Returns the exit code where it is not killed."""
    folder, arguments = os.path.realpath(words[0]), words[2:]
    *copied, killed = [int(number) for number in words[1].split(",")] if words[1] else [0]
    command = (lambda words: save_text(words[1])) if arguments[0] == "save-text" else ours
    count = 0

    def watch(event: str, values: tuple[object, ...]) -> None:
        nonlocal count
        opened = event == "open" and isinstance(values[2], int) and bool(values[2] & _WRITES)
        changes = opened or event in _CHANGES
        path = values[0] if values else None
        if not changes or not isinstance(path, (str, bytes, os.PathLike)):
            return
        if not f"{os.path.realpath(os.fsdecode(path))}{os.sep}".startswith(f"{folder}{os.sep}"):
            return
        count += 1
        if not killed:
            os.write(1, f"change {count} {event} {os.fsdecode(path)}\n".encode())
        elif count in copied:
            shutil.copytree(folder, f"{folder}.{count}", symlinks=True)
        elif count == killed:
            os.kill(os.getpid(), signal.SIGKILL)

    with only_documents():
        sys.addaudithook(watch)
        return command(arguments)


def save_text(folder: str) -> int:
    """The answer to a control, as a person saves it in a browser."""
    client = entered(workbench(Path(folder)))
    page = "/controls/AC-2"
    client.post(f"{page}/save", {"shown": client.shown(page), "part a": "Two kinds of account."})
    return 0
