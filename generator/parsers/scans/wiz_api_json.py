"""What Wiz's API answers: issues, configuration findings and vulnerability findings, as a list or below `data`.

https://docs.wiz.io, "API reference": the queries `issuesV2`, `configurationFindings` and `vulnerabilityFindings`, whose
`nodes` people save alone. Each kind is known by fields that the others lack.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import wiz_words
from generator.parsers.scans.dates import day, latest_of, moment
from generator.parsers.scans.entries import affected, cves, fold, misconfiguration_of, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_QUERIES = ("issues", "issuesV2", "configurationFindings", "vulnerabilityFindings")
_MARKS = (
    {"entitySnapshot", "control", "severity"},
    {"entitySnapshot", "sourceRule", "severity"},
    {"rule", "resource", "result", "severity"},
    {"vulnerableAsset", "detailedName"},
)
_MORE_PAGES = "the answer is one page of several, so it does not hold every finding"


class _WizNamed(msgspec.Struct, rename="camel"):
    """A control or a rule."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    resolution_recommendation: str | None = None
    remediation_instructions: str | None = None


class _WizResource(msgspec.Struct, rename="camel"):
    """What a finding is about: `entitySnapshot`, `resource` or `vulnerableAsset`."""

    name: str | None = None
    type: str | None = None
    native_type: str | None = None
    provider_id: str | None = None
    provider_unique_id: str | None = None
    external_id: str | None = None
    operating_system: str | None = None

    def target_words(self) -> tuple[str | None, str | None]:
        """Its types."""
        return self.type, self.native_type

    @property
    def identity(self) -> str | None:
        """Its id at the provider."""
        return self.external_id or self.provider_unique_id or self.provider_id


class _WizNode(msgspec.Struct, rename="camel"):
    name: str | None = None
    severity: str | None = None
    vendor_severity: str | None = None
    status: str | None = None
    result: str | None = None
    control: _WizNamed | None = None
    source_rule: _WizNamed | None = None
    rule: _WizNamed | None = None
    entity_snapshot: _WizResource | None = None
    resource: _WizResource | None = None
    vulnerable_asset: _WizResource | None = None
    detailed_name: str | None = None
    version: str | None = None
    fixed_version: str | None = None
    location_path: str | None = None
    description: str | None = None
    remediation: str | None = None
    created_at: str | None = None
    first_seen_at: str | None = None
    first_detected_at: str | None = None
    last_detected_at: str | None = None
    updated_at: str | None = None
    cvss_severity: str | None = msgspec.field(name="CVSSSeverity", default=None)
    cve_description: str | None = msgspec.field(name="CVEDescription", default=None)


def recognizes(document: Document) -> bool:
    first = document.first_members or next((document.first_keys(nodes) for _, nodes, _ in _pages(document)), {})
    return any(marks.issubset(first) for marks in _MARKS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Wiz")
    pages = [("", msgspec.Raw(document.data), False)] if document.items else list(_pages(document))
    moments = []
    for place, raw, _ in pages:
        nodes = document.decode(raw, tuple[_WizNode | None, ...], place=place)
        fold(accumulator, nodes, place, lambda node, where: _result(node, evidence, where))
        moments += [moment(node.last_detected_at or node.updated_at) for node in nodes if node]
    latest = latest_of(moments)
    because = _MORE_PAGES if any(more for _, _, more in pages) else None
    return accumulator.finish(latest, because=because)


def _pages(document: Document) -> Iterator[tuple[str, msgspec.Raw, bool]]:
    """Place and list of each query's nodes, and whether there are more."""
    answer = document.members_of(document.members.get("data"))
    for query in _QUERIES:
        body = document.members_of(answer.get(query))
        if "nodes" in body:
            more = bytes(document.members_of(body.get("pageInfo")).get("hasNextPage", b"")) == b"true"
            yield f"/data/{query}/nodes", body["nodes"], more


def _result(node: _WizNode, evidence: EvidenceFile, place: str) -> ScanResult | None:
    return _vulnerability(node, evidence, place) if node.vulnerable_asset else _configuration(node, evidence, place)


def _configuration(node: _WizNode, evidence: EvidenceFile, place: str) -> ScanResult | None:
    rule = node.rule or node.control or node.source_rule or _WizNamed()
    about = node.resource or node.entity_snapshot or _WizResource()
    return misconfiguration_of(
        rule.id or rule.name,
        wiz_words.resource(evidence, about.name, *about.target_words(), identity=about.identity, system=about.operating_system),
        place,
        word=node.severity,
        disposition=wiz_words.disposition(node.status, node.result),
        native_status=node.result or node.status or "",
        title=rule.name,
        description=rule.description,
        solution=rule.resolution_recommendation or rule.remediation_instructions or node.remediation or "",
        first_seen=day(node.created_at or node.first_seen_at),
    )


def _vulnerability(node: _WizNode, evidence: EvidenceFile, place: str) -> ScanResult | None:
    about = node.vulnerable_asset or _WizResource()
    return vulnerability_of(
        node.name,
        wiz_words.resource(evidence, about.name, *about.target_words(), identity=about.identity, system=about.operating_system),
        place,
        word=node.vendor_severity or node.cvss_severity or node.severity,
        disposition=wiz_words.disposition(node.status),
        native_status=node.status or "",
        package=affected(node.detailed_name, node.version, node.fixed_version, path=node.location_path),
        scope=node.location_path or "",
        title=node.name,
        description=node.cve_description or node.description,
        solution=node.remediation or "",
        cves=cves(node.name),
        first_seen=day(node.first_detected_at),
    )
