"""Whatever a test of OSCAL is given is compared whole with what was reviewed: see `approved_results`."""

from collections.abc import Iterator

import approved_results
import pytest

_LARGE = frozenset({"not_determined", "schema_of"})
"""Every objective of a baseline, and the schemas of all models: longer than anybody reviews."""
_READ = {"test_validate_hostile.py": ["validate_documents"], "test_located_entries.py": ["validate_documents"]}
"""Documents of any shape, and those of which other tests have the faults."""


@pytest.fixture(autouse=True)
def reviewed_results(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    but = _LARGE.union(_READ.get(request.path.name, ()))
    yield from approved_results.watched(request, monkeypatch, "generator.oscal", but=but)
