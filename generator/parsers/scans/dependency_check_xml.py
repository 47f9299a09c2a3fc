"""OWASP Dependency-Check's report of dependencies: XML, schemas 1.3 to 4.

See `dependency_check_wire`. Before schema 2 the score stood beside the vulnerability, and packages in identifiers of type
maven.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import repository
from generator.parsers.scans.dates import moment
from generator.parsers.scans.dependency_check_wire import SCANNER, CheckScore, CheckVulnerability, check_result, package_of
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_parts import within, words
from generator.parsers.xml import local

_NAMESPACE = "dependency-check"
_LISTS = (("vulnerability", False), ("suppressedVulnerability", True))


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return root is not None and root.name == "analysis" and _NAMESPACE in root.namespace.lower()


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    name, version, reported = _head(document)
    accumulator = ScanAccumulator(evidence, Scanner(name=SCANNER, version=version or None))
    target = accumulator.target(repository(evidence, name))
    for number, element in enumerate(document.xml_elements("dependency"), 1):
        _fold(accumulator, element, target, f"dependency[{number}]")
    return accumulator.finish(reported)


def _head(document: Document) -> tuple[str, str, datetime | None]:
    """Project, version of the tool, day of the report: they stand before the dependencies."""
    name, version, reported = "", "", None
    for element in document.xml_elements("scanInfo", "projectInfo", opened=("dependencies",)):
        if local(element.tag) == "scanInfo":
            version = words(element, "engineVersion")
        elif local(element.tag) == "projectInfo":
            name, reported = words(element, "name"), moment(words(element, "reportDate"))
        else:
            break
    return name, version, reported


def _fold(accumulator: ScanAccumulator, element: Element, target: ScanTarget, place: str) -> None:
    about = package_of(words(element, "fileName"), words(element, "filePath"), tuple(_purls(element)))
    for tag, suppressed in _LISTS:
        found = enumerate(within(element, "vulnerabilities", tag), 1)
        result = partial(check_result, package=about, target=target, suppressed=suppressed)
        fold_placed(accumulator, ((f"{place}/{tag}[{index}]", _vulnerability(each)) for index, each in found), result)


def _purls(element: Element) -> Iterator[str]:
    for package in within(element, "identifiers", "package", "id"):
        yield (package.text or "").strip()
    for identifier in within(element, "identifiers", "identifier"):
        group, _, rest = words(identifier, "name").strip("()").partition(":")
        artifact, _, version = rest.partition(":")
        if identifier.get("type") == "maven" and group and artifact and version:
            yield f"pkg:maven/{group}/{artifact}@{version}"


def _vulnerability(element: Element) -> CheckVulnerability:
    old = words(element, "cvssScore")
    names = [words(element, "cwe").partition(" ")[0], *((each.text or "") for each in within(element, "cwes", "cwe"))]
    return CheckVulnerability(
        name=words(element, "name"),
        source=element.get("source"),
        severity=words(element, "severity"),
        cvssv2=CheckScore(score=old, version="2.0") if old else _score(element, "cvssV2"),
        cvssv3=_score(element, "cvssV3"),
        cvssv4=_score(element, "cvssV4"),
        cwes=tuple(name for name in names if name),
        description=words(element, "description"),
    )


def _score(element: Element, tag: str) -> CheckScore | None:
    found = next(within(element, tag), None)
    if found is None:
        return None
    return CheckScore(
        score=words(found, "score"),
        base_score=words(found, "baseScore"),
        version=words(found, "version") or None,
        vector=words(found, "vectorString") or words(found, "vector") or None,
    )
