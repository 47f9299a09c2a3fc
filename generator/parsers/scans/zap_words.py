"""What ZAP's reports say alike in XML and JSON.

https://www.zaproxy.org/docs/desktop/addons/report-generation/: risk 0 (informational) to 3 (high), confidence 0 (false
positive) to 4 (confirmed by a person). A report states ZAP's version, and nothing of the versions or the update of its add-ons.
"""

from collections.abc import Iterable

import msgspec

from generator.model.scan import Disposition, ResultKind, ScanTarget, Severity
from generator.parsers.scans.entries import joined, not_null
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import within_site

SCANNER = "ZAP"
NO_SITE = "the report names no site that ZAP reached"
_RISKS = {
    "3": Severity.HIGH,
    "2": Severity.MODERATE,
    "1": Severity.LOW,
    "0": Severity.INFORMATIONAL,
}
_FALSE_POSITIVE = {"0", "false positive"}
_ALERT = FieldMap(
    identifier=("pluginid", "pluginId", "alertRef", "alert", "name"),
    kind=ResultKind.VULNERABILITY,
    title=("alert", "name"),
    description=("desc", "description"),
    solution=("solution",),
    level=("riskcode", "risk", "riskdesc"),
    severities=_RISKS,
    cwe=("cweid", "cweId"),
)


def take(
    accumulator: ScanAccumulator, alert: EntryFields, instances: Iterable[tuple[str, EntryFields | None]], target: ScanTarget
) -> None:
    """Every instance of an alert: a page and a parameter of it. The texts of requests and responses are not read."""
    about = _ALERT.result(alert, target, "")
    if about and alert.get("confidence").lower() in _FALSE_POSITIVE:
        about = msgspec.structs.replace(about, disposition=Disposition.SUPPRESSED, native_status="false positive")
    for place, instance in not_null(accumulator, instances):
        accumulator.take(about and msgspec.structs.replace(about, place=place, scope=_scope(instance, target)))


def _scope(instance: EntryFields, target: ScanTarget) -> str:
    page = within_site(instance.get("uri", "url"), target)
    return joined(" ", instance.get("method"), page, instance.get("param"))
