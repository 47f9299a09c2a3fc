"""A copy of the checkout in a temporary folder, in which modules are changed and tests are run.

The checkout itself is only read: whatever ends a run, it leaves nothing changed behind. Each run of pytest is a fork of this
process, which has pytest and the libraries loaded and nothing of the package: that is most of the time that a mutant takes.
"""

import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

import pytest

from tests.mutants import tracing

_LIBRARIES = (
    "hypothesis",
    "msgspec",
    "yaml",
    "lxml.etree",
    "networkx",
    "openpyxl",
    "docx",
    "jinja2",
    "jsonschema_rs",
    "rapidfuzz",
)
_OURS = ("generator", "tests", "golden", "conftest")
_MEMORY = 4 << 30
"""Bytes that one run of tests may take: a mutant may well ask for more than there is."""
_WALL = 20
"""Times its limit of processor time that a run may last on the clock, as it may wait, or others may keep the machine busy."""

_NAP = 0.02
_NOT_BEGUN = (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR)


@dataclass(frozen=True)
class Run:
    """How one run of pytest ended."""

    code: int
    """Its exit code; negative where a signal ended it."""
    seconds: float
    """Processor time."""
    late: bool
    """It was stopped at its limit."""
    failed: str = ""
    """The first test that failed, or the file of tests that could not be read."""


@dataclass(frozen=True)
class _FirstFailure:
    """A plugin of pytest: writes which test failed first."""

    path: Path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._write(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._write(report)

    def _write(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed and not self.path.exists():
            self.path.write_text(report.nodeid, encoding="utf-8")


class Sandbox:
    """The copy. Use it in a `with`: the folder is removed at the end."""

    def __init__(self, checkout: Path) -> None:
        for name in _LIBRARIES:
            importlib.import_module(name)
        self._folder = tempfile.TemporaryDirectory(prefix="atopack-mutants-")
        self._checkout = checkout
        self.root = Path(self._folder.name) / "atopack"
        for path in _files(checkout):
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(checkout / path, target)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._folder.cleanup()

    @contextmanager
    def changed(self, module: str, source: str) -> Iterator[None]:
        """A module with other contents, as long as the `with` lasts."""
        path = self.root / module
        original = path.read_bytes()
        try:
            _write(path, source.encode())
            yield
        finally:
            _write(path, original)

    def traced(self, test_file: str, seconds: float) -> dict[str, object] | None:
        """What `tracing` records of a file of tests on the original; None where it does not end in time."""
        out = Path(self._folder.name) / "traced.json"
        out.unlink(missing_ok=True)
        run = self._forked(lambda: tracing.record(out, test_file), seconds)
        if run.late or not out.exists():
            return None
        _has_begun(run, test_file)
        found: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
        return found

    def tested(self, tests: Sequence[str], seconds: float) -> Run:
        """Run these tests until the first fails, with so much processor time."""
        failed = Path(self._folder.name) / "failed.txt"
        failed.unlink(missing_ok=True)
        run = self._forked(lambda: pytest.main(["-x", *tracing.QUIET, *tests], plugins=[_FirstFailure(failed)]), seconds)
        return replace(run, failed=failed.read_text(encoding="utf-8") if failed.exists() else "")

    def on_original(self, test_file: str, seconds: float) -> Run:
        """How a file of tests ends where nothing is changed."""
        run = self.tested((test_file,), seconds)
        _has_begun(run, test_file)
        return run

    def _forked(self, work: Callable[[], int], seconds: float) -> Run:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            code = 70
            try:
                self._enter(seconds)
                code = int(work())
            finally:
                os._exit(code)
        return _ended(child, seconds)

    def _enter(self, seconds: float) -> None:
        """In the child: it is in the copy, knows nothing of the checkout, and has its limits."""
        os.setsid()
        _limit(seconds)
        os.chdir(self.root)
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        # NOTE: a browser or an office program within these limits is waited for, long after it has ended.
        os.environ |= {
            "PYTHONPATH": str(self.root),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "ATOPACK_WITHOUT": "shared,programs",
        }
        sys.path[:] = [str(self.root), *(path for path in sys.path if path and Path(path) != self._checkout)]
        for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
            del sys.modules[name]


def _has_begun(run: Run, test_file: str) -> None:
    """NOTE: where no test can run at all, no change would be noticed, or each."""
    if run.code in _NOT_BEGUN:
        raise RuntimeError(
            f"pytest ends with {run.code} on {test_file} where nothing is changed: run it by hand with `-p no:xdist -p "
            "no:randomly`, and mend what it says"
        )


def _write(path: Path, contents: bytes) -> None:
    """NOTE: the bytecode of a mutant could pass for that of the original, which is as old and may be as long."""
    path.write_bytes(contents)
    for cached in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        cached.unlink()


def _limit(seconds: float) -> None:
    limit = int(seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def _ended(child: int, seconds: float) -> Run:
    """How the child ended, by itself or at its limit. Whatever it started ends with it."""
    ended = 0
    # NOTE: naps are counted and not the clock, so that whoever pauses this program for a while makes nothing late.
    for _ in range(int(_WALL * seconds / _NAP)):
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            break
        time.sleep(_NAP)
    _end_group(child)
    if not ended:
        _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Run(code, used.ru_utime + used.ru_stime, not ended or code in (-signal.SIGXCPU, -signal.SIGKILL))


def _end_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # nothing of it is left


def _files(checkout: Path) -> list[str]:
    """What git tracks or would track."""
    command = ("git", "-C", str(checkout), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [path for path in dict.fromkeys(listed.split("\0")) if path and (checkout / path).is_file()]
