"""The answer of Clair 2's API about one layer, with the features and vulnerabilities of all layers below it.

https://quay.github.io/clair, API version 1 of Clair 2: `GET /v1/layers/NAME?features&vulnerabilities`. It knows layers only, so
the image has to be named beside the file. Quay answers the same below `data`, with the state of the scan and the manifest:
`GET /api/v1/repository/NAME/manifest/DIGEST/security`.
"""

from collections.abc import Mapping
from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.clair_wire import (
    ClairLayer,
    ClairLayerAnswer,
    ClairQuayAnswer,
    result,
)
from generator.parsers.scans.entries import digest, digests, fold
from generator.parsers.scans.tally import ScanAccumulator

_LAYER = {"Name", "Features", "NamespaceName", "ParentName"}
_NOT_SCANNED = "Quay says that the image is {status!r}: it was not scanned yet"
_NO_FEATURES = "Clair found no package in the layer"


def recognizes(document: Document) -> bool:
    return len(_LAYER.intersection(document.members_of(_answer(document).get("Layer")))) > 1


def _answer(document: Document) -> Mapping[str, msgspec.Raw]:
    """The members of Clair's answer, below `data` where Quay wraps it."""
    members = document.members
    return document.members_of(members["data"]) if {"status", "data"} <= members.keys() else members


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    wrapped = document.decode(document.data, ClairQuayAnswer)
    answer = wrapped.data or document.decode(document.data, ClairLayerAnswer)
    layer = answer.layer or ClairLayer()
    accumulator = ScanAccumulator(evidence, "Clair")
    manifest = digest(layer.name) if wrapped.data else None
    target = accumulator.named(manifest, TargetKind.IMAGE, digests=digests(manifest))
    features = [(index, feature) for index, feature in enumerate(layer.features or ()) if feature]
    for index, feature in features:
        pointer = f"{'/data' if wrapped.data else ''}/Layer/Features/{index}/Vulnerabilities"
        to_result = partial(result, target=target, name=feature.name, version=feature.version)
        fold(accumulator, feature.vulnerabilities, pointer, to_result)
    queued = wrapped.data is not None and wrapped.status not in {None, "scanned"}
    failure = _NOT_SCANNED.format(status=wrapped.status) if queued else None if features else _NO_FEATURES
    return accumulator.finish(None, failure=failure)
