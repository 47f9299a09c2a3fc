"""What every row owes: its data, and a check that follows from it."""

import pytest

from generator.checks.posture_check import POSTURE_CHECKS
from generator.checks.registry import CHECKS
from generator.model.posture import PostureState
from generator.posture.base import PostureRow
from generator.posture.registry import ROWS
from tests.posture.ground import postures
from tests.posture.manifests import deployment, empty, secured


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement.id)
def test_every_row_is_documented(row: PostureRow) -> None:
    asked = row.requirement
    assert asked.asks.endswith("?")
    for text in (asked.area, asked.title, asked.problem, asked.rationale, asked.fix, asked.reference):
        assert text.strip() == text
        assert text
    assert asked.controls
    assert len({each.control for each in asked.controls}) == len(asked.controls)
    assert all(str(each.by) in asked.source for each in asked.controls)


def test_every_row_is_a_check_of_its_own() -> None:
    ids = [row.requirement.id for row in ROWS]
    assert len(set(ids)) == len(ids)
    assert [check.id for check in POSTURE_CHECKS] == ids
    assert set(ids) <= {check.id for check in CHECKS}


@pytest.mark.parametrize("files", [(), (empty("Pod", "v1"),), (secured("shop", "restricted"), deployment())])
def test_states_keep_their_promises(files: tuple[str, ...]) -> None:
    """Something to mend where a row says that it does not enforce, nothing where it does; a gap always says what is missing."""
    for posture in postures(*files).values():
        assert (posture.state is PostureState.NOT_ENFORCING) <= bool(posture.problems), posture.requirement.id
        assert (posture.state is PostureState.ENFORCING) <= (not posture.problems), posture.requirement.id
        assert (posture.state is PostureState.NOT_COLLECTED) <= bool(posture.missing), posture.requirement.id
        assert posture.summary.endswith("."), posture.summary
