"""Whatever a test of facts is given is compared whole with what was reviewed: see `approved_results`."""

from collections.abc import Iterator

import approved_results
import pytest

_ECHOED = frozenset(
    f"{function}.{field}"
    for function in ("facts_of", "with_crypto")
    for field in ("as_of", "clouds", "clusters", "diagrams", "evidence", "pipelines", "registries", "system")
)
"""What facts pass on as it was read."""
_BY_ADDRESS = frozenset({"chosen_kinds"})
"""Keyed by where an object lies in memory."""


@pytest.fixture(autouse=True)
def reviewed_results(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from approved_results.watched(request, monkeypatch, "generator.facts", but=_ECHOED | _BY_ADDRESS)
