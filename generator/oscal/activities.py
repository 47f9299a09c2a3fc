"""The tests of the assessment plan, so that an assessor sees how each answer is reached: what is asked, read and said of it.

FedRAMP's Security Assessment Plan is the assessor's (3PAO) document; what stands here is the provider's self-assessment.
"""

from collections.abc import Iterable

from generator.frameworks.base import oscal_id
from generator.ids import Identifiers
from generator.model.identifiers import ControlId
from generator.model.posture import Requirement, State
from generator.oscal import types as o
from generator.oscal.common import NS, line, prop, text
from generator.oscal.story import CheckDone

_NO_VERDICT = "No answer declares a control satisfied: only a named person does, in decisions/verdicts.yaml."

_MEANINGS = {
    State.NOT_COLLECTED: "Nobody looked, or the API refused to say. It counts neither for nor against the control.",
    State.NONE_FOUND: "It was looked for, and nothing of the kind was there.",
    State.NOT_ENFORCING: "Something is there, but it lets things pass: in audit mode, with exceptions, or for a part only.",
    State.ENFORCING: "Nothing that was collected contradicts it. What could not be seen is named beside it.",
}
"""What a state means, whatever is asked."""


def related(controls: Iterable[ControlId]) -> o.ReviewedControls:
    """The controls that a test concerns."""
    return o.ReviewedControls(
        control_selections=(
            o.ControlSelection(include_controls=tuple(o.SelectControl(control_id=oscal_id(one)) for one in controls)),
        )
    )


def activity_uuid(check: str, ids: Identifiers) -> str:
    """The activity of a check: the same in plan and results."""
    return ids.object("activity", check)


def activity(check: CheckDone, ids: Identifiers) -> o.Activity:
    """One check: its question, its steps, its controls and who says that they belong to it."""
    asked = check.requirement
    return o.Activity(
        uuid=activity_uuid(check.id, ids),
        title=line(check.title),
        description=text(check.question),
        props=(
            prop("method", "EXAMINE"),
            prop("check", check.id, NS),
            prop("evidence-collected", "yes" if check.made else "no", NS),
            *_mappings(asked),
        ),
        steps=tuple(_steps(check, ids)) if asked is None else tuple(_stated_steps(check, asked, ids)),
        related_controls=related(check.controls),
        remarks=text(f"Mapping and reference: {check.source}.") if check.source else None,
    )


def _mappings(asked: Requirement | None) -> Iterable[o.Property]:
    """Who says that each control belongs here, and DISA's identifier of the part that is meant."""
    for one in asked.controls if asked else ():
        yield prop("mapped-control", one.control, NS, remarks=f"By {one.by}.")
        if one.cci:
            yield prop("cci", one.cci, NS, remarks=f"Of {one.control}.")


_READ_TABLE = (
    "The configuration that was collected until the as-of day, of each cluster, cloud account or registry that the "
    "question concerns; of each kind of object the newest collection. Each object is cited by what identifies it in its "
    "API, the time at which it was read, and its place in the evidence file."
)
_READ_STORY = (
    "The evidence that counts on the as-of day: of each scanner and asset the newest scan, of each cluster the newest day. "
    "Pieces of evidence are held against each other; every discrepancy names the file and the place in it."
)


def _steps(check: CheckDone, ids: Identifiers) -> Iterable[o.Step]:
    yield _step(check.id, "read", "Read the evidence", _READ_STORY, ids)
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


def _stated_steps(check: CheckDone, asked: Requirement, ids: Identifiers) -> Iterable[o.Step]:
    yield _step(
        check.id,
        "read",
        "Read the evidence",
        f"{_READ_TABLE if check.of_table else _READ_STORY} Documentation: {asked.reference}",
        ids,
    )
    for state in State:
        yield _step(check.id, state.name.lower(), f"State: {state}", _meaning(state, asked), ids)
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
        f"Each thing to mend is a discrepancy of severity {asked.severity}. {asked.rationale} "
        f"What to do: {asked.fix} {_NO_VERDICT}",
        ids,
    )


def _meaning(state: State, asked: Requirement) -> str:
    own = {
        State.NONE_FOUND: "Since something of the kind is required, that is a discrepancy."
        if asked.required
        else "That is no discrepancy, since another mechanism may serve instead.",
        State.NOT_ENFORCING: f"Each thing that does is a discrepancy: {asked.problem}.",
        State.ENFORCING: f"Then, as far as the evidence shows: {asked.title}.",
    }
    return " ".join(part for part in (_MEANINGS[state], own.get(state, "")) if part)


def _step(check: str, name: str, title: str, description: str, ids: Identifiers) -> o.Step:
    return o.Step(uuid=ids.object("step", check, name), title=title, description=text(description))
