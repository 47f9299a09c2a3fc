"""Drawn lines across the boundary, and what is written beside them.

FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols and protective mechanism of each flow. Subjects are all
lines with one end inside the box named authorization boundary and the other outside it. On a page without such a box those
between a person or external system and anything else are subjects of which nothing is established.
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams.drawn_evidence import compared, left_unread, none_drawn
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.grouping import grouped_sets
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import listed

_REQUIREMENT = PostureRequirement(
    id="crossing-not-labelled",
    area="Diagrams",
    title="Drawn flows across the boundary are labeled with port, protocol and encryption",
    problem="Flow across the boundary without port, protocol or encryption",
    asks="Does every drawn flow across the boundary say its port, its protocol and how it is encrypted?",
    rationale="Without port, protocol and encryption, protection of a flow across the boundary cannot be assessed.",
    fix="Write them beside the line (“HTTPS 443, TLS 1.2”), or once for the whole page.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols, services, protective mechanisms of a flow; "
        "our own mapping for SC-7, SC-8, CM-7"
    ),
    controls=mapped(ours="CM-7 SC-7 SC-8"),
    subjects=("drawn flow across the boundary", "drawn flows across the boundary"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    subjects = tuple(_subjects(context))
    if subjects:
        return judged((*subjects, *left_unread(context)))
    bounded = {(shape.path, shape.page) for shape in context.comparison.shapes if shape.inside is not None}
    if any((page.path, page.page) not in bounded for page in context.comparison.pages):
        return not_collected("a box named authorization boundary on every page")
    return none_drawn(context, "No drawn line crosses the boundary.")


def _subjects(context: CheckContext) -> Iterator[JudgedSubject]:
    """Several lines between the same two shapes are one subject, and the worst of them counts."""
    files = grouped_sets((each.page, each.line.path) for each in context.comparison.crossings)
    for each in context.comparison.crossings:
        name = f"{each.page}/{each.source}->{each.target}"
        name += f" ({each.line.path})" if len(files[each.page]) > 1 else ""
        cited = cite("Line", f"{each.source_label} → {each.target_label}", each.line)
        if each.unclear:
            yield unknown(name, each.unclear, *cited)
        elif each.missing:
            missing = listed(each.missing)
            label_text = f"The line says “{each.label}”" if each.label else "The line has no label"
            yield fails(
                name,
                f"is drawn without {missing}",
                *cited,
                certainty=Certainty.DECLARED,
                title=f"The flow {each.source_label} → {each.target_label} is drawn without {missing}",
                detail=f"It crosses the boundary on page {each.page} of {each.line.path}. {label_text}, and no "
                f"statement for the whole page gives {missing} either.",
            )
        else:
            yield passes(name, *cited, certainty=Certainty.DECLARED)


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=handed_in)
