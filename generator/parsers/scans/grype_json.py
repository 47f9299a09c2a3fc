"""Grype's JSON report: `grype IMAGE -o json`.

https://github.com/anchore/grype, `grype/presenter/models`. A match names a vulnerability by the id of the database it came
from: for language packages a GHSA, whose CVE stands among the related vulnerabilities. Grype does not list the packages it
looked at, so a report on an image with neither a match nor a distribution does not show that it looked at all.

Matches come by the million (see `trivy_vulnerabilities`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    AffectedPackage,
    Cvss,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    TargetKind,
)
from generator.parsers.document import Document
from generator.parsers.json import decode
from generator.parsers.scans import once
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.dates import day, earliest_of, moment
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.grype_wire import (
    GrypeAdvice,
    GrypeDatabase,
    GrypeDistro,
    GrypeImage,
    GrypeMatch,
    GrypeOrigin,
    GrypeReport,
    GrypeVulnerability,
)
from generator.parsers.scans.scan_quality import configuration, settings
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import named

_SOURCES = {"nvd@nist.gov": "nvd", "security-advisories@github.com": "ghsa", "github": "ghsa", "nvdv2": "nvd", "": "grype"}
"""Who scored: the score's own source, else the namespace of the database it came from."""
_KINDS = {"image": TargetKind.IMAGE, "directory": TargetKind.FILESYSTEM, "file": TargetKind.FILESYSTEM}
_FILTERS = {
    "only-fixed": "findings without a fix",
    "only-notfixed": "findings with a fix",
    "ignore-wontfix": "findings that will not be fixed",
}
_MATCH = {"vulnerability", "artifact"}
_NOTHING = "Grype found neither a distribution nor a match in {name}, and its report does not list the packages it looked at"
_NO_DATABASE = "Grype says that its vulnerability database was not usable"
_DECIDES = (
    "add-cpes-if-none by-cve distro exclude externalSources ignore ignore-wontfix match match-upstream-kernel-headers "
    "only-fixed only-notfixed platform search show-suppressed vex-add vex-documents"
).split()
"""Options that decide what is found. Paths, output, registry access and limits of time are left out: they differ from machine
to machine, and may hold secrets."""


class _GrypeTexts(NamedTuple):
    """What Grype's databases say of a vulnerability, whatever it was found in."""

    description: str
    cves: tuple[str, ...]
    aliases: tuple[str, ...]
    cvss: tuple[Cvss, ...]
    known_exploited: date | None


