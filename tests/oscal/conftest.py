"""Whatever a test of OSCAL is given is compared whole with what was reviewed: see `approved_results`."""

from collections.abc import Iterator
from pathlib import Path

import approved_results
import pytest

_LONG = frozenset({"not_determined"})
"""Every objective of a baseline: longer than anybody reviews."""
_READ = {
    "test_validate_hostile.py": ["validate_documents"],
    "test_located_entries.py": ["validate_documents"],
    "test_pieces.py": ["validate_documents"],
    "test_entry_proofs.py": ["validate_documents", "schema_of", "entry_type"],
    "test_written_names.py": ["has_names"],
}
"""Documents of any shape or damaged at random, and those of which other tests have the faults."""
_OF_OTHERS = ("test_validate_published.py", "test_validate_schema.py")
"""What is made of documents and schemas of others. The forms beside this are written and read back whole."""


@pytest.fixture(autouse=True)
def reviewed_results(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.path.parent != Path(__file__).parent or request.path.name in _OF_OTHERS:
        yield
        return
    but = _LONG.union(_READ.get(request.path.name, ()))
    yield from approved_results.watched(request, monkeypatch, "generator.oscal", but=but)
