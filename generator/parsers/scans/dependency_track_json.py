"""Dependency-Track's findings of a project: the Finding Packaging Format (FPF), versions 1.0 to 1.3, and the plain list.

https://docs.dependencytrack.org/integrations/file-formats/ and `GET /api/v1/finding/project/UUID`.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import Scalar, fold_entries, part, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, aliases, cves, joined, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_STATES = {
    "NOT_AFFECTED": Disposition.NOT_AFFECTED,
    "FALSE_POSITIVE": Disposition.NOT_AFFECTED,
    "RESOLVED": Disposition.RESOLVED,
}
_ENTRY = {"component", "vulnerability", "analysis"}
_NO_FINDINGS = "the report has no list of findings, not even an empty one"


class _TrackMeta(msgspec.Struct, gc=False):
    version: str | None = None
    timestamp: str | None = None


class _TrackProject(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class _TrackComponent(msgspec.Struct, gc=False):
    group: str | None = None
    name: str | None = None
    version: str | None = None
    purl: str | None = None


class _TrackCwe(msgspec.Struct, gc=False):
    id: Scalar = msgspec.field(name="cweId", default=None)


class _TrackAlias(msgspec.Struct, rename="camel", gc=False):
    cve_id: str | None = None
    ghsa_id: str | None = None
    osv_id: str | None = None
    sonatype_id: str | None = None
    snyk_id: str | None = None


class _TrackVulnerability(msgspec.Struct, gc=False):
    id: str | None = msgspec.field(name="vulnId", default=None)
    source: str | None = None
    title: str | None = None
    severity: str | None = None
    description: str | None = None
    recommendation: str | None = None
    cwe: Scalar = msgspec.field(name="cweId", default=None)
    cwes: tuple[_TrackCwe | None, ...] | None = None
    aliases: tuple[_TrackAlias | None, ...] | None = None
    score_2: float | None = msgspec.field(name="cvssV2BaseScore", default=None)
    vector_2: str | None = msgspec.field(name="cvssV2Vector", default=None)
    score_3: float | None = msgspec.field(name="cvssV3BaseScore", default=None)
    vector_3: str | None = msgspec.field(name="cvssV3Vector", default=None)
    score_4: float | None = msgspec.field(name="cvssV4Score", default=None)
    vector_4: str | None = msgspec.field(name="cvssV4Vector", default=None)


class _TrackAnalysis(msgspec.Struct, gc=False):
    state: str | None = None
    suppressed: bool | None = msgspec.field(name="isSuppressed", default=None)


class _TrackEntry(msgspec.Struct, gc=False):
    component: _TrackComponent | None = None
    vulnerability: _TrackVulnerability | None = None
    analysis: _TrackAnalysis | None = None


def recognizes(document: Document) -> bool:
    meta = document.members.get("meta")
    if meta is not None and bytes(meta) != b"null":
        return bytes(document.members_of(meta).get("application", b"")) == b'"Dependency-Track"'
    return _ENTRY.issubset(document.first_members or document.first_keys(document.members.get("findings")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    meta = part(document, members.get("meta"), _TrackMeta, _TrackMeta())
    project = part(document, members.get("project"), _TrackProject, _TrackProject())
    accumulator = ScanAccumulator(evidence, Scanner(name="Dependency-Track", version=meta.version))
    target = accumulator.target(repository(evidence, joined(":", project.name, project.version)))
    raw, pointer = (members.get("findings"), "/findings") if members else (document.data, "")
    fold_entries(document, accumulator, raw, _TrackEntry, pointer, lambda entry, place: _result(entry, target, place))
    return accumulator.finish(moment(meta.timestamp), failure=_NO_FINDINGS if raw is None else None)


def _result(entry: _TrackEntry, target: ScanTarget, place: str) -> ScanResult | None:
    component, vulnerability = entry.component or _TrackComponent(), entry.vulnerability or _TrackVulnerability()
    state = (entry.analysis or _TrackAnalysis()).state or ""
    suppressed = bool((entry.analysis or _TrackAnalysis()).suppressed)
    names = [name for each in vulnerability.aliases or () if each for name in _names(each)]
    weaknesses = [each.id for each in vulnerability.cwes or () if each] or [vulnerability.cwe]
    stated = _STATES.get(state, Disposition.OPEN)
    return vulnerability_of(
        vulnerability.id,
        target,
        place,
        word=vulnerability.severity,
        disposition=Disposition.SUPPRESSED if suppressed and stated is Disposition.OPEN else stated,
        native_status=joined(", ", state, "suppressed" if suppressed else None),
        package=affected(joined(":", component.group, component.name), component.version, purl=component.purl),
        title=titled(vulnerability.title or f"{vulnerability.id} in {component.name}", *weaknesses),
        cwes=cwes(*weaknesses),
        description=vulnerability.description,
        solution=vulnerability.recommendation or "",
        cves=cves(vulnerability.id, *names),
        aliases=aliases(vulnerability.id, *names),
        cvss=_cvss(vulnerability),
    )


def _names(alias: _TrackAlias) -> tuple[str | None, ...]:
    return (alias.cve_id, alias.ghsa_id, alias.osv_id, alias.sonatype_id, alias.snyk_id)


def _cvss(vulnerability: _TrackVulnerability) -> tuple[Cvss, ...]:
    source = (vulnerability.source or "dependency-track").lower()
    return cvss_scores.scores(
        (
            (source, "4.0", vulnerability.vector_4, vulnerability.score_4),
            (source, "3.1", vulnerability.vector_3, vulnerability.score_3),
            (source, "2.0", vulnerability.vector_2, vulnerability.score_2),
        )
    )
