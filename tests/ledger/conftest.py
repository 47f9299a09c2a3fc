"""Whatever a test of the ledger is given is compared whole with what was reviewed: see `approved_results`."""

from collections.abc import Iterator

import approved_results
import pytest

_READ = {"test_edits.py": ["read_workbook"], "test_ledger_whole.py": ["ledger_of"]}
"""What other results are made of, and what a golden of its own has."""


@pytest.fixture(autouse=True)
def reviewed_results(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    but = _READ.get(request.path.name, ())
    yield from approved_results.watched(request, monkeypatch, "generator.ledger", but=but)
