"""Reports of Sonatype OSS Index: AuditJS and the API (a list of components), Nancy, the plug-in of Maven, DevAudit.

https://ossindex.sonatype.org/rest: an entry is a vulnerability of a component, which a package URL names. Only a
score rates it.
"""

from collections.abc import Iterator
from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import affected, fold_on, not_null
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.tally import ScanAccumulator

_VULNERABILITY = FieldMap(
    identifier=("cve", "Cve", "displayName", "id", "Id", "ID"),
    title=("title", "Title"),
    description=("description", "Description"),
    cve=("cve", "Cve", "title", "Title"),
    cwe=("cwe", "Cwe", "title", "Title"),
    vector=("cvssVector", "CvssVector"),
    score=("cvssScore", "CvssScore"),
    cvss_source="ossindex",
)
_NANCY = {"audited", "vulnerable"}
_MAVEN = {"reports", "vulnerable"}
_COMPONENT = {"coordinates", "vulnerabilities"}


def recognizes(document: Document) -> bool:
    members = document.members
    if _NANCY.issubset(members) or _MAVEN.issubset(members) or "Packages Audited" in members:
        return True
    if any(_COMPONENT.issubset(key.lower() for key in document.first_keys(members.get(name))) for name in _NANCY):
        return True
    return _COMPONENT.issubset(document.first_members) or (
        "Packages" in members and {"Package", "Vulnerabilities"}.issubset(document.first_keys(members["Packages"]))
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "OSS Index")
    target = accumulator.stated(TargetKind.REPOSITORY)
    for pointer, component in not_null(accumulator, _components(document)):
        coordinates, name = (
            _coordinates(component),
            "vulnerabilities" if component.has("vulnerabilities") else "Vulnerabilities",
        )
        fold_on(accumulator, target, component.listed(name, pointer), partial(_result, coordinates))
    return accumulator.finish(None)


def _components(document: Document) -> Iterator[tuple[str, JsonEntry | None]]:
    """Nancy lists vulnerable components twice: among the audited ones as well."""
    if document.items:
        yield from records(document)
        return
    content = report(document)
    vulnerable = content.within("vulnerable")
    if vulnerable.members:
        yield from ((f"/vulnerable/{name}", vulnerable.within(name)) for name in vulnerable.members)
    else:
        yield from content.listed(next((name for name in ("vulnerable", "audited") if content.has(name)), "Packages"))


def _coordinates(component: JsonEntry) -> str:
    """A package URL, or of DevAudit name and version."""
    stated = component.get("coordinates", "Coordinates")
    return stated or "@".join((component.get("Package.name"), component.get("Package.version")))


def _result(coordinates: str, entry: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One vulnerability of a component: `pkg:npm/name@1.0`."""
    name, _, version = coordinates.partition("?")[0].removeprefix("pkg:").rpartition("@")
    purl = coordinates if coordinates.startswith("pkg:") else None
    package = affected(name.partition("/")[2] if purl else name or version, version if name else None, purl=purl)
    return _VULNERABILITY.result(entry, target, place, package=package)
