"""NeuVector's compliance report of a node or container: `GET /v1/host/ID/compliance` and its like.

https://open-docs.neuvector.com, "Compliance". It does not say which node it is about.
"""

from typing import Any

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import epoch_moment, moment
from generator.parsers.scans.entries import fold
from generator.parsers.scans.neuvector_checks import NeuvectorCheck
from generator.parsers.scans.scan_quality import configuration, settings
from generator.parsers.scans.tally import ScanAccumulator

_VERSIONS = {"kubernetes_cis_version", "docker_cis_version"}
_NOTHING = "the report holds no check: NeuVector has not run the benchmarks there"


class _NeuvectorComplianceReport(msgspec.Struct):
    run_timestamp: float | None = None
    run_at: str | None = None
    kubernetes_cis_version: Any = None
    docker_cis_version: Any = None

    def benchmarks(self) -> str | None:
        """The versions of the benchmarks that were run: what can be set about the checks."""
        return configuration(
            (*settings("kubernetes", self.kubernetes_cis_version), *settings("docker", self.docker_cis_version))
        )

    items: tuple[NeuvectorCheck | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    return "items" in members and not _VERSIONS.isdisjoint(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _NeuvectorComplianceReport)
    accumulator = ScanAccumulator(evidence, "NeuVector")
    target = accumulator.stated(TargetKind.HOST)
    fold(accumulator, report.items, "/items", lambda check, place: check.result(target, place))
    taken = moment(report.run_at) or epoch_moment(report.run_timestamp)
    return accumulator.finish(taken, failure=None if report.items else _NOTHING, configuration=report.benchmarks())
