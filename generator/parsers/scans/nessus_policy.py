"""The policy in a `.nessus` file: the configuration that the scan ran with, as a checksum.

Taken are the scanner's settings, the plug-ins' settings, and which families and single plug-ins were enabled. Left out is what
changes without the configuration being changed: targets, the list of all plug-ins of the feed (`plugin_set`), names and
descriptions, who ran it, task ids and times; and every password, file and account name.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from generator.parsers.scans.scan_quality import configuration

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
_ACCOUNT = re.compile(r"user ?name|login|account|password|passphrase|credential|secret|token", re.IGNORECASE)
_TIME = re.compile(r"_timestamp$", re.IGNORECASE)


def checksum(policy: Element) -> str | None:
    """Of one `Policy` element; None where it has no settings."""
    return configuration((*_server(policy), *_plugins(policy), *_chosen(policy)))


def _server(policy: Element) -> Iterator[tuple[str, ...]]:
    for one in policy.iterfind("Preferences/ServerPreferences/preference"):
        name = _text(one, "name")
        if name.lower() not in _VOLATILE and not _TIME.search(name) and not _ACCOUNT.search(name):
            yield "scanner", name, _text(one, "value")


def _plugins(policy: Element) -> Iterator[tuple[str, ...]]:
    for one in policy.iterfind("Preferences/PluginsPreferences/item"):
        name = _text(one, "preferenceName")
        if _text(one, "preferenceType").lower() not in _SECRET_TYPES and not _ACCOUNT.search(name):
            yield "plug-in", _text(one, "pluginId"), name, _text(one, "selectedValue")


def _chosen(policy: Element) -> Iterator[tuple[str, ...]]:
    for family in policy.iterfind("FamilySelection/FamilyItem"):
        yield "family", _text(family, "FamilyName"), _text(family, "Status")
    for plugin in policy.iterfind("IndividualPluginSelection/PluginItem"):
        yield "single plug-in", _text(plugin, "PluginId"), _text(plugin, "Status")


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
