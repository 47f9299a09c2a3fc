"""STIG checklists of STIG Viewer 3 and of the tools that write its format (Evaluate-STIG, STIG Manager): `.cklb`, JSON.

A severity override is `{"severity": {"severity": "low", "reason": "…"}}` under a rule's `overrides`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.dates import latest_of, moment
from generator.parsers.scans.scan_quality import setting
from generator.parsers.scans.stig_review import ChecklistAssetReviews, ChecklistFold, ChecklistReview

_OWN_KEYS = ("stigs", "cklb_version", "has_path")


class _CklbTarget(msgspec.Struct):
    host_name: str | None = None
    fqdn: str | None = None
    ip_address: str | None = None
    mac_address: str | None = None
    web_db_site: str | None = None
    web_db_instance: str | None = None


class _CklbSeverityOverride(msgspec.Struct):
    severity: str | None = None
    reason: str | None = None


class _CklbOverrides(msgspec.Struct):
    severity: _CklbSeverityOverride | str | None = None


class _CklbRule(msgspec.Struct):
    group_id: str | None = None
    rule_id: str | None = None
    rule_id_src: str | None = None
    rule_version: str | None = None
    rule_title: str | None = None
    discussion: str | None = None
    fix_text: str | None = None
    severity: str | None = None
    status: str | None = None
    finding_details: str | None = None
    comments: str | None = None
    overrides: _CklbOverrides | None = None
    legacy_ids: tuple[str | None, ...] | None = None
    updated_at: str | None = msgspec.field(name="updatedAt", default=None)


class _CklbEvaluated(msgspec.Struct):
    time: str | None = None


class _CklbStig(msgspec.Struct):
    evaluated: _CklbEvaluated | None = msgspec.field(name="evaluate-stig", default=None)
    stig_id: Any = None
    version: Any = None
    release_info: Any = None
    rules: tuple[_CklbRule | None, ...] | None = None


class _CklbChecklist(msgspec.Struct):
    target_data: _CklbTarget | None = None
    stigs: tuple[_CklbStig | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if "target_data" in members and any(key in members for key in _OWN_KEYS):
        return True
    return {"stig_name", "rules"}.issubset(document.first_keys(members.get("stigs")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    checklist = document.decode(document.data, _CklbChecklist)
    fold, asset = ChecklistFold(evidence), checklist.target_data or _CklbTarget()
    site = "/".join(filter(None, (asset.web_db_site, asset.web_db_instance)))
    fold.asset(asset.host_name or "", asset.fqdn or "", asset.ip_address or "", mac=asset.mac_address or "", instance=site)
    stigs = [(index, stig) for index, stig in enumerate(checklist.stigs or ()) if stig]
    for index, stig in stigs:
        fold.stig(*(setting(text or "") for text in (stig.stig_id, stig.version, stig.release_info)))
        for number, rule in enumerate(stig.rules or ()):
            fold.add(_review(rule) if rule else None, f"/stigs/{index}/rules/{number}")
    return fold.finish(_taken([stig for _, stig in stigs]))


def reviews_of(document: Document) -> Iterator[ChecklistAssetReviews]:
    """What a person wrote into a checklist, a STIG at a time.

    Raises:
        ParseError: not a checklist.
    """
    checklist = document.decode(document.data, _CklbChecklist)
    asset = checklist.target_data or _CklbTarget()
    names = tuple(name for name in (asset.host_name, asset.fqdn, asset.ip_address) if name)
    for stig in checklist.stigs or ():
        if stig and stig.rules:
            reviews = tuple(_review(rule) for rule in stig.rules if rule)
            yield ChecklistAssetReviews(names=names, stig=setting(stig.stig_id or ""), reviews=reviews)


def _review(rule: _CklbRule) -> ChecklistReview:
    override, reason = _override(rule.overrides)
    return ChecklistReview(
        rule=rule.rule_id_src or rule.rule_id or "",
        group=rule.group_id or "",
        version=rule.rule_version or "",
        title=rule.rule_title or "",
        discussion=rule.discussion or "",
        fix=rule.fix_text or "",
        severity=rule.severity or "",
        override=override,
        justification=reason,
        status=rule.status or "",
        details=rule.finding_details or "",
        comments=rule.comments or "",
        names=tuple(name for name in rule.legacy_ids or () if name),
    )


def _override(overrides: _CklbOverrides | None) -> tuple[str, str]:
    override = overrides.severity if overrides else None
    if isinstance(override, _CklbSeverityOverride):
        return override.severity or "", override.reason or ""
    return override or "", ""


def _taken(stigs: Sequence[_CklbStig]) -> datetime | None:
    """When the last of the STIGs was evaluated; without that, when the last rule was reviewed."""
    evaluated = [moment(stig.evaluated.time) for stig in stigs if stig.evaluated]
    reviewed = [moment(rule.updated_at) for stig in stigs for rule in stig.rules or () if rule]
    return latest_of(evaluated if any(evaluated) else reviewed)
