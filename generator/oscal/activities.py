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
    PostureState.ENFORCED: "Every subject was judged and passes, and there is at least one.",
    PostureState.NOT_ENFORCED: "At least one subject fails. Each is a discrepancy.",
    PostureState.NOT_ESTABLISHED: "No subject fails, and the evidence does not decide at least one.",
    PostureState.NONE_FOUND: "What holds the subjects was collected whole, and there are none.",
    PostureState.NOT_COLLECTED: "What holds the subjects was not collected, or the API refused it. It counts neither for nor "
    "against the control.",
    PostureState.NOT_APPLICABLE: "A named person, or the level of the system, decides that it does not apply.",
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


def method_uuid(ids: UuidFactory) -> str:
    """The activity that every check refers to."""
    return ids.object("activity", "method of every check")


def method(ids: UuidFactory) -> o.Activity:
    """How every check reaches its answer, written once: each check refers to it by a link."""
    steps = (
        ("read", "Read the evidence", _READ),
        ("judge", "List the subjects and judge each", _JUDGE),
        *((state.name.lower(), f"State: {state}", meaning) for state, meaning in _MEANINGS.items()),
        ("certainty", "Say how sure the state is", _CERTAINTY),
        ("verdict", "Leave the verdict to a person", f"Each subject that fails is a discrepancy. {_NO_VERDICT}"),
    )
    return o.Activity(
        uuid=method_uuid(ids),
        title="How every check reaches its answer",
        description="The steps of each check of this plan. A check adds its question, its subjects and what failing means.",
        props=(prop("method", "EXAMINE"),),
        steps=tuple(_step("method of every check", name, title, description, ids) for name, title, description in steps),
    )


def activity(check: CheckDone, ids: UuidFactory) -> o.Activity:
    """One check: its question, its subjects, its controls and who says that they belong to it."""
    requirement = check.requirement
    return o.Activity(
        uuid=activity_uuid(requirement.id, ids),
        title=line(requirement.problem),
        description=text(requirement.asks),
        props=(
            prop("method", "EXAMINE"),
            prop("check", requirement.id, NS),
            prop("evidence-collected", "yes" if check.made else "no", NS),
            *_mappings(requirement),
        ),
        links=(o.Link(href=f"#{method_uuid(ids)}", rel="method"),),
        steps=(_own_step(requirement, ids),),
        related_controls=related(requirement.control_ids),
        remarks=text(f"Mapping and reference: {requirement.source}."),
    )


def _mappings(requirement: PostureRequirement) -> Iterable[o.Property]:
    """Who says that each control belongs here, and DISA's identifier of the part that is meant."""
    for control in requirement.controls:
        yield prop("mapped-control", control.control, NS, remarks=f"By {control.by}.")
        if control.cci:
            yield prop("cci", control.cci, NS, remarks=f"Of {control.control}.")


_READ = (
    "The evidence that counts on the as-of day: of each scanner and asset the newest scan, of each kind of object in a "
    "cluster, cloud account or registry the newest collection. Each object is cited by what identifies it in its API, the "
    "time at which it was read, and its place in the evidence file."
)
_JUDGE = "Every subject of the check passes, fails, or is unknown for a reason that is named."
_CERTAINTY = (
    "Observed: in the object itself. Reported: by a tool that looked. Declared: by configuration that was not seen at work. "
    "Stated: by a person. A state has the weakest of its subjects."
)


def _own_step(requirement: PostureRequirement, ids: UuidFactory) -> o.Step:
    """What this check alone says of its subjects."""
    subjects = requirement.subjects[1]
    described = (
        f"The subjects are {subjects}. Enforced means, as far as the evidence shows: {requirement.title}. Each subject that "
        f"fails is a discrepancy of severity {requirement.severity}: {requirement.problem}. {requirement.rationale} "
        f"What to do: {requirement.fix}"
    )
    return _step(requirement.id, "subjects", line(f"Judge the {subjects}"), described, ids)


def _step(check: str, name: str, title: str, description: str, ids: UuidFactory) -> o.Step:
    return o.Step(uuid=ids.object("step", check, name), title=title, description=text(description))
