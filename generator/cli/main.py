"""The program: runs the command that was asked for, and ends with its exit code.

Exit codes: 0 clean, 1 discrepancies (the package is written), 2 usage or configuration, 3 evidence that could not be
read under --strict, 4 output failed validation (nothing is published).
"""

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from generator.cli.grammar import parser
from generator.cli.terminal_escape import say
from generator.errors import GeneratorError, diagnosis

USAGE = 2
_PIPE_CLOSED = 128 + 13
"""As shells report SIGPIPE: who read the output, as in `atopack checks | head`, closed it before the end."""


def command() -> None:
    """The installed command: `main`, then the end of the process without taking its records apart one by one."""
    # NOTE: not as long as `main` alone, or all records of a build are walked once between its end and that of the process.
    gc.disable()
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = _PIPE_CLOSED
    # NOTE: freeing millions of records at exit costs a tenth of a large build; every file is closed by now.
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if not (sys.argv[1:] if arguments is None else arguments):
        options = argparse.Namespace(run=_say_next_step)
    else:
        options = parser().parse_args(arguments)
    collecting = gc.isenabled()
    # NOTE: a command lives for seconds and its records hold no cycles, while the collector would walk millions of them.
    gc.disable()
    try:
        return _run(options)
    finally:
        if collecting:
            gc.enable()


def _say_next_step(_options: argparse.Namespace) -> int:
    # NOTE: imported where it is needed; it reads a workspace, which `--help` does not.
    from generator.cli import next_step

    return next_step.run(Path())


def _run(options: argparse.Namespace) -> int:
    try:
        return int(options.run(options))
    except GeneratorError as error:
        say(f"atopack: {error.diagnostics()}", to=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        _let_go()
        return _PIPE_CLOSED
    except OSError as error:
        say(f"atopack: {diagnosis(error)}", to=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        say("atopack: stopped; nothing was published", to=sys.stderr)
        return 130


def _let_go() -> None:
    """What is still buffered for a reader that is gone goes nowhere, instead of failing again when it is flushed."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
