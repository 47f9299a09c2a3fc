"""What Deepfence ThreatMapper's reports say alike in CSV and Excel: one vulnerability, secret, malware or check a row.

https://community.deepfence.io/threatmapper/docs/operations/scanning: older reports name columns by keys (`cve_id`), newer by
words (`CVE ID`). The content of a secret is not read.
"""

from collections.abc import Sequence

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanTarget, TargetKind
from generator.parsers.scans.entries import affected
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.target import from_evidence

SCANNER = "Deepfence ThreatMapper"
_STATES = {
    "pass": Disposition.PASSED,
    "ok": Disposition.PASSED,
    "info": Disposition.MANUAL,
    "note": Disposition.MANUAL,
    "skip": Disposition.NOT_APPLICABLE,
}
_VULNERABILITY = FieldMap(
    identifier=("CVE ID", "cve_id"),
    description=("Description", "cve_description"),
    level=("Severity", "cve_severity"),
    vector=("Attack Vector", "cve_attack_vector"),
    score=("CVSS Score", "cve_cvss_score"),
    cvss_source="deepfence",
)
_CHECK = FieldMap(
    identifier=("Test Number", "test_number", "Control ID"),
    kind=ResultKind.MISCONFIGURATION,
    title=("Test Info", "test_info", "Test Desc", "test_desc"),
    description=("Test Desc", "test_desc", "Description"),
    status=("Status", "status"),
    dispositions=_STATES,
    scope=("Compliance Check Type", "compliance_check_type"),
)
_SECRET = FieldMap(
    identifier=("Rule",),
    kind=ResultKind.SECRET,
    title=("Name",),
    level=("Severity",),
    scope=("Filename",),
)
_MALWARE = FieldMap(
    identifier=("Rule Name",),
    kind=ResultKind.EVENT,
    title=("Rule Name",),
    description=("Summary",),
    level=("Severity", "File Severity"),
    scope=("File Name", "Complete Filename", "Class"),
)
TABLES: tuple[tuple[tuple[str, ...], FieldMap], ...] = (
    (("CVE ID", "Caused By Package"), _VULNERABILITY),
    (("cve_id", "cve_caused_by_package"), _VULNERABILITY),
    (("test_number", "node_name", "status"), _CHECK),
    (("Test Number", "Node Name", "Status"), _CHECK),
    (("Rule", "Node Name", "Filename"), _SECRET),
    (("Rule Name", "Node Name", "File Name"), _MALWARE),
)
"""Columns that identify a report, and what its rows mean."""
_LOWER_CASE = ("cvss:", "av:")
_KINDS = {"host": TargetKind.HOST, "container_image": TargetKind.IMAGE, "image": TargetKind.IMAGE}


def result(fields: FieldMap, row: EntryFields, evidence: EvidenceFile, place: str) -> ScanResult | None:
    """One row; a package is `name:version`."""
    name, _, version = row.get("Caused By Package", "cve_caused_by_package").rpartition(":")
    fixed, path = row.get("Fixed In", "cve_fixed_in"), row.get("Caused By Package Path", "cve_caused_by_package_path")
    package = affected(name or version, version if name else None, fixed, path=path)
    return fields.result(_Upper(row), target(row, evidence), place, package=package)


class _Upper:
    """A row whose vectors of CVSS are written as FIRST writes them."""

    __slots__ = ("_row",)

    def __init__(self, row: EntryFields) -> None:
        self._row = row

    def get(self, *names: str) -> str:
        """See `EntryFields.get`."""
        return _as_first_writes(self._row.get(*names))

    def texts(self, meanings: Sequence[tuple[str, ...]]) -> list[str]:
        """See `EntryFields.texts`."""
        return list(map(_as_first_writes, self._row.texts(meanings)))


def _as_first_writes(text: str) -> str:
    return text.upper().replace("/AU:", "/Au:") if text.startswith(_LOWER_CASE) else text


def target(row: EntryFields, evidence: EvidenceFile) -> ScanTarget:
    """A node: a host, or a container or image, which Deepfence names with the host behind a slash."""
    kind = _KINDS.get(row.get("Node Type", "NodeType", "node_type").lower(), TargetKind.UNKNOWN)
    name = row.get("Node Name", "cve_container_image", "node_name", "host_name", "Host Name")
    if not name:
        return from_evidence(evidence, kind)
    return ScanTarget(name=name, kind=TargetKind.HOST if kind is TargetKind.UNKNOWN and "/" not in name else kind)
