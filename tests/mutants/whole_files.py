"""Mutants held against the nearest files of tests as a whole, without seeing first which test runs which line.

That is quicker where a folder has a few mutants only: what it takes to trace its tests would be more than the mutants take.
"""

from dataclasses import dataclass, field

import pytest

from tests.mutants.mutant import Mutant
from tests.mutants.relevant import Relevant
from tests.mutants.report import Verdict
from tests.mutants.sandbox import Run, Sandbox

_FILES = 5
"""Files of tests at most, the nearest first."""
SECONDS = 12
"""Processor time of one file; what it has not noticed by then it has not noticed."""
_TIMES = 3
"""A file that takes so many times as long as on the original does not end."""
_PASSED = (0, 5)
"""Exit codes of pytest: passed, or every test was left out."""


@dataclass
class WholeFiles:
    """Runs files of tests. How they end on the original it keeps: what fails there notices nothing."""

    sandbox: Sandbox
    relevant: Relevant
    most_seconds: int = SECONDS
    _original: dict[str, Run] = field(default_factory=dict)
    """By test."""
    _files: dict[str, Run] = field(default_factory=dict)

    def verdict(self, mutant: Mutant) -> tuple[Verdict, float]:
        """How it ended, and the processor time of its tests."""
        seconds, files = 0.0, self.relevant.files(mutant.module)[:_FILES]
        for file in files:
            with self.sandbox.changed(mutant.module, mutant.source):
                run = self.sandbox.tested((file,), self.most_seconds)
            seconds += run.seconds
            if run.late and self._ends_soon(file):
                return Verdict.TIMEOUT, seconds
            if not run.late and run.code not in _PASSED and self._passes(run.failed or file, file):
                return Verdict.KILLED, seconds
        return Verdict.SURVIVED if files else Verdict.NO_TESTS, seconds

    def _passes(self, test: str, file: str) -> bool:
        """What failed passes on the original; the whole file has to where the original has no such test."""
        if test not in self._original:
            self._original[test] = self.sandbox.tested((test,), self.most_seconds)
        run = self._original[test]
        if run.code == pytest.ExitCode.USAGE_ERROR:
            run = self._on_original(file)
        return run.late or run.code in _PASSED

    def _ends_soon(self, file: str) -> bool:
        """It passes on the original, and in so little time that the change made it late: what waits there as well, taking no
        processor time, tells nothing."""
        run = self._on_original(file)
        return not run.late and run.code in _PASSED and run.seconds * _TIMES < self.most_seconds

    def _on_original(self, file: str) -> Run:
        if file not in self._files:
            self._files[file] = self.sandbox.on_original(file, self.most_seconds)
        return self._files[file]
