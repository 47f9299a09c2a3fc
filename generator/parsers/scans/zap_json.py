"""ZAP's reports in JSON: the traditional one, alerts as its API lists them, and the flat list of older API clients.

https://www.zaproxy.org/docs/desktop/addons/report-generation/report-traditional-json/ and
https://www.zaproxy.org/docs/api/, `core/view/alerts`.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import zap_words
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets
from generator.text import counted

_PLUGIN = {"pluginid", "pluginId"}
_RISK = {"riskcode", "risk", "riskdesc"}


def recognizes(document: Document) -> bool:
    """The report names ZAP by its attributes; a list of alerts has to be ZAP's. GitLab keeps the site beside its own list."""
    members = document.members
    if "site" in members and {"scan", "vulnerabilities"}.isdisjoint(members):
        first = document.first_keys(members["site"]) or document.members_of(members["site"])
        named = not {"@programName", "@generated"}.isdisjoint(members)
        return "@name" in first or ("alerts" in first and "@version" in members) or named
    lists = (document.first_keys(members.get(name)) for name in ("alerts", "vulnerabilities"))
    return any(not _PLUGIN.isdisjoint(keys) and not _RISK.isdisjoint(keys) for keys in lists)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, sites = report(document), WebTargets(evidence)
    accumulator = ScanAccumulator(evidence, Scanner(name=zap_words.SCANNER, version=content.get("@version") or None))
    listed = without = 0
    for pointer, site in not_null(accumulator, content.listed("site")):
        listed += 1
        target = accumulator.target(sites.target(site.get("@name", "@host")))
        without += not site.has("alerts")
        _alerts(accumulator, site.listed("alerts", pointer), target)
    for name in ("alerts", "vulnerabilities"):
        for pointer, alert in content.listed(name):
            listed += 1
            target = sites.target(alert.get("url", "uri", "host") if alert else "")
            _alerts(accumulator, [(pointer, alert)], target)
    if without:
        accumulator.note(f"{counted(without, 'site')} of the report {'has' if without == 1 else 'have'} no list of alerts")
    if not listed:
        accumulator.target(sites.target(""))
    is_empty = not listed and content.has("site")
    return accumulator.finish(any_moment(content.get("created", "@generated")), failure=zap_words.NO_SITE if is_empty else None)


def _alerts(
    accumulator: ScanAccumulator,
    alerts: Iterator[tuple[str, JsonEntry | None]] | list[tuple[str, JsonEntry | None]],
    target: ScanTarget,
) -> None:
    for place, alert in not_null(accumulator, alerts):
        instances = list(alert.listed("instances", place)) or [(place, alert)]
        zap_words.take(accumulator, alert, instances, target)
