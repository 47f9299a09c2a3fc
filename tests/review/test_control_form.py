"""What the form of a control changes in the head of its text: nothing that the form did not show."""

from typing import cast

from msgspec import UNSET

from generator.frameworks.plan import known_controls
from generator.model.narrative import Narrative
from generator.review.bench import ActionRequest, BrowserSession, Workbench
from generator.review.pages.controls import _head_changes

_CONTROL = next(control for control in known_controls() if control.id == "AC-2")
_LABEL = _CONTROL.parameters[0].label
_WRITTEN = Narrative(
    file="narratives/AC-2.md",
    control=_CONTROL.id,
    statuses=("implemented",),
    originations=("sp-system",),
    role="Operations",
    parameters=((_LABEL, "30 days"),),
)
_SHOWN = {
    "status asked": "1",
    "origination asked": "1",
    "role": " Operations\r\n",
    f"parameter {_LABEL}": "30  days",
}


def _changes(
    posted: dict[str, str], narrative: Narrative | None = _WRITTEN, **several: tuple[str, ...]
) -> dict[tuple[str, ...], object]:
    request = ActionRequest(
        bench=cast("Workbench", UNSET), session=cast("BrowserSession", UNSET), posted=posted, several=several, path={}
    )
    return {path: change.theirs for path, change in _head_changes(request, _CONTROL, narrative)}


def test_a_form_without_boxes_leaves_status_and_origination() -> None:
    assert _changes({}) == {}
    assert _changes({"role": "Security"}) == {("role",): "Security"}


def test_what_is_posted_as_it_was_shown_changes_nothing() -> None:
    assert _changes(_SHOWN, status=("implemented",), origination=("sp-system",)) == {}


def test_boxes_that_are_no_longer_ticked_are_emptied() -> None:
    assert _changes(_SHOWN, status=("partial", "implemented")) == {
        ("status",): ("partial", "implemented"),
        ("origination",): (),
    }


def test_what_was_not_written_before_is_added_and_what_is_emptied_goes() -> None:
    assert _changes(_SHOWN, None, status=("planned",)) == {
        ("status",): ("planned",),
        ("role",): "Operations",
        ("parameters", _LABEL): "30 days",
    }
    assert _changes(
        {**_SHOWN, "role": " ", f"parameter {_LABEL}": ""}, status=("implemented",), origination=("sp-system",)
    ) == {
        ("role",): "",
        ("parameters", _LABEL): "",
    }
