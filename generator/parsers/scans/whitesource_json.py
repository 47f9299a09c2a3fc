"""Reports of WhiteSource, which is called `Mend` now: vulnerabilities, libraries of the unified agent, API 3 of the platform.

`https://docs.mend.io/legacy-sca` and `https://api-docs.mend.io/platform/3.0`. `cvss3_severity` leads where it is there, since
the older word is of CVSS 2. One entry for each library and vulnerability.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import ABSENT, Repositories, Scalar, entries, is_list, text, titled
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import affected, cves, fold_placed, joined, not_null, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_LISTS = ("vulnerabilities", "libraries", "alerts", "response")
_ENDED = {
    "IGNORED": Disposition.SUPPRESSED,
    "SUPPRESSED": Disposition.SUPPRESSED,
    "RESOLVED": Disposition.RESOLVED,
    "LIBRARY_REMOVED": Disposition.RESOLVED,
}


class _WhiteSourceFix(msgspec.Struct, gc=False):
    resolution: str | None = msgspec.field(name="fixResolution", default=None)


class _WhiteSourceLibrary(msgspec.Struct, rename="camel", gc=False):
    """A library, with its vulnerabilities where the report lists libraries."""

    name: str | None = None
    filename: str | None = None
    group_id: str | None = None
    artifact_id: str | None = None
    version: str | None = None
    path: str | None = None
    vulnerabilities: msgspec.Raw = ABSENT


class _WhiteSourceAbout(msgspec.Struct, rename="camel", gc=False):
    name: str | None = None
    severity: str | None = None
    score: Scalar = None
    description: str | None = None


class _WhiteSourceState(msgspec.Struct, rename="camel", gc=False):
    status: str | None = None
    detected_at: str | None = None


class _WhiteSourceNamed(msgspec.Struct, gc=False):
    name: str | None = None


class _WhiteSourceEntry(msgspec.Struct, rename="camel", gc=False):
    name: str | None = None
    severity: str | None = None
    cvss3_severity: str | None = msgspec.field(name="cvss3_severity", default=None)
    cvss3_score: Scalar = msgspec.field(name="cvss3_score", default=None)
    score: Scalar = None
    vector: str | None = msgspec.field(name="scoreMetadataVector", default=None)
    description: str | None = None
    project: str | _WhiteSourceNamed | None = None
    library: _WhiteSourceLibrary | None = None
    component: _WhiteSourceLibrary | None = None
    vulnerability: _WhiteSourceAbout | None = None
    finding: _WhiteSourceState | None = msgspec.field(name="findingInfo", default=None)
    top_fix: _WhiteSourceFix | None = None
    fix_resolution_text: str | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if {"supportToken", "response"}.issubset(members):
        return is_list(members["response"])
    if {"component", "findingInfo"}.issubset(document.first_keys(members.get("response"))):
        return True
    keys = document.first_keys(members.get("vulnerabilities"))
    if {"name", "library"}.issubset(keys) and not {"publishDate", "cvss3_severity", "topFix", "project"}.isdisjoint(keys):
        return True
    if {"vulnerability", "library"}.issubset(document.first_keys(members.get("alerts"))):
        return True
    libraries = document.first_keys(members.get("libraries"))
    return "name" in libraries and not {"keyUuid", "sha1", "vulnerabilities"}.isdisjoint(libraries)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Mend")
    targets = Repositories(accumulator, evidence)
    listed = _entries(document, accumulator)
    fold_placed(accumulator, listed, lambda entry, place: _result(entry, targets.of(_project(entry)), place))
    targets.at_least_one()
    return accumulator.finish(None)


def _project(entry: _WhiteSourceEntry) -> str:
    named = entry.project.name if isinstance(entry.project, _WhiteSourceNamed) else entry.project
    return named or ""


def _entries(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, _WhiteSourceEntry | None]]:
    for key in _LISTS:
        raw = document.members.get(key)
        if key != "libraries":
            yield from entries(document, accumulator, raw, _WhiteSourceEntry, f"/{key}")
            continue
        for place, library in not_null(accumulator, entries(document, accumulator, raw, _WhiteSourceLibrary, "/libraries")):
            for inner, entry in entries(
                document, accumulator, library.vulnerabilities, _WhiteSourceEntry, f"{place}/vulnerabilities"
            ):
                if entry is not None:
                    entry.library = entry.library or library
                yield inner, entry


def _result(entry: _WhiteSourceEntry, target: ScanTarget, place: str) -> ScanResult | None:
    about, state = entry.vulnerability or _WhiteSourceAbout(), entry.finding or _WhiteSourceState()
    identifier = about.name or entry.name
    fix = entry.top_fix or _WhiteSourceFix()
    score = cvss_scores.number(text(entry.cvss3_score or about.score or entry.score))
    return vulnerability_of(
        identifier,
        target,
        place,
        word=entry.cvss3_severity or about.severity or entry.severity,
        disposition=_ENDED.get((state.status or "").upper(), Disposition.OPEN),
        native_status=state.status or "",
        package=_package(entry.library or entry.component or _WhiteSourceLibrary()),
        title=titled(f"{identifier} in {(entry.library or entry.component or _WhiteSourceLibrary()).name or 'a dependency'}"),
        description=entry.description or about.description,
        solution=fix.resolution or entry.fix_resolution_text or "",
        cves=cves(identifier),
        cvss=cvss_scores.scores((("mend", "3.1" if entry.cvss3_score or about.score else "2.0", entry.vector, score),)),
        first_seen=day(state.detected_at),
    )


def _package(library: _WhiteSourceLibrary) -> AffectedPackage | None:
    name = library.artifact_id or library.name or library.filename
    full = joined(":", library.group_id if library.group_id != name else None, name)
    return affected(full, library.version, path=library.path or library.filename)
