"""The answer of Clair 2's API about one layer, with the features and vulnerabilities of all layers below it.

https://quay.github.io/clair, API version 1 of Clair 2: `GET /v1/layers/NAME?features&vulnerabilities`. It knows layers only, so
the image has to be named beside the file.
"""

from collections.abc import Callable

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.clair_wire import ClairFeature, ClairLayer, ClairLayerAnswer, ClairVulnerability, result
from generator.parsers.scans.entries import fold
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_LAYER = {"Name", "Features", "NamespaceName", "ParentName"}
_NO_FEATURES = "Clair found no package in the layer"


def recognizes(document: Document) -> bool:
    layer = document.members.get("Layer")
    return layer is not None and len(_LAYER.intersection(document.members_of(layer))) > 1


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    layer = document.decode(document.data, ClairLayerAnswer).layer or ClairLayer()
    accumulator = ScanAccumulator(evidence, "Clair")
    target = accumulator.target(from_evidence(evidence, TargetKind.IMAGE))
    features = [(index, feature) for index, feature in enumerate(layer.features or ()) if feature]
    for index, feature in features:
        pointer = f"/Layer/Features/{index}/Vulnerabilities"
        fold(accumulator, feature.vulnerabilities, pointer, _of(target, feature))
    return accumulator.finish(None, assessed=bool(features), because=None if features else _NO_FEATURES)


def _of(target: ScanTarget, feature: ClairFeature) -> Callable[[ClairVulnerability, str], ScanResult | None]:
    def to_result(entry: ClairVulnerability, place: str) -> ScanResult | None:
        return result(entry, target, place, name=feature.name, version=feature.version)

    return to_result
