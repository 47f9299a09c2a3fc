"""Whatever a test of indicators is given is compared whole with what was reviewed: see `approved_results`."""

from collections.abc import Iterator

import approved_results
import pytest


@pytest.fixture(autouse=True)
def reviewed_results(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from approved_results.watched(request, monkeypatch, "generator.indicators")
