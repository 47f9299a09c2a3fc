"""Nessus's own report: `.nessus` version 2, as Nessus, Tenable Vulnerability Management and Web App Scanning export it.

Tenable's "Nessus v2 File Format". Read as a stream: of a file of any size one entry is in memory.
Entries of compliance audits (`cm:compliance-*`) are checks with a result of their own; all the checks of an audit share one
plug-in, so the check's own id tells them apart.

Of the policy a checksum is kept. Taken are the scanner's settings, the plug-ins' settings, and which families and single
plug-ins were enabled. Left out is what changes without the configuration being changed: targets, the list of all plug-ins of
the feed (`plugin_set`), names and descriptions, who ran it, task ids and times; and every password, file and account name.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.dates import moment
from generator.parsers.scans.dates_spelled import spelled_moment
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.nessus_information import DESCRIBING, NessusInformation
from generator.parsers.scans.nessus_items import ItemFold
from generator.parsers.scans.scan_quality import configuration
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.tenable_wire import epoch

_VOLATILE = frozenset(
    {
        "target",
        "plugin_set",
        "name",
        "description",
        "scan_name",
        "scan_description",
        "whoami",
        "report_task_id",
        "policy_uuid",
        "severity_processed",
    }
)
_SECRET_TYPES = frozenset({"password", "file"})
_ACCOUNT = late_re(r"user ?name|login|account|password|passphrase|credential|secret|token", re.IGNORECASE)
_TIME = late_re(r"_timestamp$", re.IGNORECASE)
_LOGIN = {"true": True, "false": False}
_NAMES = ("host-ip", "host-fqdn", "host-rdns", "hostname", "netbios-name", "mac-address", "aws-instance-instance-id")
"""Properties that name the host."""
_ROOTS = {"NessusClientData_v2", "ReportHost"}
_NO_HOST = "the report lists no host: none answered, or none was in reach"
_NO_REPORT = "the file holds a scan's policy and no report"


def recognizes(document: Document) -> bool:
    """The report, or of it one host or one item."""
    root = document.xml_root
    return root is not None and (root.name in _ROOTS or (root.name == "ReportItem" and "pluginID" in dict(root.attributes)))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    reading = _NessusReading(evidence)
    for element in document.xml_elements("Policy", "HostProperties", "ReportItem", opened=("Report", "ReportHost")):
        reading.take(element)
    return reading.finish()


class _NessusReading:
    """Where the stream stands: the host it is in, and what has been learned about the scan."""

    def __init__(self, evidence: EvidenceFile) -> None:
        self._accumulator = ScanAccumulator(evidence, "Nessus")
        self._items = ItemFold(self._accumulator)
        self._hosts = HostTargets(evidence)
        self._name = ""
        self._target: ScanTarget | None = None
        self._taken: datetime | None = None
        self._information = NessusInformation()
        self._configuration: str | None = None
        self._report = self._host = False
        self._index = 0

    def take(self, element: Element) -> None:
        """One element of the stream."""
        if element.tag == "ReportItem":
            self._item(element)
        elif element.tag == "HostProperties":
            self._properties(element)
        elif element.tag == "ReportHost":
            self._host, self._name, self._target, self._index = True, element.get("name", "").strip(), None, 0
        elif element.tag == "Policy":
            self._configuration = _checksum(element)
        elif element.tag == "Report":
            self._report = True

    def finish(self) -> ScanSnapshot:
        """The file, read."""
        self._settle()
        because = None if self._host or self._index else _NO_HOST if self._report else _NO_REPORT
        return self._information.on(
            self._accumulator.finish(self._taken, assessed=because is None, because=because, configuration=self._configuration)
        )

    def _properties(self, element: Element) -> None:
        tags = {tag.get("name", ""): tag.text or "" for tag in element}
        name = self._name or tags.get("host-fqdn") or tags.get("host-ip") or ""
        self._target = self._hosts.target(name.strip(), os_name=tags.get("operating-system", ""), others=map(tags.get, _NAMES))
        self._accumulator.target(self._target)
        self._information.logins.note(self._target.name, authenticated=_LOGIN.get(tags.get("Credentialed_Scan", "").lower()))
        ended = tags.get("HOST_END", "")
        end = epoch(tags.get("HOST_END_TIMESTAMP", "")) or moment(ended) or spelled_moment(ended)
        if end and (self._taken is None or end > self._taken):
            self._taken = end

    def _settle(self) -> ScanTarget | None:
        """The host the stream is in, also where it has no properties."""
        if self._target is None and self._host:
            self._target = self._hosts.target(self._name)
            self._accumulator.target(self._target)
        return self._target

    def _item(self, element: Element) -> None:
        target = self._settle() or self._hosts.target("")
        self._index += 1
        self._items.add(element, target, f"ReportHost[{self._name}]/ReportItem[{self._index}]")
        plugin = element.get("pluginID", "")
        if plugin in DESCRIBING:
            self._information.take(plugin, element.findtext("plugin_output") or "", target.name)


def _checksum(policy: Element) -> str | None:
    """Of one `Policy` element; None where it has no settings."""
    return configuration((*_server(policy), *_plugins(policy), *_chosen(policy)))


def _server(policy: Element) -> Iterator[tuple[str, ...]]:
    for preference in policy.iterfind("Preferences/ServerPreferences/preference"):
        name = _text(preference, "name")
        if name.lower() not in _VOLATILE and not _TIME.search(name) and not _ACCOUNT.search(name):
            yield "scanner", name, _text(preference, "value")


def _plugins(policy: Element) -> Iterator[tuple[str, ...]]:
    for preference in policy.iterfind("Preferences/PluginsPreferences/item"):
        name = _text(preference, "preferenceName")
        if _text(preference, "preferenceType").lower() not in _SECRET_TYPES and not _ACCOUNT.search(name):
            yield "plug-in", _text(preference, "pluginId"), name, _text(preference, "selectedValue")


def _chosen(policy: Element) -> Iterator[tuple[str, ...]]:
    for family in policy.iterfind("FamilySelection/FamilyItem"):
        yield "family", _text(family, "FamilyName"), _text(family, "Status")
    for plugin in policy.iterfind("IndividualPluginSelection/PluginItem"):
        yield "single plug-in", _text(plugin, "PluginId"), _text(plugin, "Status")


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
