"""Whatever crashed once is replayed, and a few tries of the first seed, in bounded work: `make fuzz` makes more of them."""

import pytest

from tests.fuzz.__main__ import CORPUS
from tests.fuzz.attack import FuzzTry, crash, drawn
from tests.fuzz.targets import TARGETS

_TRIES = 150
_KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", _KEPT, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_what_crashed_once_is_read_or_refused(path: object) -> None:
    target, _, *name = path.relative_to(CORPUS).parts  # type: ignore[attr-defined]
    error = crash(FuzzTry(target, "/".join(name), path.read_bytes()))  # type: ignore[attr-defined]
    assert error is None, error


def test_the_first_tries_of_a_seed() -> None:
    for number in range(_TRIES):
        attempt = drawn(1, number)
        error = crash(attempt)
        assert error is None, f"try {number}, {attempt.target} {attempt.name}: {error!r}"


def test_a_try_can_be_made_again_and_every_way_in_is_tried() -> None:
    assert drawn(3, 5) == drawn(3, 5) != drawn(3, 6)
    assert {drawn(1, number).target for number in range(40)} == set(TARGETS)
    assert all(target.seeds() for target in TARGETS.values())


def test_a_crash_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, raw: bytes) -> None:
        raise KeyError(name)

    attempt = drawn(1, 0)
    monkeypatch.setitem(TARGETS, attempt.target, type(TARGETS["read"])(broken, lambda: ()))  # type: ignore[arg-type]
    assert isinstance(crash(attempt), KeyError)
