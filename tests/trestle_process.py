"""Commands of compliance-trestle in copies of a process that has imported it: see `trestle_program`. Run by its own Python."""

import gc
import json
import os
import signal
import sys
import traceback
from typing import NoReturn

from trestle.cli import run


def _serve() -> None:
    """Answers each line of the input with the exit code of the command that it asks for."""
    gc.freeze()  # or each copy would go through all that was imported, and so copy it
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            _command(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)  # noqa: T201 - the answer


def _command(*, words: list[str], folder: str, environment: dict[str, str], output: str, errors: str, seconds: int) -> NoReturn:
    signal.alarm(seconds)
    for standard, path in enumerate((os.devnull, output, errors)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), standard)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["trestle", *words]
    code = 1
    try:
        run()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001 - as Python ends: it is printed
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # not as Python ends, for the same reason


_serve()
