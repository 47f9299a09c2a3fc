"""What StackRox (Red Hat Advanced Cluster Security) says alike in the reports of `roxctl` and of its API.

https://docs.redhat.com, "roxctl CLI": severities `CRITICAL`, `IMPORTANT`, `MODERATE` and `LOW`, with endings in the API
(`IMPORTANT_VULNERABILITY_SEVERITY`, `LOW_SEVERITY`).
"""

from typing import Unpack

from generator.model.scan import Disposition, ResultKind, ScanResult, ScanTarget
from generator.parsers.scans.entries import ResultDetails
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.severity import severity

SCANNER = "StackRox"
_ENDINGS = ("_VULNERABILITY_SEVERITY", "_SEVERITY")
VULNERABILITY = FieldMap(
    identifier=("cve", "cveId", "CVE"),
    description=("summary",),
    level=("severity", "cveSeverity", "SEVERITY"),
    status=("state",),
    dispositions={"deferred": Disposition.SUPPRESSED, "false_positive": Disposition.SUPPRESSED},
    alias=("advisoryId", "ADVISORY", "advisory.name"),
    package=("componentName", "COMPONENT"),
    version=("componentVersion", "VERSION"),
    fixed=("fixedBy", "componentFixedVersion", "FIXED_VERSION"),
    vector=("cvssV3.vector", "cvssV2.vector"),
    score=("cvss", "cveCVSS", "CVSS"),
    cvss_source="stackrox",
    cvss_version="3.0",
    first_seen=("firstImageOccurrence", "firstSystemOccurrence"),
)
POLICY = FieldMap(
    identifier=("policy.name", "name", "POLICY"),
    kind=ResultKind.MISCONFIGURATION,
    title=("policy.name", "name", "POLICY"),
    description=("policy.description", "description", "DESCRIPTION"),
    solution=("policy.remediation", "remediation", "REMEDIATION"),
    level=("policy.severity", "severity", "SEVERITY"),
    scope=("DEPLOYMENT", "violations.message", "violation", "VIOLATION"),
)


def result(
    fields: FieldMap, entry: EntryFields, target: ScanTarget, place: str, **changed: Unpack[ResultDetails]
) -> ScanResult | None:
    """One entry, rated by the word without its ending."""
    word = entry.get(*fields.level)
    for ending in _ENDINGS:
        word = word.removesuffix(ending)
    if word:
        changed["severity"] = severity(word)
    return fields.result(entry, target, place, **changed)
