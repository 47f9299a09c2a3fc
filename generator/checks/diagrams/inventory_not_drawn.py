"""Every row of the inventory, and the shape that its diagram label names.

FedRAMP Integrated Inventory Workbook v3.1, column Diagram Label, and SSP template, section 8: labels match. Subjects are all
rows: images, and every kind of asset that is none. Of several labels each has to be that of a shape. Where no label was
given, a shape that was joined to the item, or that has its name, draws it; one shape may stand for many items.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from generator.checks.base import Check, CheckContext, Judgment, judged, none_found
from generator.checks.diagrams.drawn_candidates import SUGGESTED, DrawnCandidates
from generator.checks.diagrams.drawn_evidence import by_workload, cited_shapes, compared, joined, names_cluster, unread
from generator.checks.mapping import mapped
from generator.checks.populations import both, images, nodes
from generator.facts.managed import of_asset
from generator.graph.normalize import plain
from generator.model.asset import AssetKind, AssetNote, NoteKey, SystemAsset
from generator.model.comparison import PlacedShape
from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId
from generator.model.inventory import without_cluster
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement, SubjectKey
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import listed

_LABEL = "diagram-label"
_ANNOTATION = "atopack.io/diagram-label"

_REQUIREMENT = PostureRequirement(
    id="inventory-not-drawn",
    area="Diagrams",
    title="Every inventory item is on a diagram",
    problem="Inventory item on no diagram",
    asks="Does every inventory item have a diagram label that is on a diagram, or a shape that stands for it?",
    rationale="An assessor validates the diagrams against the inventory, item by item.",
    fix="Draw them, one shape for all that are alike, and give them its text as `diagram-label` in decisions/assets.yaml.",
    reference=(
        "FedRAMP SSP template, section 8: labels match the inventory's column Diagram Label, all internal components appear in "
        "both; OSCAL constraint inventory-item-has-diagram-label; our own mapping for CM-8, PL-8"
    ),
    controls=mapped(ours="CM-8 PL-8"),
    subjects=("inventory item", "inventory items"),
    severity=Severity.LOW,
)
_LEADS_NOWHERE = "what it leads to was not collected, and a shape may stand for that"


class _Item(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the inventory, as far as diagrams are concerned."""

    asset_id: AssetId
    kind: str
    label: str
    is_stated: bool
    """Did a person give the label, in a decision or system.yaml? False where it is written on the object itself."""
    names: tuple[str, ...]
    workloads: tuple[str, ...]
    """Keys under which a shape may have been joined to it."""
    sources: tuple[EvidenceSource, ...]
    is_only_cluster: bool = False
    """The one cluster of the system: a box for a Kubernetes cluster is a box for this one."""
    leads_nowhere: bool = False
    """A web address of which nothing that it leads to was collected: a shape may stand for that."""


def _judge(context: CheckContext) -> Judgment:
    led_to = _led_to(context)
    one_cluster = sum(each.kind is AssetKind.CLUSTER for each in context.facts.assets) == 1
    assets = (
        replace(_asset(each, led_to), is_only_cluster=one_cluster and each.kind is AssetKind.CLUSTER)
        for each in context.facts.assets
    )
    items = [*map(_image_in(context), context.facts.inventory), *assets]
    return judged(_subjects(context, items)) if items else none_found("The inventory has no item.")


def _image_in(context: CheckContext) -> Callable[[ImageAsset], _Item]:
    stated = {label for _, label in context.system.diagram_labels}

    def item(image: ImageAsset) -> _Item:
        note = image.notes.find(NoteKey.DIAGRAM_LABEL)
        label = note.value if note else image.diagram_label or ""
        return _Item(
            asset_id=image.asset_id,
            kind="image",
            label=label,
            is_stated=_is_decision(note) or label in stated,
            names=(),
            workloads=tuple(map(without_cluster, image.workloads)),
            sources=image.sources,
        )

    return item


def _led_to(context: CheckContext) -> Mapping[EvidenceSource, tuple[str, ...]]:
    """Keys of the workloads that what a file opens leads to, by its place: a web address is drawn where what it leads to is."""
    led_to: dict[EvidenceSource, set[str]] = defaultdict(set)
    for way in context.flows.ways_in:
        led_to[way.source].update(target.end.key for target in way.targets)
    return {source: tuple(sorted(keys)) for source, keys in led_to.items()}


