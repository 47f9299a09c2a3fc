"""The workbench as a process of its own."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from generator.cli.main import main as ours
from generator.review.jobs import JobRunner
from tests.fork_server import ForkServer

_LONGEST = 60  # seconds: a bound, not a measure


def held(root: Path) -> Path:
    """While this file is there, commands of the pages of a workspace do not begin: they can be ended before they are done."""
    return root.with_name(f"{root.name}.held")


class WorkbenchProcess:
    """The command, as a person starts it.

    Args:
        processes: where neither how it starts nor how the commands of its pages start is what a test is about, these begin as
            copies of a process that has imported and read what they need.
    """

    def __init__(self, root: Path, processes: ForkServer | None = None) -> None:
        words = ("review", str(root), "--as-of", "2026-11-20", "--no-browser")
        command = [sys.executable, "-m", "generator.cli", *words]
        if processes is not None:
            program = json.dumps(processes.command("tests.review.workbench_process:command", (held(root),)))
            command = processes.command("tests.review.workbench_process:main", (program, *words))
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if match := re.search(r"http://\S+", line):
                self.address = match[0]
                self.origin = self.address.partition("/?")[0]
                return
        raise AssertionError("".join(lines))

    def end(self) -> int:
        """As Ctrl+C does."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


def main(words: Sequence[str]) -> int:
    """The workbench, whose pages start their commands by the program that comes first."""
    JobRunner.__init__.__defaults__ = (tuple(json.loads(words[0])),)
    return ours(words[1:])


def command(words: Sequence[str]) -> int:
    """A command of a page; it begins when the file that comes first is not there."""
    end = time.monotonic() + _LONGEST
    while Path(words[0]).exists() and time.monotonic() < end:
        time.sleep(0.02)
    return ours(words[1:])
