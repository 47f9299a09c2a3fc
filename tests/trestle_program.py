"""compliance-trestle as the tests call it. It is imported once for a process of tests: that takes longer than most commands."""

import atexit
import json
import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from growth import HANG
from prerequisites import program

TRESTLE = program("trestle")


def trestle(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """A command of it in a folder, which is its home as well."""
    process = _process()
    assert process.stdin is not None
    assert process.stdout is not None
    with tempfile.TemporaryDirectory(prefix="trestle-") as written:
        output, errors = Path(written, "output"), Path(written, "errors")
        request = {
            "words": [*map(str, words)],
            "folder": str(folder),
            "environment": {**os.environ, "HOME": str(folder)},
            "output": str(output),
            "errors": str(errors),
            "seconds": HANG,
        }
        process.stdin.write(f"{json.dumps(request)}\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        return subprocess.CompletedProcess(request["words"], code, output.read_text(), errors.read_text())


@cache
def _process() -> subprocess.Popen[str]:
    """It ends when nothing asks any more. Its Python is beside it, as in every virtual environment.

    Isolated, since it imports what is named trestle_… wherever Python looks for modules.
    """
    command = [str(Path(str(TRESTLE)).with_name("python")), "-I", str(Path(__file__).with_name("trestle_process.py"))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.communicate)
    return process
