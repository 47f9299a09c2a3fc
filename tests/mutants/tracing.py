"""Which lines of `generator/` each test of a file runs, and how long it takes.

Coverage.py keeps the lines by test (https://coverage.readthedocs.io/en/latest/contexts.html); what runs at import has no test.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import coverage
import pytest

QUIET = ("-q", "--no-header", "--tb=no", "-p", "no:cacheprovider")


class _Tracer:
    """A plugin of pytest: each test is a context of its own."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self._measured = measured
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        start = time.process_time()
        self._measured.switch_context(item.nodeid)
        result = yield
        self._measured.switch_context("")
        self.seconds[item.nodeid] = time.process_time() - start
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)


def record(out: Path, test_file: str) -> int:
    """Run the file in the current folder and write the record; a test that does not pass, or is skipped, is not in it.
    Returns the exit code of pytest.

    Lines have the numbers of their tests, in the order of `seconds`; -1 stands for import.
    """
    root = Path.cwd()
    measured = coverage.Coverage(data_file=None, config_file=False, source=[str(root / "generator")], messages=False)
    measured.start()
    tracer = _Tracer(measured)
    code = pytest.main([*QUIET, test_file], plugins=[tracer])
    measured.stop()
    data = measured.get_data()
    seconds = {test: took for test, took in tracer.seconds.items() if test not in tracer.failed}
    numbers = {"": -1} | {test: number for number, test in enumerate(seconds)}
    lines = {
        str(Path(path).relative_to(root)): {
            line: sorted(numbers[test] for test in tests if test in numbers)
            for line, tests in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }
    out.write_text(json.dumps({"seconds": seconds, "lines": lines}), encoding="utf-8")
    return int(code)
