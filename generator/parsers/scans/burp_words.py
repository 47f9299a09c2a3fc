"""What Burp's reports say alike: the XML export, the REST API and the scans of Burp Suite DAST (Enterprise).

https://portswigger.net/burp/documentation/desktop/reports: severities `High` to `Information`, and `False positive` where a
person marked an issue so. Requests and responses, which hold sessions, are not read.
"""

from generator.model.scan import Disposition, ScanResult, ScanTarget, Severity
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.web_targets import within_site

SCANNER = "Burp Suite"
SEVERITIES = {"information": Severity.INFORMATIONAL}
_FALSE_POSITIVE = {"false positive", "false_positive", "falsepositive"}


def result(fields: FieldMap, issue: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One issue: its page is the scope."""
    page = within_site(issue.get("location", "path", "caption"), target)
    if issue.get(*fields.level).lower() in _FALSE_POSITIVE:
        marked = Disposition.SUPPRESSED
        return fields.result(issue, target, place, scope=page, disposition=marked, native_status="false positive")
    return fields.result(issue, target, place, scope=page)