def _asset(asset: SystemAsset, led_to: Mapping[EvidenceSource, tuple[str, ...]]) -> _Item:
    note = asset.notes.find(NoteKey.DIAGRAM_LABEL)
    written = dict(asset.tags).get(_LABEL) or dict(asset.annotations).get(_ANNOTATION) or ""
    service = of_asset(asset)
    ways = [led_to[source] for source in asset.sources if source in led_to] if asset.kind is AssetKind.WEB else []
    behind = {key for keys in ways for key in keys}
    keys = (service.key if service else "", without_cluster(asset.workload), *sorted(behind))
    return _Item(
        asset_id=asset.asset_id,
        kind=str(asset.kind),
        label=note.value if note else written,
        is_stated=_is_decision(note),
        names=(asset.asset_id, *asset.names),
        workloads=tuple(key for key in keys if key),
        sources=asset.sources,
        leads_nowhere=bool(ways) and not behind,
    )


def _is_decision(note: AssetNote | None) -> bool:
    """A note under `decisions/` is a person's statement; an annotation or tag is written on the object."""
    return note is not None and note.by.startswith("decisions/")


def _subjects(context: CheckContext, items: list[_Item]) -> Iterator[JudgedSubject]:
    boxes = tuple(each for each in context.comparison.shapes if each.kind is NodeKind.BOUNDARY and names_cluster(each.label))
    by_text = grouped(
        (text, shape) for shape in context.comparison.shapes for text in {plain(shape.label), plain(shape.id)} - {""}
    )
    texts, shapes = frozenset(context.comparison.texts), by_workload(context.comparison.shapes)
    candidates = DrawnCandidates(context)
    left = unread(context)
    for item in items:
        missing = [part.strip() for part in item.label.split(",") if plain(part) not in texts and part.strip()]
        drawn = _drawn(item, by_text, shapes) or (boxes if item.is_only_cluster and not item.label else ())
        reason = SUGGESTED if not item.label and not candidates.suggested.isdisjoint(item.workloads) else left
        reason = reason or (_LEADS_NOWHERE if item.leads_nowhere and not item.label else "")
        cited = cite(item.kind.capitalize(), item.asset_id, *item.sources)
        if item.label and not missing:
            certainty = Certainty.STATED if item.is_stated else Certainty.DECLARED
            proof = (*cited_shapes(drawn), *cited)
            yield passes(item.asset_id, *proof, certainty=certainty, asset_ids=(item.asset_id,))
        elif drawn and not item.label:
            certainty, by = joined(drawn)
            proof = (*cited_shapes(drawn), *cited)
            yield passes(item.asset_id, *proof, certainty=certainty, stated_by=by, asset_ids=(item.asset_id,))
        elif reason:
            rivals = candidates.rivals(*item.workloads)
            yield unknown(item.asset_id, reason, *cited, contested_by=rivals, asset_ids=(item.asset_id,))
        else:
            yield _undrawn(item, missing, context, candidates)


def _drawn(
    item: _Item, by_text: dict[str, list[PlacedShape]], shapes: Mapping[str, tuple[PlacedShape, ...]]
) -> tuple[PlacedShape, ...]:
    """The shapes that its label names; of an item without one, those that were joined to it or have its name."""
    if item.label:
        found = [shape for part in item.label.split(",") for shape in by_text.get(plain(part), ())]
    else:
        found = [shape for key in item.workloads for shape in shapes.get(key, ())]
        found += [shape for name in item.names for shape in by_text.get(plain(name), ())]
    return tuple({shape.name: shape for shape in found}.values())


def _undrawn(item: _Item, missing: list[str], context: CheckContext, candidates: DrawnCandidates) -> JudgedSubject:
    shown = listed(f"“{part}”" for part in missing)
    if missing:
        reason = f"has the diagram label {shown}, which is on no diagram"
        title = f"The diagram label {shown} of {item.asset_id} is on no diagram"
        detail = f"The inventory calls {item.asset_id} {shown}, and no shape has that text, id or label."
        step = "Correct the label, or give the shape this text or label."
    else:
        reason, title = "has no diagram label and is on no diagram", f"The {item.kind} {item.asset_id} is on no diagram"
        detail = f"The inventory lists the {item.kind} {item.asset_id}. It has no diagram label, and no shape stands for it."
        step = ""
    return fails(
        item.asset_id,
        reason,
        *cite(item.kind.capitalize(), item.asset_id, *item.sources),
        certainty=Certainty.DECLARED if missing else context.certainty_of(item),
        contested_by=candidates.rivals(*item.workloads),
        title=title,
        detail=detail,
        next_step=step,
        cause="label on no diagram" if missing else "",
        follows_from=[SubjectKey(check="running-not-drawn", name=key) for key in item.workloads if not missing],
        asset_ids=(item.asset_id,),
    )


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=both(images, nodes))
