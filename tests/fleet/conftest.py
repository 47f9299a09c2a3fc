"""Systems of a fleet are built one after the other, each in what the one before has left."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from generator.fleet import building


@pytest.fixture(scope="module", autouse=True)
def _no_walk_for_garbage() -> Iterator[None]:
    """After each system: here it would go through what all tests before have left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "gc", SimpleNamespace(collect=lambda: 0))
        yield
