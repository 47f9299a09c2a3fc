"""What is kept in output/sample/ is what the sample builds to."""

import json

import pytest

from generator.pipeline.publish import Published
from tests.samples.snapshot import KEPT, texts


@pytest.fixture(scope="module")
def built(sample_built: Published) -> dict[str, bytes]:
    return texts(sample_built)


def test_the_same_files_are_kept(built: dict[str, bytes]) -> None:
    kept = {path.relative_to(KEPT).as_posix() for path in KEPT.rglob("*") if path.is_file()}
    assert kept == set(built), "run `make sample` and look at the difference"


def test_their_content_is_the_same(built: dict[str, bytes]) -> None:
    for name, content in built.items():
        kept = (KEPT / name).read_bytes()
        if name.endswith(".json"):
            assert json.loads(kept) == json.loads(content), f"{name}: run `make sample` and look at the difference"
        else:
            assert kept.decode() == content.decode(), f"{name}: run `make sample` and look at the difference"
