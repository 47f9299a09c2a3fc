"""The workbench as a process of its own."""

import re
import signal
import subprocess
import sys
from pathlib import Path


class WorkbenchProcess:
    """The command, as a person starts it."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "generator.cli", "review", str(root), "--as-of", "2026-11-20", "--no-browser"]
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
