"""Issues of a scan of Burp Suite DAST (Enterprise), as its GraphQL API answers.

https://portswigger.net/burp/documentation/dast/api/graphql: an answer has no number of the type, so
its name identifies it.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import burp_words
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

_ISSUE = FieldMap(
    identifier=("issue_type.type_index", "issue_type.name"),
    title=("issue_type.name",),
    description=("description_html", "issue_type.description_html"),
    solution=("remediation_html", "issue_type.remediation_html"),
    level=("severity",),
    severities=burp_words.SEVERITIES,
    cwe=("issue_type.vulnerability_classifications_html",),
)
_NOTHING = "the answer holds no issue: it does not say which sites were scanned"


def recognizes(document: Document) -> bool:
    members = document.members
    if "Issues" in members:
        first = document.first_keys(members["Issues"])
        return "issue_type" in first or (not first and len(members) == 1)
    return "data" in members and "issues" in document.members_of(document.members_of(members["data"]).get("scan", b""))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, sites = report(document), WebTargets(evidence)
    accumulator = ScanAccumulator(evidence, burp_words.SCANNER)
    issues = list(_issues(content))
    for place, issue in not_null(accumulator, issues):
        accumulator.take(burp_words.result(_ISSUE, issue, sites.target(issue.get("origin")), place))
    if not issues:
        accumulator.target(sites.target(""))
    return accumulator.finish(None, failure=None if issues else _NOTHING)


def _issues(content: JsonEntry) -> Iterator[tuple[str, JsonEntry | None]]:
    yield from content.listed("Issues")
    yield from content.within("data.scan").listed("issues", "/data/scan")
