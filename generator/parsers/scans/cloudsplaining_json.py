"""Cloudsplaining's results of IAM policies (`iam-results-ACCOUNT.json`).

https://cloudsplaining.readthedocs.io: of each policy, by category of risk, the actions that it allows. A category counts
once for a policy that has any; groups, users and roles name the same policies and are not counted again.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.entries import misconfiguration_of
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.plain_text import plain
from generator.parsers.scans.tally import ScanAccumulator

_SECTIONS = ("aws_managed_policies", "customer_managed_policies", "inline_policies")
_TELLING = 2
"""Sections that tell the report: older versions have no customer managed policies."""
_CATEGORIES = (
    "PrivilegeEscalation",
    "DataExfiltration",
    "ResourceExposure",
    "ServiceWildcard",
    "CredentialsExposure",
    "InfrastructureModification",
    "ServicesAffected",
)
_NO_RISK = {"ServicesAffected"}
_SHOWN = 20


def recognizes(document: Document) -> bool:
    return len(document.members.keys() & set(_SECTIONS)) >= _TELLING


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content, accumulator, policies = report(document), ScanAccumulator(evidence, "Cloudsplaining"), CloudTargets(evidence)
    listed = 0
    for section in _SECTIONS:
        for key in content.within(section).members:
            listed += 1
            policy = content.within(section).within(key)
            name = policy.get("Arn") or f"{section}/{policy.get('PolicyName') or key}"
            accumulator.target(policies.target(name))
            for result in _results(policy, policies, name, f"/{section}/{key}"):
                accumulator.take(result)
    if not listed:
        accumulator.target(policies.target(""))
    return accumulator.finish(None)


def _results(policy: JsonEntry, policies: CloudTargets, name: str, place: str) -> Iterator[ScanResult | None]:
    for category in _CATEGORIES:
        stated = policy.members.get(category)
        about = policy.within(category)
        actions = about.members.get("findings") if about.members else stated
        if category in _NO_RISK or not isinstance(actions, list) or not actions:
            continue
        yield misconfiguration_of(
            category,
            policies.target(name),
            f"{place}/{category}",
            word=about.get("severity"),
            title=f"{category}: {policy.get('PolicyName') or name}",
            description="\n".join(filter(None, (plain(about.get("description")), _named(actions)))),
        )


def _named(actions: list[object]) -> str:
    names = [
        action if isinstance(action, str) else JsonEntry(action).get("type")
        for action in actions[:_SHOWN]
        if isinstance(action, str | dict)
    ]
    return ", ".join(filter(None, names))
