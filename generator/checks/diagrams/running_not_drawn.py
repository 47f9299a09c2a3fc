"""What runs inside the boundary, and the shape that stands for it.

FedRAMP SSP template, section 8, "Illustrated Architecture": every component within the boundary is depicted. Subjects are all
workloads and the services that a cloud's API lists. On a page with a box named authorization boundary the shape has to lie in
it; a shape on a page without such a box draws the workload. Where no page has one, a note says that no side was judged.
"""

from collections import Counter
from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, judged
from generator.checks.diagrams.drawn_candidates import SUGGESTED, DrawnCandidates
from generator.checks.diagrams.drawn_evidence import by_workload, cited_shapes, cited_workload, compared, joined, unread
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.facts.managed import runs
from generator.model.identifiers import AssetId
from generator.model.inventory import Workload, without_cluster
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="running-not-drawn",
    area="Asset management",
    title="What runs is drawn",
    problem="Running, but not drawn",
    asks="Is every workload that runs inside the boundary shown in a diagram, inside the boundary?",
    rationale="What is not drawn was not assessed, and an assessor who finds it doubts the rest of the boundary.",
    fix="Draw it, or name the shape that stands for it in decisions/diagram-mapping.yaml.",
    reference="FedRAMP Rev5 playbook, SSP page: the boundary diagram is validated against the inventory by the 3PAO",
    controls=mapped(ours="CM-8 CM-8(3) PL-8"),
    subjects=("workload or managed service", "workloads and managed services"),
)


def _judge(context: CheckContext) -> Judgment:
    return judged(_subjects(context), notes=_notes(context))


def _subjects(context: CheckContext) -> Iterator[JudgedSubject]:
    shapes, candidates, left = by_workload(context.comparison.shapes), DrawnCandidates(context), unread(context)
    workloads = runs(context.facts)
    shared = Counter(each.key for each in workloads)
    for each in workloads:
        name = f"{each.cluster}/{each.key}" if shared[each.key] > 1 else each.key
        drawn = shapes.get(each.key, ())
        inside = [shape for shape in drawn if shape.inside is not False]
        reason = SUGGESTED if not drawn and each.key in candidates.suggested else left
        if inside:
            certainty, by = joined(inside)
            cited = (*cited_shapes(inside), *cited_workload(each))
            yield passes(name, *cited, certainty=certainty, stated_by=by, asset_ids=_images(each, context))
        elif reason:
            rivals = candidates.rivals(each.key)
            yield unknown(name, reason, *cited_workload(each), contested_by=rivals, asset_ids=_images(each, context))
        elif drawn:
            where = f"is drawn outside the authorization boundary only (page {drawn[0].page})"
            cited = (*cited_shapes(drawn), *cited_workload(each))
            images = _images(each, context)
            yield fails(name, where, *cited, certainty=Certainty.DECLARED, cause="outside the boundary", asset_ids=images)
        else:
            yield _undrawn(name, each, context, candidates)


def _undrawn(name: str, workload: Workload, context: CheckContext, candidates: DrawnCandidates) -> JudgedSubject:
    certainty = context.certainty_of(workload)
    is_seen = "runs" if certainty is Certainty.OBSERVED else "is declared"
    return fails(
        name,
        "is on no diagram",
        *cited_workload(workload),
        certainty=certainty,
        contested_by=candidates.rivals(workload.key),
        title=f"{workload.kind} {workload.name} {is_seen} but is not drawn",
        detail=f"{workload.kind} {workload.name} in namespace {workload.namespace} {is_seen} inside the boundary, "
        "but no diagram shows a component that stands for it.",
        asset_ids=_images(workload, context),
    )


def _images(workload: Workload, context: CheckContext) -> list[AssetId]:
    return sorted(image.asset_id for image in context.facts.inventory if workload.key in map(without_cluster, image.workloads))


def _notes(context: CheckContext) -> Iterator[str]:
    if all(shape.inside is None for shape in context.comparison.shapes):
        yield "No page has a box named authorization boundary, so on which side of it a shape lies was not judged."


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=workloads)
