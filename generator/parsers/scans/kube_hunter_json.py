"""kube-hunter: what an attacker finds in a cluster, from outside or from a pod.

https://github.com/aquasecurity/kube-hunter, `kube_hunter/modules/report/`. A finding without a number has the vid `None`;
several different findings do, so their names tell them apart. `evidence` is left out: it holds the service account token for
KHV050, and other answers may hold anything.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import cves, fold, joined, result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_KEYS = {"nodes", "services", "vulnerabilities"}
_ENTRY = {"vid", "hunter", "avd_reference"}
_NO_NUMBER = "None"
_IN_POD = "Local to Pod"
_NOTHING = "kube-hunter reached no node and no service"


class _KubeHunterPlace(msgspec.Struct, gc=False):
    location: str | None = None


class _KubeHunterFinding(msgspec.Struct, gc=False):
    location: str | None = None
    vid: str | None = None
    category: str | None = None
    severity: str | None = None
    vulnerability: str | None = None
    description: str | None = None
    avd_reference: str | None = None

    @property
    def numbered(self) -> bool:
        """Does the finding have a number of its own?"""
        return bool(self.vid) and self.vid != _NO_NUMBER


class _KubeHunterReport(msgspec.Struct):
    nodes: tuple[_KubeHunterPlace | None, ...] | None = None
    services: tuple[_KubeHunterPlace | None, ...] | None = None
    vulnerabilities: tuple[_KubeHunterFinding | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """A report without the nodes and services that were reached is known by its entries."""
    members = document.members
    return _KEYS.issubset(members) or (
        "vulnerabilities" in members and not _ENTRY.isdisjoint(document.first_keys(members["vulnerabilities"]))
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _KubeHunterReport)
    accumulator = ScanAccumulator(evidence, "kube-hunter")
    for reached_place in (*(report.nodes or ()), *(report.services or ())):
        if reached_place and reached_place.location:
            accumulator.target(_target(reached_place.location, evidence))
    fold(accumulator, report.vulnerabilities, "/vulnerabilities", lambda finding, at: _result(finding, evidence, at))
    return accumulator.finish(None, failure=None if report.nodes or report.services or report.vulnerabilities else _NOTHING)


def _result(finding: _KubeHunterFinding, evidence: EvidenceFile, place: str) -> ScanResult | None:
    identifier = finding.vid if finding.numbered else finding.vulnerability
    named = cves(finding.vid, finding.vulnerability, finding.description)
    return result_of(
        ResultKind.VULNERABILITY if named else ResultKind.MISCONFIGURATION,
        identifier,
        _target(finding.location, evidence),
        place,
        word=finding.severity,
        scope=finding.location or "",
        title=finding.vulnerability or identifier,
        description=joined("\n", finding.category, _lines(finding.description)),
        cves=named,
    )


def _target(location: str | None, evidence: EvidenceFile) -> ScanTarget:
    """A host without its port; a pod that kube-hunter ran in stands for the cluster, as its name changes with every run."""
    if not location or location.startswith(_IN_POD):
        return from_evidence(evidence, TargetKind.CLUSTER)
    host, _, port = location.rpartition(":")
    return ScanTarget(name=host if host and port.isdigit() else location, kind=TargetKind.HOST)


def _lines(text: str | None) -> str:
    return "\n".join(line.strip() for line in (text or "").splitlines())
