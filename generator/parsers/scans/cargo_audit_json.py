"""cargo-audit's report of Rust crates: `cargo audit --json`.

https://docs.rs/rustsec/latest/rustsec/report/: vulnerabilities, and warnings by kind (unmaintained, unsound, yanked). RustSec
states a CVSS vector for some advisories and no word for severity. Others (`cargo deny`) write the vulnerabilities as a plain
list. A crate that was only yanked has no advisory: it is counted, and is no finding.
"""

from collections.abc import Mapping
from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import (
    ABSENT,
    entries,
    entry,
    fold_entries,
    is_list,
    length,
    objects,
    part,
    repository,
)
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import affected, aliases, cves, escaped, fold_placed, vulnerability_of
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator

_YANKED = "a yanked crate, about which there is no advisory"


class _CargoPackage(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class _CargoAdvisory(msgspec.Struct, gc=False):
    id: str | None = None
    title: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] | None = None
    cvss: str | None = None


class _CargoVersions(msgspec.Struct, gc=False):
    patched: tuple[str, ...] | None = None


class _CargoEntry(msgspec.Struct, gc=False):
    kind: str | None = None
    advisory: _CargoAdvisory | None = None
    versions: _CargoVersions | None = None
    package: _CargoPackage | None = None


class _CargoList(msgspec.Struct, gc=False):
    listed: msgspec.Raw = msgspec.field(name="list", default=ABSENT)
    count: int | None = None


class _CargoDatabase(msgspec.Struct, gc=False):
    updated: str | None = msgspec.field(name="last-updated", default=None)


def recognizes(document: Document) -> bool:
    members = document.members
    if {"database", "lockfile", "vulnerabilities"}.issubset(members) or (
        {"vulnerabilities", "warnings", "settings"}.issubset(members)
    ):
        return True
    return bool(_numbered(document))


def _numbered(document: Document) -> Mapping[str, msgspec.Raw]:
    """Entries by their number in place of a list, as programs write them that turn lists into objects; else empty."""
    keys = document.members_of(document.members.get("vulnerabilities", ABSENT))
    first = document.members_of(next(iter(keys.values()), ABSENT))
    return keys if {"advisory", "versions"}.issubset(first) else {}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    database = part(document, members.get("database"), _CargoDatabase, _CargoDatabase())
    accumulator = ScanAccumulator(evidence, Scanner(name="cargo-audit", database_updated=moment(database.updated)))
    result = partial(_result, target=accumulator.target(repository(evidence)))
    for key, raw in _numbered(document).items():
        numbered = entry(document, accumulator, raw, _CargoEntry, f"/vulnerabilities/{escaped(key)}")
        fold_placed(accumulator, numbered, result)
    vulnerabilities = members["vulnerabilities"]
    if is_list(vulnerabilities):
        fold_entries(document, accumulator, vulnerabilities, _CargoEntry, "/vulnerabilities", result)
    else:
        listed = document.decode(vulnerabilities, _CargoList, place="/vulnerabilities")
        fold_entries(document, accumulator, listed.listed, _CargoEntry, "/vulnerabilities/list", result)
        counted = length(document, listed.listed)
        accumulator.counts.compare("vulnerability", stated=listed.count, listed=counted, many="vulnerabilities")
    for kind, raw in objects(document, members.get("warnings"), "/warnings").items():
        listed_warnings = entries(document, accumulator, raw, _CargoEntry, f"/warnings/{escaped(kind)}")
        fold_placed(accumulator, listed_warnings, result, unnamed=_YANKED if kind == "yanked" else NO_IDENTIFIER)
    return accumulator.finish(None)


def _result(entry: _CargoEntry, place: str, *, target: ScanTarget) -> ScanResult | None:
    advisory, package = entry.advisory or _CargoAdvisory(), entry.package or _CargoPackage()
    identifier = advisory.id
    return vulnerability_of(
        identifier,
        target,
        place,
        native_status=entry.kind or "",
        package=affected(package.name, package.version, ", ".join((entry.versions or _CargoVersions()).patched or ())),
        title=advisory.title or (f"Crate is {entry.kind}" if entry.kind else ""),
        description=advisory.description,
        cves=cves(*(advisory.aliases or ())),
        aliases=aliases(identifier, *(advisory.aliases or ())),
        cvss=cvss_scores.scores((("rustsec", "3.1", advisory.cvss, None),)),
    )
