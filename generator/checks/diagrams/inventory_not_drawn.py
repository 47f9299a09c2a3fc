"""An inventory item that is no workload is on no diagram, or its diagram label names nothing that is drawn."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.graph.normalize import plain
from generator.limits import NAMED
from generator.model.asset import AssetKind, NoteKey, SystemAsset
from generator.model.comparison import Discrepancy
from generator.model.facts import ImageAsset
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity
from generator.text import listed

_LABEL = "diagram-label"
_ANNOTATION = "atopack.io/diagram-label"
_ALONE = frozenset({AssetKind.NODE, AssetKind.HOST, AssetKind.WEB, AssetKind.CLUSTER})
"""Kinds that no workload or managed service stands for: those are reported by the check about what runs and is not drawn."""


_REQUIREMENT = PostureRequirement(
    id="inventory-not-drawn",
    area="Diagrams",
    title="Every inventory item is on a diagram",
    problem="Inventory item on no diagram",
    asks="Does every inventory item have a diagram label that is on a diagram?",
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


@dataclass(frozen=True, slots=True)
class InventoryNotDrawn:
    """See `Check`. Machines of one cluster are reported once: one shape may stand for many entries of the inventory."""

    id: str = "inventory-not-drawn"
    title: str = "Inventory item on no diagram"
    question: str = "Does every inventory item have a diagram label that is on a diagram?"
    controls: tuple[ControlId, ...] = control_ids("CM-8", "PL-8")
    source: str = (
        "FedRAMP SSP template, section 8: labels match the inventory's column Diagram Label, all internal components appear in "
        "both; OSCAL constraint inventory-item-has-diagram-label; our own mapping for CM-8, PL-8"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        drawn = frozenset(evidence.comparison.texts)
        unlabeled: dict[tuple[AssetKind, str], list[SystemAsset]] = defaultdict(list)
        for asset in evidence.facts.assets:
            if asset.kind in _ALONE and plain(_label(asset)) not in drawn and not _named(asset, drawn):
                unlabeled[asset.kind, asset.where].append(asset)
        for (kind, where), assets in sorted(unlabeled.items()):
            yield from self._discrepancies(kind, where, assets)
        for image in evidence.facts.inventory:
            label = image.notes.text(NoteKey.DIAGRAM_LABEL) or image.diagram_label or ""
            if label and all(plain(part) not in drawn for part in label.split(",")):
                yield self._mislabeled(image, label)

    def _discrepancies(self, kind: AssetKind, where: str, assets: list[SystemAsset]) -> Iterator[Discrepancy]:
        names = listed((each.asset_id for each in assets), NAMED)
        labels = sorted({label for each in assets if (label := _label(each))})
        description = (
            f" Their diagram labels ({', '.join(labels)}) are the text of no shape." if labels else " None has a diagram label."
        )
        if len(assets) == 1:
            title, subject = f"The {kind} {names} is on no diagram", str(assets[0].asset_id)
        else:
            title, subject = f"{len(assets)} {_plural(kind)} of {where} are on no diagram", f"{where}/{kind}"
        yield Discrepancy(
            check=self.id,
            subject=subject,
            title=title,
            detail=f"The inventory lists {names}, and no shape is called so.{description}",
            controls=self.controls,
            severity=Severity.LOW,
            next_step="Draw them, one shape for all that are alike, and give them its text as `diagram-label` in "
            "decisions/assets.yaml.",
            asset_ids=tuple(each.asset_id for each in assets),
            sources=tuple(dict.fromkeys(source for each in assets for source in each.sources))[:20],
        )

    def _mislabeled(self, image: ImageAsset, label: str) -> Discrepancy:
        return Discrepancy(
            check=self.id,
            subject=image.asset_id,
            title=f"The diagram label “{label}” of {image.asset_id} is on no diagram",
            detail=f"The inventory calls {image.asset_id} “{label}”, and no shape has that text, id or label.",
            controls=self.controls,
            severity=Severity.LOW,
            next_step="Correct the label, or give the shape this text or label.",
            asset_ids=(image.asset_id,),
            sources=image.sources,
        )


def _label(asset: SystemAsset) -> str:
    diagram_label = asset.notes.text(NoteKey.DIAGRAM_LABEL) or dict(asset.tags).get(_LABEL)
    return diagram_label or dict(asset.annotations).get(_ANNOTATION) or ""


def _named(asset: SystemAsset, drawn: frozenset[str]) -> bool:
    return any(plain(name) in drawn for name in (asset.asset_id, *asset.names) if plain(name))


def _plural(kind: AssetKind) -> str:
    return {AssetKind.WEB: "web addresses"}.get(kind, f"{kind}s")
