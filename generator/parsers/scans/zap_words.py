"""What ZAP's reports say alike in XML and JSON.

https://www.zaproxy.org/docs/desktop/addons/report-generation/: risk 0 (informational) to 3 (high), confidence 0 (false
positive) to 4 (confirmed by a person). A report states ZAP's version, and nothing of the versions or the update of its add-ons.
"""

from generator.model.scan import Disposition, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.web_targets import within_site

SCANNER = "ZAP"
_RISKS = {
    "3": Severity.HIGH,
    "2": Severity.MODERATE,
    "1": Severity.LOW,
    "0": Severity.INFORMATIONAL,
}
_FALSE_POSITIVE = {"0", "false positive"}
_ALERT = FieldMap(
    identifier=("pluginid", "pluginId"),
    kind=ResultKind.VULNERABILITY,
    title=("alert", "name"),
    description=("desc", "description"),
    solution=("solution",),
    level=("riskcode", "risk", "riskdesc"),
    severities=_RISKS,
    cwe=("cweid",),
    references=("reference",),
)


def result(alert: EntryFields, instance: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
    """One instance of an alert: a page and a parameter of it. The texts of requests and responses are not read."""
    page = within_site(instance.get("uri", "url"), target)
    scope = " ".join(filter(None, (instance.get("method"), page, instance.get("param"))))
    if alert.get("confidence").lower() in _FALSE_POSITIVE:
        return _ALERT.result(
            alert, target, place, scope=scope, disposition=Disposition.SUPPRESSED, native_status="false positive"
        )
    return _ALERT.result(alert, target, place, scope=scope)
