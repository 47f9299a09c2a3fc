"""What reports of Invicti say alike in JSON and XML: Invicti Enterprise and Standard, Netsparker before, and Acunetix 360.

https://www.invicti.com/support/: severities `Critical` to `Information` and `BestPractice`; a state may be several words
(`Present, Accepted Risk`). Requests and responses are not read.
"""

from generator.model.scan import Disposition, ScanResult, ScanTarget, Severity
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.web_targets import within_site

SCANNER = "Invicti"
_SEVERITIES = {
    "information": Severity.INFORMATIONAL,
    "bestpractice": Severity.INFORMATIONAL,
    "best practice": Severity.INFORMATIONAL,
}
_SUPPRESSED = ("acceptedrisk", "falsepositive", "ignored")
_RESOLVED = ("fixedconfirmed", "fixed(confirmed)")
VULNERABILITY = FieldMap(
    identifier=("Type", "type", "Name", "name"),
    title=("Name", "name"),
    description=("Description", "description", "Impact", "impact"),
    solution=("RemedialProcedure", "remedial-procedure", "RemedialActions", "remedial-actions", "actions-to-take"),
    level=("Severity", "severity"),
    severities=_SEVERITIES,
    vector=(
        "Classification.Cvss31.Vector",
        "Classification.Cvss.Vector",
        "classification/cvss31/vector",
        "classification/cvss/vector",
    ),
    cvss_source="invicti",
    cwe=("Classification.Cwe", "classification/cwe"),
)


def result(entry: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One vulnerability; its page is the scope."""
    status = entry.get("State", "state")
    word = status.lower().replace(" ", "").replace("_", "")
    final = Disposition.OPEN
    if any(mark in word for mark in _SUPPRESSED):
        final = Disposition.SUPPRESSED
    elif word.startswith(_RESOLVED):
        final = Disposition.RESOLVED
    page = within_site(entry.get("Url", "url"), target)
    return VULNERABILITY.result(entry, target, place, scope=page, disposition=final, native_status=status)
