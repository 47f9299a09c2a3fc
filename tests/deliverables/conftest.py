"""Deliveries of the sample: one of each purpose is enough for all tests that change nothing in it."""

from collections.abc import Callable
from functools import cache

import pytest
from export_made import SAMPLE, exported

from generator.deliverables.exporting import Exported


@pytest.fixture(scope="session")
def sample_delivery(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Exported]:
    """By the name of a purpose; made when it is first asked for. Not to be changed. A document is written once for all."""
    kept = tmp_path_factory.mktemp("kept")
    return cache(lambda name: exported(SAMPLE, tmp_path_factory.mktemp("delivery"), name, kept=kept))
