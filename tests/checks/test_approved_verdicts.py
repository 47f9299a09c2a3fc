"""What is kept of reviewed states belongs to tests that exist, and shows every verdict of each check."""

import re
from pathlib import Path

import approved_verdicts
import golden
import pytest

from generator.checks.registry import CHECKS

_FOLDER = Path(__file__).parent
_FILES = sorted(_FOLDER.glob("*/verdicts/*.txt"))
_TEXT = "\n".join(path.read_text(encoding="utf-8") for path in _FILES)
_EXPECTED = _FOLDER / "testdata" / "requirements.expected.json"


def test_every_requirement_is_as_reviewed() -> None:
    """Its questions, sentences, severity and controls, each of which is data that no other test repeats."""
    rows = [
        {"per cluster": check.per_cluster, "kubernetes": check.kubernetes, "requirement": check.requirement} for check in CHECKS
    ]
    golden.check(rows, _EXPECTED)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_states_that_are_kept_are_those_of_tests_that_exist(path: Path) -> None:
    assert approved_verdicts.left_over(path) == set(), "remove the sections of tests that are gone"


def _states(check: str) -> set[str]:
    """The states and verdicts that the tests show of a check."""
    blocks = re.findall(rf"^{check}(?: in [^:\n]+)?: ([^|\n]*)[^\n]*\n((?:  [^\n]*\n)*)", _TEXT, re.MULTILINE)
    verdicts = {word for _, subjects in blocks for word in re.findall(r"^  (passes|fails|unknown) ", subjects, re.MULTILINE)}
    return verdicts | {label.strip() for label, _ in blocks}


_UNREACHABLE = {
    "flow-not-found": {"fails"},
    "validation-missing": {"fails"},
    "mesh-last-hop": {"passes", "fails"},
    "compose-and-platform": {"passes"},
}
"""Verdicts that a check never gives, for the reasons in its docstring."""
_WITHOUT_SUBJECTS = {"none found", "not collected", "not applicable"}


@pytest.mark.parametrize("check", [check.id for check in CHECKS])
def test_every_verdict_of_every_check_is_shown(check: str) -> None:
    states = _states(check)
    assert {"passes", "fails", "unknown"} - states == _UNREACHABLE.get(check, set())
    assert states & _WITHOUT_SUBJECTS, f"no test asks {check} where it has no subject"
