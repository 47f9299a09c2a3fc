"""The target of formats that do not say what was scanned: klar, Clair v4, kube-bench, Harbor 1.0 and others."""

from typing import TypedDict, Unpack

from generator.model.evidence import EvidenceFile
from generator.model.images import parse_reference
from generator.model.scan import ScanTarget, TargetKind

UNNAMED = "(target not named)"


class TargetDetails(TypedDict, total=False):
    """What else a report may say of what it names: see `ScanTarget`."""

    digests: tuple[str, ...]
    image_id: str | None
    os_name: str | None
    other_names: tuple[str, ...]
    supplier: str | None
    workload: str | None


def named(name: str | None, kind: TargetKind, evidence: EvidenceFile, **known: Unpack[TargetDetails]) -> ScanTarget:
    """What the report names, with what else is known of it; without a name see `from_evidence`."""
    return ScanTarget(name=name, kind=kind, **known) if name else from_evidence(evidence, kind)


def from_evidence(evidence: EvidenceFile, kind: TargetKind) -> ScanTarget:
    """What a person states was scanned, with its digest where one is named; else an unnamed target, which becomes a gap."""
    if evidence.target is None:
        return ScanTarget(name=UNNAMED, kind=kind, named=False)
    reference = parse_reference(evidence.target) if kind is TargetKind.IMAGE else None
    digests = (reference.digest,) if reference and reference.digest else ()
    return ScanTarget(name=evidence.target, kind=kind, digests=digests)
