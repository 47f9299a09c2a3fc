"""Requirements are as reviewed, and the tests of checks show every verdict of each."""

import re
from pathlib import Path

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
    missing = {"passes", "fails", "unknown"} - states
    assert missing == _UNREACHABLE.get(check, set()), f"no test in a folder of tests/checks/ shows these verdicts of {check}"
    assert states & _WITHOUT_SUBJECTS, f"no test asks {check} where it has no subject"
