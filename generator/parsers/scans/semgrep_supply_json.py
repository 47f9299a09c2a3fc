"""Semgrep Supply Chain's vulnerabilities of a deployment, by its API (`GET /api/v1/deployments/ID/ssc-vulns`).

https://semgrep.dev/api/v1/docs/. Each is of one repository and one dependency; `exposureType` says whether the code reaches it.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.code_results import Repositories
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import report
from generator.parsers.scans.tally import ScanAccumulator

_VULNERABILITY = FieldMap(
    identifier=("advisory.ruleId",),
    title=("title", "advisory.title"),
    description=("advisory.description",),
    level=("advisory.severity",),
    status=("triage.status",),
    dispositions={"fixed": Disposition.RESOLVED, "ignored": Disposition.SUPPRESSED, "dismissed": Disposition.SUPPRESSED},
    scope=("dependencyFileLocation.path", "dependencyFileLocation.startLine"),
    cve=("advisory.references.cveIds",),
    cwe=("advisory.references.cweIds",),
    package=("matchedDependency.name",),
    version=("matchedDependency.versionSpecifier",),
    fixed=("closestSafeDependency.versionSpecifier",),
    first_seen=("openedAt",),
)
_ENTRY = {"advisory", "matchedDependency"}
_ANSWER = {"vulns", "hasMore", "cursor"}


def recognizes(document: Document) -> bool:
    """An answer without entries has nothing else but pages."""
    members = document.members
    first = document.first_keys(members.get("vulns"))
    return _ENTRY.issubset(first) if first else "vulns" in members and set(members) <= _ANSWER


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Semgrep")
    repositories = Repositories(accumulator, evidence)
    for place, entry in not_null(accumulator, report(document).listed("vulns")):
        accumulator.take(_VULNERABILITY.result(entry, repositories.of(entry.get("repositoryName")), place))
    return accumulator.finish(None)