def recognizes(document: Document) -> bool:
    """The descriptor names Grype; filtered reports have none, so that the first match has to be one of Grype's."""
    members = document.members
    if "matches" not in members:
        return False
    named = document.members_of(members.get("descriptor")).get("name")
    if named is not None:
        return bytes(named) == b'"grype"'
    return _MATCH.issubset(document.first_keys(members["matches"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, GrypeReport)
    database = report.descriptor.db or GrypeDatabase()
    status = database.status or database
    scanner = Scanner(name="Grype", version=report.descriptor.version, database_updated=moment(status.built))
    accumulator = ScanAccumulator(evidence, scanner)
    target = accumulator.target(_target(report, evidence))
    _fold(accumulator, report.matches or (), "/matches", target, Disposition.OPEN)
    _fold(accumulator, report.ignored_matches or (), "/ignoredMatches", target, Disposition.SUPPRESSED)
    because = _not_assessed(report, target, failed=status.failed or database.failed)
    snapshot = accumulator.finish(
        moment(report.descriptor.timestamp),
        assessed=because is None,
        because=because,
        configuration=_configuration(document, report.descriptor.configuration),
    )
    return replace(snapshot, left_out=_left_out(document, report.descriptor.configuration))


def _target(report: GrypeReport, evidence: EvidenceFile) -> ScanTarget:
    origin = report.source or GrypeOrigin()
    distro = report.distro or GrypeDistro()
    image = origin.target if isinstance(origin.target, GrypeImage) else GrypeImage()
    name = origin.target if isinstance(origin.target, str) else next(filter(None, (image.user_input, *(image.tags or ()))), "")
    pinned = (reference for reference in (*(image.repo_digests or ()), name) if "@sha256:" in reference)
    kind = _KINDS.get(origin.type, TargetKind.UNKNOWN)
    return replace(
        named(name, kind, evidence),
        digests=tuple(sorted({reference.rpartition("@")[2] for reference in pinned})),
        image_id=image.image_id or None,
        os_name=f"{distro.name} {distro.version}".strip() or None,
    )


def _not_assessed(report: GrypeReport, target: ScanTarget, *, failed: bool) -> str | None:
    if failed:
        return _NO_DATABASE
    nothing = not (report.matches or report.ignored_matches or target.os_name)
    return _NOTHING.format(name=target.name) if nothing and target.kind is TargetKind.IMAGE else None


def _configuration(document: Document, raw: msgspec.Raw) -> str | None:
    options = document.members_of(raw)
    known = ((name, options[name]) for name in _DECIDES if name in options)
    return configuration(row for name, value in known for row in settings(name, document.decode(value, object)))


def _left_out(document: Document, raw: msgspec.Raw) -> str:
    """Options with which Grype reports a part of what it finds. Its default `ignore` rules move matches to `ignoredMatches`."""
    options = document.members_of(raw)
    on = [word for name, word in _FILTERS.items() if bytes(options.get(name, b"")) == b"true"]
    return " and ".join(on)


def _fold(
    accumulator: ScanAccumulator,
    matches: Sequence[GrypeMatch | None],
    pointer: str,
    target: ScanTarget,
    disposition: Disposition,
) -> None:
    """Every match of one list; `pointer` is its JSON pointer.

    Raises:
        ParseError: the text on a vulnerability has another shape than promised; names the match.
    """
    lane = accumulator.lane(ResultKind.VULNERABILITY, target, disposition)
    namespaces: dict[str, str] = {}
    for index, match in not_null(accumulator, enumerate(matches)):
        vulnerability = match.vulnerability
        identifier = vulnerability.id
        if not identifier:
            accumulator.drop(NO_IDENTIFIER)
            continue
        status = vulnerability.fix.state if vulnerability.fix else ""
        package = _package(match)
        if identifier in lane.folds and namespaces.get(identifier) == vulnerability.namespace:
            lane.again(identifier, package, "", (severity(vulnerability.severity), status, vulnerability.severity))
        else:
            namespaces[identifier] = vulnerability.namespace
            lane.add(_result(match, target, disposition, package, f"{pointer}/{index}"))


def _result(
    match: GrypeMatch, target: ScanTarget, disposition: Disposition, package: AffectedPackage, place: str
) -> ScanResult:
    vulnerability = match.vulnerability
    texts = _texts(match, place)
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=vulnerability.id,
        target=target,
        severity=severity(vulnerability.severity),
        native_severity=vulnerability.severity,
        disposition=disposition,
        native_status=vulnerability.fix.state if vulnerability.fix else "",
        package=package,
        description=texts.description,
        cves=texts.cves,
        aliases=texts.aliases,
        cvss=texts.cvss,
        known_exploited=texts.known_exploited,
        place=place,
    )


def _package(match: GrypeMatch) -> AffectedPackage:
    fix, artifact = match.vulnerability.fix, match.artifact
    fixed = ", ".join(fix.versions or ()) if fix else match.vulnerability.fixed_in_version
    path = next((location.path for location in artifact.locations or () if location and location.path), "")
    return once.package(artifact.name, artifact.version, fixed, artifact.purl, path)


def _texts(match: GrypeMatch, place: str) -> _GrypeTexts:
    vulnerability = match.vulnerability
    members = vulnerability.advice()
    raw_texts = b"\0".join((match.related_vulnerabilities, *(raw for _, raw in members)))
    slot: once.Slot[_GrypeTexts] = once.slot(f"grype {vulnerability.namespace}", vulnerability.id)
    if (known := slot.known(raw_texts)) is not None:
        return known
    related = bytes(match.related_vulnerabilities)
    others = decode(related, tuple[GrypeAdvice | None, ...], place=place) if related not in (b"", b"null") else ()
    every = (_advice(vulnerability, place), *(source for source in others if source))
    names = {source.id for source in every if source.id}
    cves = tuple(sorted(name for name in names if name.startswith("CVE-")))
    made = _GrypeTexts(
        description=next((source.description for source in every if source.description), ""),
        cves=cves,
        aliases=tuple(sorted(names - {*cves, vulnerability.id})),
        cvss=scores(raw for source in every for raw in _scores(source)),
        known_exploited=_due(every),
    )
    return slot.keep(raw_texts, made)


def _advice(vulnerability: GrypeVulnerability, place: str) -> GrypeAdvice:
    parts = [b'"%b":%b' % (name.encode(), bytes(raw)) for name, raw in vulnerability.advice() if bytes(raw)]
    source = decode(b"{" + b",".join(parts) + b"}", GrypeAdvice, place=f"{place}/vulnerability")
    source.id, source.namespace = vulnerability.id, vulnerability.namespace
    return source


def _scores(database: GrypeAdvice) -> Iterator[Raw]:
    namespace = database.namespace.partition(":")[0]
    for score in database.cvss or ():
        if score:
            source = (score.source or namespace).lower()
            base = score.metrics.base_score if score.metrics else None
            yield _SOURCES.get(source, source), score.version, score.vector, base
    for version, old in (("2.0", database.cvss_v2), ("3.0", database.cvss_v3)):
        if old:
            yield _SOURCES.get(namespace, namespace), version, old.vector, old.base_score


def _due(every: Iterable[GrypeAdvice]) -> date | None:
    """The earliest due date in CISA's catalog, of the vulnerability or of the CVE it stands for."""
    return earliest_of(day(entry.due_date) for source in every for entry in source.known_exploited or () if entry)
