"""bundler-audit's report of a Ruby bundle: `bundler-audit check --format json`, since version 0.9.

https://github.com/rubysec/bundler-audit, `lib/bundler/audit/cli/formats/json.rb`. A gem source without TLS is an entry of its
own, named by its address.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import fold_entries, part, repository
from generator.parsers.scans.dates import spaced_moment
from generator.parsers.scans.entries import affected, aliases, cves, misconfiguration_of, vulnerability_of
from generator.parsers.scans.secret_place import address
from generator.parsers.scans.severity import band, severity
from generator.parsers.scans.tally import ScanAccumulator

_INSECURE = "insecure-source"
"""Identifier of a gem source without TLS, of which bundler-audit names none."""


class _BundlerGem(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class _BundlerAdvisory(msgspec.Struct, gc=False):
    id: str | None = None
    title: str | None = None
    description: str | None = None
    cvss_v2: float | None = None
    cvss_v3: float | None = None
    cve: str | None = None
    ghsa: str | None = None
    patched_versions: tuple[str, ...] | None = None
    criticality: str | None = None


class _BundlerEntry(msgspec.Struct, gc=False):
    type: str | None = None
    source: str | None = None
    gem: _BundlerGem | None = None
    advisory: _BundlerAdvisory | None = None


def recognizes(document: Document) -> bool:
    """Version and date stand beside the results; a clean report has an empty list of them."""
    members = document.members
    keys = document.first_keys(members.get("results"))
    if {"type", "advisory"}.issubset(keys) or b"insecure_source" in bytes(keys.get("type", b"")):
        return True
    return not keys and {"version", "created_at", "results"}.issubset(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    version = part(document, members.get("version"), str, "")
    accumulator = ScanAccumulator(evidence, Scanner(name="bundler-audit", version=version or None))
    target = accumulator.target(repository(evidence))
    results = members.get("results")
    fold_entries(document, accumulator, results, _BundlerEntry, "/results", lambda entry, place: _result(entry, target, place))
    return accumulator.finish(spaced_moment(part(document, members.get("created_at"), str, "")))


def insecure_source(source: str, target: ScanTarget, place: str) -> ScanResult | None:
    """A source of gems without TLS."""
    title = "Gem source without TLS"
    return misconfiguration_of(_INSECURE, target, place, title=title, scope=address(source))


def _result(entry: _BundlerEntry, target: ScanTarget, place: str) -> ScanResult | None:
    if entry.advisory is None:
        return insecure_source(entry.source, target, place) if entry.source else None
    advisory, gem = entry.advisory, entry.gem or _BundlerGem()
    score = advisory.cvss_v3 or advisory.cvss_v2
    rated = severity(advisory.criticality or "")
    return vulnerability_of(
        advisory.id,
        target,
        place,
        severity=band(score, "3.1" if advisory.cvss_v3 else "2.0") if rated is Severity.UNKNOWN else rated,
        word=advisory.criticality or (str(score) if score else ""),
        native_status=entry.type or "",
        package=affected(gem.name, gem.version, ", ".join(advisory.patched_versions or ())),
        title=advisory.title,
        description=advisory.description,
        cves=cves(advisory.id, f"CVE-{advisory.cve}" if advisory.cve else None),
        aliases=aliases(advisory.id, f"GHSA-{advisory.ghsa}" if advisory.ghsa else None),
        cvss=cvss_scores.scores((("rubysec", "3.1", None, advisory.cvss_v3), ("rubysec", "2.0", None, advisory.cvss_v2))),
    )
