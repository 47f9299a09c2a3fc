"""Kiuwan Insights' vulnerabilities of components: `GET /insights/analysis/security`, JSON.

https://static.kiuwan.com/rest-api/kiuwan-rest-api.html. One entry for each component of a vulnerability; a muted one stays in
the list and is counted.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import Scalar, entries, is_clean_list, repository, text, titled
from generator.parsers.scans.entries import affected, cves, fold_placed, result_of
from generator.parsers.scans.tally import ScanAccumulator


class _InsightsComponent(msgspec.Struct, gc=False):
    artifact: str | None = None
    group: str | None = None
    version: str | None = None


class _InsightsEntry(msgspec.Struct, gc=False):
    cve: str | None = None
    cwe: str | None = None
    muted: bool | None = None
    score_2: Scalar = msgspec.field(name="cVSSv2BaseScore", default=None)
    score_3: Scalar = msgspec.field(name="cVSSv3BaseScore", default=None)
    risk: str | None = msgspec.field(name="securityRisk", default=None)
    description: str | None = None
    components: tuple[_InsightsComponent | None, ...] | None = None


class _InsightsPlace(msgspec.Struct, gc=False):
    """One vulnerability of one component."""

    entry: _InsightsEntry
    component: _InsightsComponent


def recognizes(document: Document) -> bool:
    return {"securityRisk", "components", "cve"}.issubset(document.first_members) or is_clean_list(document, "kiuwan")


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Kiuwan Insights")
    target = accumulator.target(repository(evidence))
    fold_placed(accumulator, _places(document, accumulator), lambda found, place: _result(found, target, place))
    return accumulator.finish(None)


def _places(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, _InsightsPlace | None]]:
    for place, entry in entries(document, accumulator, document.data, _InsightsEntry):
        if entry is None:
            yield place, None
            continue
        for index, component in enumerate(entry.components or (_InsightsComponent(),)):
            yield f"{place}/components/{index}", _InsightsPlace(entry, component) if component else None


def _result(found: _InsightsPlace, target: ScanTarget, place: str) -> ScanResult | None:
    entry, component = found.entry, found.component
    scores = (
        ("nvd", "3.1", None, cvss_scores.number(text(entry.score_3))),
        ("nvd", "2.0", None, cvss_scores.number(text(entry.score_2))),
    )
    return result_of(
        ResultKind.VULNERABILITY,
        entry.cve,
        target,
        place,
        word=entry.risk,
        disposition=Disposition.SUPPRESSED if entry.muted else Disposition.OPEN,
        native_status="muted" if entry.muted else "",
        package=affected(component.artifact, component.version),
        title=titled(f"{entry.cve} in {component.artifact}" if component.artifact else entry.cve, entry.cwe),
        description=entry.description,
        cves=cves(entry.cve),
        cvss=cvss_scores.scores(scores),
    )
