"""Reports of Sonatype OSS Index: AuditJS and the API (a list of components), Nancy, the plug-in of Maven, DevAudit."""

from collections.abc import Iterator
from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import oss_index_words
from generator.parsers.scans.entries import fold_on
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.outline import first_keys
from generator.parsers.scans.tally import EMPTY_ENTRY, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_NANCY = {"audited", "vulnerable"}
_MAVEN = {"reports", "vulnerable"}
_COMPONENT = {"coordinates", "vulnerabilities"}


def recognizes(document: Document) -> bool:
    members = document.members
    if _NANCY.issubset(members) or _MAVEN.issubset(members) or "Packages Audited" in members:
        return True
    return _COMPONENT.issubset(document.first_members) or (
        "Packages" in members and {"Package", "Vulnerabilities"}.issubset(first_keys(document, members["Packages"]))
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, oss_index_words.SCANNER)
    target = accumulator.target(from_evidence(evidence, TargetKind.REPOSITORY))
    for pointer, component in _components(document):
        if component is None:
            accumulator.drop(EMPTY_ENTRY)
            continue
        coordinates, name = (
            _coordinates(component),
            "vulnerabilities" if component.has("vulnerabilities") else "Vulnerabilities",
        )
        fold_on(accumulator, target, component.listed(name, pointer), partial(oss_index_words.result, coordinates))
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
        yield from content.listed("vulnerable" if content.has("vulnerable") else "Packages")


def _coordinates(component: JsonEntry) -> str:
    """A package URL, or of DevAudit name and version."""
    stated = component.get("coordinates", "Coordinates")
    return stated or "@".join((component.get("Package.name"), component.get("Package.version")))
