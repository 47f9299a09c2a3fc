"""The target of formats that do not say what was scanned: klar, Clair v4, kube-bench, Harbor 1.0 and others."""

from generator.model.evidence import EvidenceFile
from generator.model.images import parse_reference
from generator.model.scan import ScanTarget, TargetKind

UNNAMED = "(target not named)"


def from_evidence(evidence: EvidenceFile, kind: TargetKind) -> ScanTarget:
    """What a person states was scanned, with its digest where one is named; else an unnamed target, which becomes a gap."""
    if evidence.target is None:
        return ScanTarget(name=UNNAMED, kind=kind, named=False)
    reference = parse_reference(evidence.target) if kind is TargetKind.IMAGE else None
    digests = (reference.digest,) if reference and reference.digest else ()
    return ScanTarget(name=evidence.target, kind=kind, digests=digests)
