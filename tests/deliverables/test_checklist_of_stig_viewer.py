"""The .ckl of one rule whose every text is its own: each stands under the name that STIG Viewer reads it by.

Names and order: DISA, U_Checklist_Schema_V2.xsd (2021-11-05), and files that STIG Viewer 2 wrote.
"""

from datetime import date
from xml.etree import ElementTree as ET

from generator.deliverables.checklists.ckl import ckl
from generator.deliverables.checklists.filled import ChecklistStatus, Filled, FilledRule
from generator.ids import UuidFactory
from generator.model.stig import Stig, StigRule

_RULE = StigRule(
    group="V-242376",
    group_title="SRG-APP-000014",
    rule="SV-242376r100_rule",
    version="CNTR-1",
    severity="medium",
    weight="5.0",
    title="an invented title",
    discussion="why",
    check="how to look",
    check_name="M",
    fix="what to do",
    ccis=("CCI-000068", "CCI-000069"),
    legacy=("V-1", "SV-1"),
    target_key="5376",
    documentable="true",
    false_positives="what passes for one",
    false_negatives="what passes for none",
    mitigations="what helps",
    mitigation_control="control that helps",
    override_guidance="when another severity fits",
    potential_impacts="what may break",
    third_party_tools="tools",
    responsibility="who",
    ia_controls="DCNR-1",
)
_STIG = Stig(
    id="Kubernetes_STIG",
    title="An invented guide",
    description="Made up.",
    version="9",
    release="Release: 3 Benchmark Date: 01 Apr 2026",
    dated=date(2026, 4, 1),
    source="STIG.DOD.MIL",
    notice="terms-of-use",
    rules=(_RULE,),
)
_IDS = UuidFactory("x")
_PASSED = ChecklistStatus.NOT_A_FINDING
_JUDGED = FilledRule(rule=_RULE, status=_PASSED, details="seen", comments="heard", override="low", justification="why so")


def _written(*rules: FilledRule) -> ET.Element:
    filled = Filled(asset="prod", comment="of one node", stig=_STIG, rules=rules, as_of=date(2026, 11, 20))
    return ET.fromstring(ckl(filled, _IDS))  # noqa: S314 - made by us a moment ago


def test_every_text_of_a_rule_stands_under_its_name() -> None:
    rule = next(_written(_JUDGED).iter("VULN"))
    attributes = [(row.findtext("VULN_ATTRIBUTE"), row.findtext("ATTRIBUTE_DATA")) for row in rule.iter("STIG_DATA")]
    assert attributes == [
        ("Vuln_Num", "V-242376"),
        ("Severity", "medium"),
        ("Group_Title", "SRG-APP-000014"),
        ("Rule_ID", "SV-242376r100_rule"),
        ("Rule_Ver", "CNTR-1"),
        ("Rule_Title", "an invented title"),
        ("Vuln_Discuss", "why"),
        ("IA_Controls", "DCNR-1"),
        ("Check_Content", "how to look"),
        ("Fix_Text", "what to do"),
        ("False_Positives", "what passes for one"),
        ("False_Negatives", "what passes for none"),
        ("Documentable", "true"),
        ("Mitigations", "what helps"),
        ("Potential_Impact", "what may break"),
        ("Third_Party_Tools", "tools"),
        ("Mitigation_Control", "control that helps"),
        ("Responsibility", "who"),
        ("Security_Override_Guidance", "when another severity fits"),
        ("Check_Content_Ref", "M"),
        ("Weight", "5.0"),
        ("Class", "Unclass"),
        ("STIGRef", "An invented guide :: Version 9, Release: 3 Benchmark Date: 01 Apr 2026"),
        ("TargetKey", "5376"),
        ("STIG_UUID", _IDS.object("checklist-stig", "prod", "Kubernetes_STIG")),
        ("LEGACY_ID", "V-1"),
        ("LEGACY_ID", "SV-1"),
        ("CCI_REF", "CCI-000068"),
        ("CCI_REF", "CCI-000069"),
    ]
    assert [(row.tag, row.text) for row in rule if row.tag != "STIG_DATA"] == [
        ("STATUS", "NotAFinding"),
        ("FINDING_DETAILS", "seen"),
        ("COMMENTS", "heard"),
        ("SEVERITY_OVERRIDE", "low"),
        ("SEVERITY_JUSTIFICATION", "why so"),
    ]


def test_the_asset_and_the_guide_stand_at_the_head() -> None:
    root = _written(_JUDGED)
    about = {row.findtext("SID_NAME"): row.findtext("SID_DATA") for row in root.iter("SI_DATA")}
    assert about == {
        "version": "9",
        "classification": "UNCLASSIFIED",
        "customname": None,
        "stigid": "Kubernetes_STIG",
        "description": "Made up.",
        "filename": None,
        "releaseinfo": "Release: 3 Benchmark Date: 01 Apr 2026",
        "title": "An invented guide",
        "uuid": _IDS.object("checklist-stig", "prod", "Kubernetes_STIG"),
        "notice": "terms-of-use",
        "source": "STIG.DOD.MIL",
    }
    asset = {row.tag: row.text for row in next(root.iter("ASSET")) if row.text}
    assert asset == {
        "ROLE": "None",
        "ASSET_TYPE": "Computing",
        "HOST_NAME": "prod",
        "TARGET_COMMENT": "of one node",
        "TARGET_KEY": "5376",
        "WEB_OR_DATABASE": "false",
    }
