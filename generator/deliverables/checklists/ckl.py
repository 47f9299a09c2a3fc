"""A checklist as STIG Viewer 2 reads it: XML by DISA's `U_Checklist_Schema_V2.xsd` (version 2.5, 2021-11-05)."""

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element, SubElement

from generator.deliverables.checklists.filled import Filled, FilledRule
from generator.ids import UuidFactory
from generator.version import VERSION

_UNFIT = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def ckl(filled: Filled, ids: UuidFactory) -> bytes:
    """The file."""
    root = Element("CHECKLIST")
    _fill(SubElement(root, "ASSET"), _asset(filled))
    stig = SubElement(SubElement(root, "STIGS"), "iSTIG")
    about = SubElement(stig, "STIG_INFO")
    for name, value in _about(filled, ids):
        _fill(SubElement(about, "SI_DATA"), (("SID_NAME", name), *((("SID_DATA", value),) if value else ())))
    for rule in filled.rules:
        vuln = SubElement(stig, "VULN")
        for name, value in _data(filled, rule, ids):
            _fill(SubElement(vuln, "STIG_DATA"), (("VULN_ATTRIBUTE", name), ("ATTRIBUTE_DATA", value)))
        _fill(vuln, _judged(rule))
    ET.indent(root, "\t")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<!--atopack {VERSION}-->\n'
    return f"{head}{ET.tostring(root, encoding='unicode', short_empty_elements=False)}\n".encode()


def _fill(element: Element, values: Iterable[tuple[str, str]]) -> None:
    for name, text in values:
        SubElement(element, name).text = _UNFIT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _asset(filled: Filled) -> Iterator[tuple[str, str]]:
    yield from (("ROLE", "None"), ("ASSET_TYPE", "Computing"), ("HOST_NAME", filled.asset), ("HOST_IP", ""), ("HOST_MAC", ""))
    yield from (("HOST_FQDN", ""), ("TARGET_COMMENT", filled.comment), ("TECH_AREA", ""))
    yield "TARGET_KEY", next((rule.rule.target_key for rule in filled.rules if rule.rule.target_key), "")
    yield from (("WEB_OR_DATABASE", "false"), ("WEB_DB_SITE", ""), ("WEB_DB_INSTANCE", ""))


def _about(filled: Filled, ids: UuidFactory) -> Iterator[tuple[str, str]]:
    stig = filled.stig
    yield from (("version", stig.version), ("classification", "UNCLASSIFIED"), ("customname", ""), ("stigid", stig.id))
    yield from (("description", stig.description), ("filename", ""), ("releaseinfo", stig.release), ("title", stig.title))
    yield from (("uuid", ids.object("checklist-stig", filled.asset, stig.id)), ("notice", stig.notice), ("source", stig.source))


def _data(filled: Filled, filled_rule: FilledRule, ids: UuidFactory) -> Iterator[tuple[str, str]]:
    """The attributes of a rule in the order in which STIG Viewer writes them."""
    rule, stig = filled_rule.rule, filled.stig
    yield from (("Vuln_Num", rule.group), ("Severity", rule.severity), ("Group_Title", rule.group_title))
    yield from (("Rule_ID", rule.rule), ("Rule_Ver", rule.version), ("Rule_Title", rule.title))
    yield from (("Vuln_Discuss", rule.discussion), ("IA_Controls", rule.ia_controls), ("Check_Content", rule.check))
    yield from (("Fix_Text", rule.fix), ("False_Positives", rule.false_positives), ("False_Negatives", rule.false_negatives))
    yield from (("Documentable", rule.documentable or "false"), ("Mitigations", rule.mitigations))
    yield from (("Potential_Impact", rule.potential_impacts), ("Third_Party_Tools", rule.third_party_tools))
    yield from (("Mitigation_Control", rule.mitigation_control), ("Responsibility", rule.responsibility))
    yield from (("Security_Override_Guidance", rule.override_guidance), ("Check_Content_Ref", rule.check_name))
    yield from (("Weight", rule.weight or "10.0"), ("Class", "Unclass"))
    yield "STIGRef", f"{stig.title} :: Version {stig.version}, {stig.release}"
    yield from (("TargetKey", rule.target_key), ("STIG_UUID", ids.object("checklist-stig", filled.asset, stig.id)))
    yield from (("LEGACY_ID", name) for name in rule.legacy)
    yield from (("CCI_REF", name) for name in rule.ccis)


def _judged(rule: FilledRule) -> Iterator[tuple[str, str]]:
    yield from (("STATUS", rule.status.value), ("FINDING_DETAILS", rule.details), ("COMMENTS", rule.comments))
    yield from (("SEVERITY_OVERRIDE", rule.override), ("SEVERITY_JUSTIFICATION", rule.justification))
