"""The tests of the assessment plan, so that an assessor sees how each answer is reached: what is asked, read and said of it.

FedRAMP's Security Assessment Plan is the assessor's (3PAO) document; what stands here is the provider's self-assessment.
"""

from collections.abc import Iterable

from generator.frameworks.base import oscal_id
from generator.ids import UuidFactory
from generator.model.identifiers import ControlId
from generator.model.posture import PostureRequirement, PostureState
from generator.oscal import types as o
from generator.oscal.common import NS, line, prop, text
from generator.oscal.oscal_input import CheckDone

_NO_VERDICT = "No answer declares a control satisfied: only a named person does, in decisions/verdicts.yaml."

_MEANINGS = {
    PostureState.NOT_COLLECTED: "Nobody looked, or the API refused to say. It counts neither for nor against the control.",
    PostureState.NONE_FOUND: "It was looked for, and nothing of the kind was there.",
    PostureState.NOT_ENFORCING: "Something is there, but it lets things pass: in audit mode, with exceptions, or for a "
    "part only.",
    PostureState.ENFORCING: "Nothing that was collected contradicts it. What could not be seen is named beside it.",
}
"""What a state means, whatever is asked."""


def related(controls: Iterable[ControlId]) -> o.ReviewedControls:
    """The controls that a test concerns."""
    return o.ReviewedControls(
        control_selections=(
            o.ControlSelection(include_controls=tuple(o.SelectControl(control_id=oscal_id(control)) for control in controls)),
        )
    )


def activity_uuid(check: str, ids: UuidFactory) -> str:
    """The activity of a check: the same in plan and results."""
    return ids.object("activity", check)


def activity(check: CheckDone, ids: UuidFactory) -> o.Activity:
    """One check: its question, its steps, its controls and who says that they belong to it."""
    requirement = check.requirement
    return o.Activity(
        uuid=activity_uuid(check.id, ids),
        title=line(check.title),
        description=text(check.question),
        props=(
            prop("method", "EXAMINE"),
            prop("check", check.id, NS),
            prop("evidence-collected", "yes" if check.made else "no", NS),
            *_mappings(requirement),
        ),
        steps=tuple(_steps(check, ids)) if requirement is None else tuple(_stated_steps(check, requirement, ids)),
        related_controls=related(check.controls),
        remarks=text(f"Mapping and reference: {check.source}.") if check.source else None,
    )


def _mappings(requirement: PostureRequirement | None) -> Iterable[o.Property]:
    """Who says that each control belongs here, and DISA's identifier of the part that is meant."""
    for control in requirement.controls if requirement else ():
        yield prop("mapped-control", control.control, NS, remarks=f"By {control.by}.")
        if control.cci:
            yield prop("cci", control.cci, NS, remarks=f"Of {control.control}.")


_READ_TABLE = (
    "The configuration that was collected until the as-of day, of each cluster, cloud account or registry that the "
    "question concerns; of each kind of object the newest collection. Each object is cited by what identifies it in its "
    "API, the time at which it was read, and its place in the evidence file."
)
_READ_DESCRIPTION = (
    "The evidence that counts on the as-of day: of each scanner and asset the newest scan, of each cluster the newest day. "
    "Pieces of evidence are held against each other; every discrepancy names the file and the place in it."
)


def _steps(check: CheckDone, ids: UuidFactory) -> Iterable[o.Step]:
    yield _step(check.id, "read", "Read the evidence", _READ_DESCRIPTION, ids)
    yield _step(
        check.id,
        "answer",
        "Answer the question",
        "Where two pieces of evidence do not tell the same story, there is a discrepancy: one for each thing to mend. Where "
        "none is found, the observation says so. Where evidence is missing, the check is not made, and a gap says what is "
        "to be collected.",
        ids,
    )
    yield _step(check.id, "verdict", "Leave the verdict to a person", _NO_VERDICT, ids)


def _stated_steps(check: CheckDone, requirement: PostureRequirement, ids: UuidFactory) -> Iterable[o.Step]:
    yield _step(
        check.id,
        "read",
        "Read the evidence",
        f"{_READ_TABLE if check.of_table else _READ_DESCRIPTION} Documentation: {requirement.reference}",
        ids,
    )
    for state in PostureState:
        yield _step(check.id, state.name.lower(), f"State: {state}", _meaning(state, requirement), ids)
    yield _step(
        check.id,
        "certainty",
        "Say how sure the state is",
        "Seen: read from the object itself. Declared: read from a manifest, not seen in the cluster. Indication: only a name, "
        "a label or an image suggests it.",
        ids,
    )
    yield _step(
        check.id,
        "verdict",
        "Leave the verdict to a person",
        f"Each thing to mend is a discrepancy of severity {requirement.severity}. {requirement.rationale} "
        f"What to do: {requirement.fix} {_NO_VERDICT}",
        ids,
    )


def _meaning(state: PostureState, requirement: PostureRequirement) -> str:
    own = {
        PostureState.NONE_FOUND: "Since something of the kind is required, that is a discrepancy."
        if requirement.required
        else "That is no discrepancy, since another mechanism may serve instead.",
        PostureState.NOT_ENFORCING: f"Each thing that does is a discrepancy: {requirement.problem}.",
        PostureState.ENFORCING: f"Then, as far as the evidence shows: {requirement.title}.",
    }
    return " ".join(part for part in (_MEANINGS[state], own.get(state, "")) if part)


def _step(check: str, name: str, title: str, description: str, ids: UuidFactory) -> o.Step:
    return o.Step(uuid=ids.object("step", check, name), title=title, description=text(description))
