"""What the clients of Sonatype OSS Index say alike: AuditJS, Nancy, DevAudit, and the answer of its API.

https://ossindex.sonatype.org/rest: an entry is a vulnerability of a component, which a package URL names. Only a
score rates it.
"""

from generator.model.scan import ScanResult, ScanTarget
from generator.parsers.scans.entries import affected
from generator.parsers.scans.field_map import EntryFields, FieldMap

SCANNER = "OSS Index"
_VULNERABILITY = FieldMap(
    identifier=("cve", "Cve", "displayName", "id", "Id", "ID"),
    title=("title", "Title"),
    description=("description", "Description"),
    cve=("cve", "Cve", "title", "Title"),
    cwe=("cwe", "Cwe"),
    references=("reference", "Reference", "externalReferences"),
    vector=("cvssVector", "CvssVector"),
    score=("cvssScore", "CvssScore"),
    cvss_source="ossindex",
)


def result(coordinates: str, entry: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One vulnerability of a component: `pkg:npm/name@1.0`."""
    name, _, version = coordinates.partition("?")[0].removeprefix("pkg:").rpartition("@")
    purl = coordinates if coordinates.startswith("pkg:") else None
    package = affected(name.partition("/")[2] if purl else name or version, version if name else None, purl=purl)
    return _VULNERABILITY.result(entry, target, place, package=package)
