"""Drawn external systems, and the list of external services in system.yaml.

FedRAMP SSP template, section 7 instructions: Table 7.1 includes all external services, Table 6.1 the authorized ones.
Subjects are the shapes that are drawn as external, or that stand for a service outside, unless a person decided that they
stand for nothing (`not-workloads`). An empty list is an answer: what is drawn as external is then not listed.
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.checks.diagrams.drawn_evidence import external_shapes, judge_drawn
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.grouping import grouped
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="external-not-listed",
    area="Diagrams",
    title="Drawn external systems are listed",
    problem="External system drawn, but not listed",
    asks="Is every external system of the diagrams among the external services of system.yaml?",
    rationale="The tables of external services and the diagrams must name the same systems.",
    fix=(
        "List it under `external-services` in system.yaml; or decide in decisions/diagram-mapping.yaml which listed service it "
        "is (`external`), or that it is none (`not-workloads`)."
    ),
    reference=(
        "FedRAMP SSP template, section 7 instructions: Table 7.1 includes all external services, and Table 6.1 the authorized "
        "ones; our own mapping for CA-3, SA-9, PL-8"
    ),
    controls=mapped(ours="CA-3 SA-9 PL-8"),
    subjects=("drawn external system", "drawn external systems"),
    severity=Severity.LOW,
)


def _subjects(context: CheckContext) -> Iterator[JudgedSubject]:
    things = grouped((shape.same_as, shape) for shape in external_shapes(context))
    candidates = DrawnCandidates(context)
    for name, shapes in things.items():
        shape = next((each for each in shapes if each.external), shapes[0])
        cited = tuple(citation for each in shapes for citation in cite("Shape", each.name, each.source))
        suggested = {key for each in shapes for key in candidates.of_shape(each)}
        if shape.listed:
            yield passes(name, *cited, certainty=Certainty.STATED, stated_by=shape.reviewed_by)
        elif suggested and not shape.external:
            yield unknown(name, "only a suggested match exists", *cited, contested_by=candidates.sources(suggested))
        elif not context.system.lists_externals:
            yield unknown(name, "system.yaml does not list external services", *cited)
        else:
            stands = f", which stands for {shape.external}," if shape.external and shape.external != shape.label else ""
            yield fails(
                name,
                "is drawn as external and is not listed",
                *cited,
                certainty=Certainty.DECLARED,
                title=f"“{shape.label}” is drawn as external and is not listed",
                detail=f"The page {shape.page} of {shape.path} shows “{shape.label}”{stands} as external, and no external "
                "service of system.yaml has that name or host.",
            )


CHECK = Check(
    requirement=_REQUIREMENT,
    judge=judge_drawn(_subjects, "No diagram shows an external system.", open_shapes=True),
    population=handed_in,
)
