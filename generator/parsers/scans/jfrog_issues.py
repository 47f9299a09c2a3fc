"""Turns an issue of JFrog Xray into scan results: one for each component it is in, or one where it names none."""

from collections.abc import Iterable, Iterator

import msgspec

from generator.model.scan import AffectedPackage, ResultKind, ScanResult, ScanTarget
from generator.parsers.scans import jfrog_wire
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import cves
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator


class Component(msgspec.Struct):
    """Where an issue is; `component_id` only where components are a list."""

    component_id: str | None = None
    fixed_versions: tuple[str | None, ...] | None = None


class Issue(msgspec.Struct):
    """One issue of a scan or of an artifact's summary."""

    issue_id: str | None = None
    issue_type: str | None = None
    cves: tuple[jfrog_wire.Cve | None, ...] | None = None
    summary: str | None = None
    description: str | None = None
    severity: str | None = None
    components: dict[str, Component | None] | tuple[Component | None, ...] | None = None
    impact_path: tuple[str | None, ...] | None = None
    references: tuple[str | None, ...] | None = None
    created: str | None = None


def fold(accumulator: ScanAccumulator, issues: Iterable[Issue | None] | None, target: ScanTarget, pointer: str) -> None:
    """Every issue of one artifact."""
    for index, issue in enumerate(issues or ()):
        if issue is None:
            accumulator.drop(EMPTY_ENTRY)
            continue
        identifier = issue.issue_id or next(jfrog_wire.names(issue.cves), None)
        for package in tuple(_packages(issue)) or (None,):
            if identifier:
                accumulator.add(_result(issue, identifier, package, target, f"{pointer}/{index}"))
            else:
                accumulator.drop(NO_IDENTIFIER)


def _packages(issue: Issue) -> Iterator[AffectedPackage]:
    if isinstance(issue.components, dict):
        for name, component in issue.components.items():
            yield jfrog_wire.component(name, component.fixed_versions if component else None)
        return
    for component in issue.components or ():
        if component and component.component_id:
            yield jfrog_wire.component(component.component_id, component.fixed_versions)


def _result(issue: Issue, identifier: str, package: AffectedPackage | None, target: ScanTarget, place: str) -> ScanResult:
    return ScanResult(
        kind=ResultKind.LICENSE if issue.issue_type == "license" else ResultKind.VULNERABILITY,
        identifier=identifier,
        target=target,
        severity=jfrog_wire.severity(issue.severity),
        native_severity=issue.severity or "",
        package=package,
        scope=next((path for path in issue.impact_path or () if path), ""),
        title=issue.summary or "",
        description=issue.description or "",
        cves=cves(*jfrog_wire.names(issue.cves)),
        cvss=jfrog_wire.scores(issue.cves),
        references=tuple(url for url in issue.references or () if url),
        published=day(issue.created),
        place=place,
    )
