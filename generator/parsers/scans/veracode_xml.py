"""Veracode's detailed report: XML, versions 1.1 to 1.5, of static, dynamic and manual scans and of software composition.

https://docs.veracode.com/r/Detailed_Report_XML. Severity from 0 (informational) to 5 (very high),
https://docs.veracode.com/r/review_severity_exploitability. A flaw is named by its CWE, a vulnerability of a component by its
CVE.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import at, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import day, spaced_moment
from generator.parsers.scans.entries import affected, cves, fold_placed, joined, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_parts import within
from generator.parsers.xml import local

LEVELS = {
    "5": Severity.CRITICAL,
    "4": Severity.HIGH,
    "3": Severity.MODERATE,
    "2": Severity.LOW,
    "1": Severity.INFORMATIONAL,
    "0": Severity.INFORMATIONAL,
}
"""Very high, high, medium, low, very low, informational."""
_FIXED = {"fixed": Disposition.RESOLVED, "remediated": Disposition.RESOLVED, "cannot reproduce": Disposition.OPEN}
_ACCEPTED = {"accepted"}


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return (
        root is not None
        and root.name == "detailedreport"
        and ("veracode" in root.namespace or "report_format_version" in dict(root.attributes))
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    root = document.root_attributes
    accumulator = ScanAccumulator(evidence, Scanner(name="Veracode", version=None))
    target = accumulator.target(repository(evidence, root.get("app_name")))
    flaws = components = 0
    for element in document.xml_elements("flaw", "component"):
        if local(element.tag) == "flaw":
            flaws += 1
            flaw = ((f"flaw[{flaws}]", element),)
            fold_placed(accumulator, flaw, lambda found, place: _flaw(found, target, place))
        else:
            components += 1
            fold_placed(
                accumulator,
                _libraries(element, f"component[{components}]"),
                lambda found, place: _library(found[0], found[1], target, place),
            )
    return accumulator.finish(spaced_moment(root.get("last_update_time") or root.get("generation_date")))


def _libraries(component: Element, place: str) -> Iterator[tuple[str, tuple[Element, Element]]]:
    """Each vulnerability of a component, with the component."""
    for index, found in enumerate(within(component, "vulnerabilities", "vulnerability"), 1):
        yield f"{place}/vulnerability[{index}]", (found, component)


def _flaw(flaw: Element, target: ScanTarget, place: str) -> ScanResult | None:
    cwe, word = flaw.get("cweid", ""), flaw.get("severity", "")
    status = flaw.get("remediation_status", "")
    mitigated = flaw.get("mitigation_status", "").lower() in _ACCEPTED
    path = joined("", flaw.get("sourcefilepath"), flaw.get("sourcefile")) or flaw.get("url") or flaw.get("module")
    return vulnerability_of(
        f"CWE-{cwe}" if cwe else None,
        target,
        place,
        severity=LEVELS.get(word, Severity.UNKNOWN),
        word=word,
        disposition=Disposition.SUPPRESSED if mitigated else _FIXED.get(status.lower(), Disposition.OPEN),
        native_status=joined(", ", status, f"mitigation {flaw.get('mitigation_status')}" if mitigated else None),
        scope=at(path, flaw.get("line"), joined(" ", flaw.get("vuln_parameter"), _issue(flaw))),
        title=titled(flaw.get("categoryname"), cwe),
        cwes=cwes(cwe),
        description=flaw.get("description"),
        first_seen=day(flaw.get("date_first_occurrence")),
    )


def _issue(flaw: Element) -> str | None:
    return f"issue {flaw.get('issueid')}" if flaw.get("issueid") else None


def _library(found: Element, component: Element, target: ScanTarget, place: str) -> ScanResult | None:
    identifier, word = found.get("cve_id", ""), found.get("severity", "")
    mitigated = found.get("mitigation", "").lower() == "true"
    name = component.get("library") or component.get("file_name")
    score = cvss_scores.number(found.get("cvss_score", ""))
    return vulnerability_of(
        identifier,
        target,
        place,
        severity=LEVELS.get(word, Severity.UNKNOWN),
        word=word,
        disposition=Disposition.SUPPRESSED if mitigated else Disposition.OPEN,
        native_status="mitigated" if mitigated else "",
        package=affected(joined(":", component.get("vendor"), name), component.get("version"), path=component.get("file_name")),
        title=titled(f"{identifier} in {name}", found.get("cwe_id")),
        cwes=cwes(found.get("cwe_id")),
        description=found.get("cve_summary"),
        cves=cves(identifier),
        cvss=cvss_scores.scores((("veracode", "2.0", None, score),)),
        first_seen=day(found.get("first_found_date")),
    )
