"""Turns an issue of JFrog Xray into scan results: one for each component it is in, or one where it names none.

Scores are numbers or text; an empty text is no score.
"""

from collections.abc import Iterable, Iterator

import msgspec

from generator.model.identifiers import CweId
from generator.model.scan import AffectedPackage, Cvss, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.scans import cvss_scores
from generator.parsers.scans import severity as words
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import cves, not_null
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator

SOURCE = "xray"
_PREFIXES = {"rpm": 1, "alpine": 1, "deb": 2}
"""Parts of a component's id before its name: the release of the system, for Debian also the system."""


class XrayCve(msgspec.Struct, gc=False):
    """A CVE of an issue, with its scores."""

    cve: str | None = None
    cwe: tuple[str | None, ...] | None = None
    cvss_v2_score: float | str | None = None
    cvss_v2_vector: str | None = None
    cvss_v3_score: float | str | None = None
    cvss_v3_vector: str | None = None
    cvss_v2: str | None = None
    cvss_v3: str | None = None
    """Score and vector in one, as the artifact summary writes them: `9.8/CVSS:3.0/AV:N/…`."""


class XrayComponent(msgspec.Struct):
    """Where an issue is; `component_id` only where components are a list."""

    component_id: str | None = None
    fixed_versions: tuple[str | None, ...] | None = None


class XrayIssue(msgspec.Struct):
    """One issue of a scan or of an artifact's summary."""

    issue_id: str | None = None
    issue_type: str | None = None
    cves: tuple[XrayCve | None, ...] | None = None
    summary: str | None = None
    description: str | None = None
    severity: str | None = None
    components: dict[str, XrayComponent | None] | tuple[XrayComponent | None, ...] | None = None
    impact_path: tuple[str | None, ...] | None = None


def fold(accumulator: ScanAccumulator, issues: Iterable[XrayIssue | None] | None, target: ScanTarget, pointer: str) -> None:
    """Every issue of one artifact."""
    for index, issue in not_null(accumulator, enumerate(issues or ())):
        identifier = issue.issue_id or next(names(issue.cves), None)
        for package in tuple(_packages(issue)) or (None,):
            if identifier:
                accumulator.add(_result(issue, identifier, package, target, f"{pointer}/{index}"))
            else:
                accumulator.drop(NO_IDENTIFIER)


def _packages(issue: XrayIssue) -> Iterator[AffectedPackage]:
    if isinstance(issue.components, dict):
        for name, named in issue.components.items():
            yield component(name, named.fixed_versions if named else None)
        return
    for listed in issue.components or ():
        if listed and listed.component_id:
            yield component(listed.component_id, listed.fixed_versions)


def _result(issue: XrayIssue, identifier: str, package: AffectedPackage | None, target: ScanTarget, place: str) -> ScanResult:
    return ScanResult(
        kind=ResultKind.LICENSE if issue.issue_type == "license" else ResultKind.VULNERABILITY,
        identifier=identifier,
        target=target,
        severity=severity(issue.severity),
        native_severity=issue.severity or "",
        package=package,
        scope=next((path for path in issue.impact_path or () if path), ""),
        title=issue.summary or "",
        description=issue.description or "",
        cves=cves(*names(issue.cves)),
        cwes=kinds(issue.cves),
        cvss=scores(issue.cves),
        place=place,
    )


def scores(entries: Iterable[XrayCve | None] | None) -> tuple[Cvss, ...]:
    """The scores of all CVEs of an issue, each once."""
    return cvss_scores.scores(raw for cve in entries or () if cve for raw in _scores(cve))


def names(entries: Iterable[XrayCve | None] | None) -> Iterator[str]:
    """The CVEs of an issue."""
    return (cve.cve for cve in entries or () if cve and cve.cve)


def kinds(entries: Iterable[XrayCve | None] | None) -> tuple[CweId, ...]:
    """The kinds of weakness of all CVEs of an issue."""
    return cwes(*(name for cve in entries or () if cve for name in cve.cwe or ()))


def component(component_id: str, fixed_versions: Iterable[str | None] | None = None) -> AffectedPackage:
    """`rpm://7:expat:17:2.1.0-10.el7_3` is expat in version 17:2.1.0-10.el7_3; `gav://org.shop:cart:1.0` is org.shop:cart."""
    scheme, separator, rest = component_id.partition("://")
    parts = (rest if separator else component_id).split(":")
    skip = _PREFIXES.get(scheme, 0) if separator else 0
    parts = parts[skip:] if len(parts) > skip + 1 else parts
    size = 2 if scheme == "gav" and len(parts) > 2 else 1
    return AffectedPackage(
        name=":".join(parts[:size]),
        version=":".join(parts[size:]) or None,
        fixed_version=", ".join(text for text in fixed_versions or () if text) or None,
    )


def severity(word: str | None) -> Severity:
    """Xray says `Information` where others say informational."""
    return Severity.INFORMATIONAL if (word or "").lower() == "information" else words.severity(word or "")


def image(reference: str) -> str:
    """`docker://shop/cart:1.0` without its scheme; anything else as written."""
    return reference.removeprefix("docker://")


def _scores(cve: XrayCve) -> Iterator[cvss_scores.Raw]:
    yield SOURCE, "2.0", cve.cvss_v2_vector, _number(cve.cvss_v2_score)
    yield SOURCE, "3.0", cve.cvss_v3_vector, _number(cve.cvss_v3_score)
    for version, text in (("2.0", cve.cvss_v2), ("3.0", cve.cvss_v3)):
        score, _, vector = (text or "").partition("/")
        yield SOURCE, version, vector, _number(score)


def _number(value: float | str | None) -> float | None:
    return cvss_scores.number(value) if isinstance(value, str) else value
