"""Every state that a test of a check makes is compared whole with what was reviewed.

What a test asserts is the rule that it is about. Whatever else a check says of the same evidence (citations, certainty, notes,
what is to be collected) lies beside the test in `verdicts/<name of the test's file>.txt`: see `approved_verdicts`.
"""

from collections.abc import Iterator
from pathlib import Path

import approved_verdicts
import pytest

from generator.checks import judging
from generator.model.posture import Posture

_MOST = 12
"""States of a test: those that make more ask all checks at once."""
_LESS = "test_less_"
"""How tests, or files of tests, are called that take evidence away piece by piece: only what differs matters there."""


@pytest.fixture
def with_population() -> None:
    """Of a test that asks for what no list shows, too."""


@pytest.fixture(autouse=True)
def rule_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of an area are about its rules, with as little evidence as a rule needs: what was not listed beside it is the
    matter of `test_whole_populations.py` and of tests that use `with_population`.
    """
    if request.path.parent != Path(__file__).parent and "with_population" not in request.fixturenames:
        monkeypatch.setattr(judging, "_not_listed", lambda *_: ())


@pytest.fixture(autouse=True)
def reviewed_verdicts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Of the tests of one area: those beside this file ask about all checks at once."""
    if (
        request.path.parent == Path(__file__).parent
        or request.node.name.startswith(_LESS)
        or request.path.name.startswith(_LESS)
    ):
        yield
        return
    made: dict[str, None] = {}
    stated = judging._posture

    def noted(*given: object) -> Posture:
        posture = stated(*given)  # type: ignore[arg-type]
        made.setdefault(approved_verdicts.described(posture))
        return posture

    monkeypatch.setattr(judging, "_posture", noted)
    yield
    if len(made) <= _MOST:
        approved_verdicts.compare(request.path, request.node.name, made)
