"""Drawn external systems, and the side of the boundary they lie on.

FedRAMP SSP template, section 8: depicted services are identified as external or internal to the boundary. Subjects are the
shapes that stand for an external service, and those that are drawn as external. Only a box named authorization boundary shows
a side. That an authorized service of another provider may be drawn inside is for a person to decide, with a waiver.
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.checks.diagrams.drawn_evidence import external_shapes, joined, judge_drawn
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="external-drawn-inside",
    area="Diagrams",
    title="External services are drawn outside the boundary",
    problem="External service drawn inside the boundary",
    asks="Is every external service drawn outside the authorization boundary?",
    rationale="What is drawn inside is taken for part of what is authorized.",
    fix="Draw it outside the boundary; where it is part of the system, take it out of `external-services`.",
    reference=(
        "FedRAMP SSP template, section 8: depicted services are identified as external or internal to the boundary; "
        "our own mapping for SC-7, SA-9, PL-8"
    ),
    controls=mapped(ours="SC-7 SA-9 PL-8"),
    subjects=("drawn external system", "drawn external systems"),
)


_BY_DRAWING = "that it is external is known by the drawing alone: no external service of system.yaml was joined to it"
"""What stands outside the box of the boundary is read as external, and would always pass."""


def _subjects(context: CheckContext) -> Iterator[JudgedSubject]:
    bounded = {(shape.path, shape.page) for shape in context.comparison.shapes if shape.inside is not None}
    candidates = DrawnCandidates(context)
    for shape in external_shapes(context):
        cited = cite("Shape", shape.name, shape.source)
        certainty, by = joined([shape])
        if shape.inside is None:
            has_box = (shape.path, shape.page) in bounded
            reason = "its box is drawn around the boundary" if has_box else "the page has no box named authorization boundary"
            yield unknown(shape.name, reason, *cited, contested_by=candidates.sources(candidates.of_shape(shape)))
        elif shape.inside:
            what = f"the external service {shape.external}" if shape.external else f"the external system “{shape.label}”"
            yield fails(
                shape.name,
                "is drawn inside the boundary",
                *cited,
                certainty=certainty,
                stated_by=by,
                title=f"{what[0].upper()}{what[1:]} is drawn inside the boundary",
                detail=f"The page {shape.page} of {shape.path} shows “{shape.label}” inside the box of the authorization "
                f"boundary, but it stands for {what}.",
            )
        elif not shape.external:
            yield unknown(shape.name, _BY_DRAWING, *cited, contested_by=candidates.sources(candidates.of_shape(shape)))
        else:
            yield passes(shape.name, *cited, certainty=certainty, stated_by=by)


CHECK = Check(
    requirement=_REQUIREMENT,
    judge=judge_drawn(_subjects, "No diagram shows an external system.", open_shapes=True),
    population=handed_in,
)
