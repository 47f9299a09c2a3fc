"""HCL (IBM) AppScan's report in XML: AppScan Standard, Enterprise and on Cloud, of web applications and of source code.

https://help.hcl-software.com/appscan/: the report is a set of groups that refer to each other by id. An issue's status
`Noise` or `Passed` was set by a person. Requests and responses are not read; a recorded login does not show that the scan
was logged in.
"""

from collections import defaultdict
from collections.abc import Mapping

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.web_targets import WebTargets, within_site
from generator.parsers.scans.xml_entry import XmlEntry

_ISSUE = FieldMap(
    identifier=("issue-type/ref",),
    title=("issue-type-name",),
    description=("variant-group/item/reasoning", "variant-group/item/issue-information/method-signature"),
    solution=("fix/item/remediation",),
    level=("severity",),
    status=("status",),
    dispositions={
        "fixed": Disposition.RESOLVED,
        "passed": Disposition.SUPPRESSED,
        "noise": Disposition.SUPPRESSED,
    },
    cve=("@cve", "cve"),
    cwe=("cwe",),
    vector=("cvss-vector/base-vector",),
    score=("cvss-score",),
    cvss_source="appscan",
    first_seen=("date-created",),
)
_NAMED = ("url-group", "entity-group", "issue-type-group")
_HEADER = (
    "scan-date-and-time-iso",
    "scan-date-and-time",
    "report-date",
    "product-name",
    "product-version",
    "starting-url",
    "application-name",
    "scan-name",
)
_GROUPS = ("dictionary", "issue-group", "fix-recommendation-group", "advisory-group", "remediation-group", "cause-group")


def recognizes(document: Document) -> bool:
    root = document.xml_root
    return root is not None and root.name == "xml-report" and "AppScan" in dict(root.attributes).get("name", "")


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    about: dict[str, str] = {}
    names: dict[str, dict[str, str]] = defaultdict(dict)
    issues: list[tuple[str, XmlEntry]] = []
    group = ""
    for element in document.xml_elements("item", *_HEADER, opened=(*_NAMED, *_GROUPS)):
        if element.tag in _HEADER:
            about.setdefault(element.tag, (element.text or "").strip())
        elif element.tag != "item":
            group = element.tag
        elif group in _NAMED:
            names[group].setdefault(element.get("id", ""), XmlEntry(element).get("name"))
        elif group == "issue-group" and element.find("issue-type") is not None:
            issues.append((f"issue-group/item[{len(issues) + 1}]", XmlEntry(element)))
    scanner = Scanner(name=about.get("product-name") or "HCL AppScan", version=about.get("product-version") or None)
    accumulator, targets = ScanAccumulator(evidence, scanner), _AppScanTargets(evidence, about, names)
    accumulator.target(targets.whole())
    fold_placed(accumulator, issues, targets.result)
    dates = (about.get(name, "") for name in _HEADER[:3])
    return accumulator.finish(next((day for text in dates if (day := newest([text]))), None))


class _AppScanTargets:
    """What the issues of one report are about."""

    def __init__(self, evidence: EvidenceFile, about: Mapping[str, str], names: Mapping[str, Mapping[str, str]]) -> None:
        self._evidence, self._about, self._names = evidence, about, names
        self._sites = WebTargets(evidence)

    def whole(self) -> ScanTarget:
        """The site where the scan began, else the application by its name in AppScan."""
        if self._about.get("starting-url"):
            return self._sites.target(self._about["starting-url"])
        name = self._about.get("application-name") or self._about.get("scan-name")
        return ScanTarget(name=name, kind=TargetKind.REPOSITORY) if name else from_evidence(self._evidence, TargetKind.UNKNOWN)

    def result(self, issue: XmlEntry, place: str) -> ScanResult | None:
        """One issue: its page and the element of it, or its place in the source."""
        url = self._names.get("url-group", {}).get(issue.get("url/ref"), "") or issue.get("url-name") or _address(issue)
        entity = self._names.get("entity-group", {}).get(issue.get("entity/ref"), "")
        target = self._sites.target(url) if url else self.whole()
        scope = " ".join(filter(None, (within_site(url, target), entity, issue.get("location"))))
        return _ISSUE.result(issue, target, place, scope=scope)


def _address(issue: XmlEntry) -> str:
    """The address of an issue that names its parts."""
    scheme, host, port = issue.get("scheme"), issue.get("host"), issue.get("port")
    return f"{scheme}://{host}:{port}{issue.get('path')}" if scheme and host and port else ""
