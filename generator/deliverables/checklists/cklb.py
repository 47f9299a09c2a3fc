"""A checklist as STIG Viewer 3 reads it: JSON. DISA publishes no schema; the members are those of the files that it writes."""

from generator.deliverables.checklists.filled import Filled, FilledRule
from generator.ids import UuidFactory
from generator.text import indented_json

_VERSION = "1.0"


def cklb(filled: Filled, ids: UuidFactory) -> bytes:
    """The file."""
    stig = filled.stig
    uuid = ids.object("checklist-stig", filled.asset, stig.id)
    whole = {
        "title": f"{filled.asset} {stig.title}",
        "id": ids.object("checklist", filled.asset, stig.id),
        "active": False,
        "mode": 1,
        "has_path": True,
        "target_data": {
            "target_type": "Computing",
            "host_name": filled.asset,
            "ip_address": "",
            "mac_address": "",
            "fqdn": "",
            "comments": filled.comment,
            "role": "None",
            "is_web_database": False,
            "technology_area": "",
            "web_db_site": "",
            "web_db_instance": "",
        },
        "stigs": [
            {
                "stig_name": stig.title,
                "display_name": stig.title,
                "stig_id": stig.id,
                "version": stig.version,
                "release_info": stig.release,
                "uuid": uuid,
                "reference_identifier": next((rule.rule.target_key for rule in filled.rules if rule.rule.target_key), ""),
                "size": len(filled.rules),
                "rules": [_rule(filled, rule, uuid, ids) for rule in filled.rules],
            }
        ],
        "cklb_version": _VERSION,
    }
    return indented_json(whole)


def _rule(filled: Filled, filled_rule: FilledRule, stig_uuid: str, ids: UuidFactory) -> dict[str, object]:
    rule, stamp = filled_rule.rule, f"{filled.as_of.isoformat()}T00:00:00.000Z"
    return {
        "uuid": ids.object("checklist-rule", filled.asset, filled.stig.id, rule.group),
        "stig_uuid": stig_uuid,
        "target_key": rule.target_key or None,
        "stig_ref": f"{filled.stig.title} :: Version {filled.stig.version}, {filled.stig.release}",
        "group_id": rule.group,
        "rule_id": rule.rule.removesuffix("_rule"),
        "rule_id_src": rule.rule,
        "weight": rule.weight or "10.0",
        "classification": "UNCLASSIFIED",
        "severity": rule.severity,
        "rule_version": rule.version,
        "group_title": rule.group_title,
        "rule_title": rule.title,
        "fix_text": rule.fix,
        "false_positives": rule.false_positives,
        "false_negatives": rule.false_negatives,
        "discussion": rule.discussion,
        "check_content": rule.check,
        "documentable": rule.documentable or "false",
        "mitigations": rule.mitigations,
        "potential_impacts": rule.potential_impacts,
        "third_party_tools": rule.third_party_tools,
        "mitigation_control": rule.mitigation_control,
        "responsibility": rule.responsibility,
        "security_override_guidance": rule.override_guidance,
        "ia_controls": rule.ia_controls,
        "check_content_ref": {"href": "", "name": rule.check_name},
        "legacy_ids": rule.legacy,
        "group_tree": [{"id": rule.group, "title": rule.group_title, "description": "<GroupDescription></GroupDescription>"}],
        "createdAt": stamp,
        "updatedAt": stamp,
        "STIGUuid": stig_uuid,
        "status": filled_rule.status.in_json,
        "overrides": {"severity": {"severity": filled_rule.override, "reason": filled_rule.justification}}
        if filled_rule.override
        else {},
        "comments": filled_rule.comments,
        "finding_details": filled_rule.details,
        "ccis": rule.ccis,
    }
