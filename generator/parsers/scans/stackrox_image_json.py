"""StackRox's scan of an image: `roxctl image scan --output json`, before version 4 and since, and images of the API.

Since version 4 the report is a list of vulnerabilities with a summary, which names no image. An image that is not in a registry
has no name either.
"""

from collections.abc import Iterator
from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import stackrox_words
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, digest, fold_on, not_null
from generator.parsers.scans.json_entry import JsonEntry, records
from generator.parsers.scans.stackrox_words import VULNERABILITY
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_VULNERABILITIES = {"vulnerabilities", "vulns"}
_NOTHING = "StackRox did not scan the image: the report has no scan"


def recognizes(document: Document) -> bool:
    members = document.first_members or document.members
    if "result" in members:
        return {"summary", "vulnerabilities"}.issubset(document.members_of(members["result"]))
    if "fullName" in document.members_of(members.get("name")):
        return "scan" in members or "metadata" in members
    component = document.first_keys(document.members_of(members.get("scan")).get("components"))
    return "name" in component and not _VULNERABILITIES.isdisjoint(component)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, stackrox_words.SCANNER)
    taken, because = None, None
    for pointer, image in not_null(accumulator, records(document)):
        if image.has("result"):
            _list(accumulator, image.within("result"), f"{pointer}/result")
            continue
        target = accumulator.target(_target(image, evidence))
        scan = image.within("scan")
        taken = moment(scan.get("scanTime")) or taken
        if not scan.members:
            because = _NOTHING
        for place, component, vulnerabilities in _components(scan, f"{pointer}/scan"):
            entries = component.listed(vulnerabilities, place)
            fold_on(accumulator, target, entries, partial(_of_component, component))
    return accumulator.finish(taken, assessed=because is None, because=because)


def _list(accumulator: ScanAccumulator, content: JsonEntry, pointer: str) -> None:
    target = accumulator.stated(TargetKind.IMAGE)
    entries = content.listed("vulnerabilities", pointer)
    fold_on(accumulator, target, entries, partial(stackrox_words.result, VULNERABILITY))


def _components(scan: JsonEntry, pointer: str) -> Iterator[tuple[str, JsonEntry, str]]:
    for place, component in scan.listed("components", pointer):
        if component:
            yield place, component, "vulnerabilities" if component.has("vulnerabilities") else "vulns"


def _target(image: JsonEntry, evidence: EvidenceFile) -> ScanTarget:
    name = image.get("name.fullName")
    pinned = digest(image.get("id")) or digest(image.get("metadata.v2.digest"))
    return named(
        name,
        TargetKind.IMAGE,
        evidence,
        digests=(pinned,) if pinned else (),
        image_id=digest(image.get("metadata.v1.digest")),
        os_name=image.get("scan.operatingSystem").replace(":", " ") or None,
    )


def _of_component(component: JsonEntry, entry: JsonEntry, target: ScanTarget, place: str) -> ScanResult | None:
    package = affected(component.get("name"), component.get("version"), entry.get("fixedBy"), path=component.get("location"))
    return stackrox_words.result(VULNERABILITY, entry, target, place, package=package)
