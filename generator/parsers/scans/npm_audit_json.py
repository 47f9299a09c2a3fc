"""npm's and pnpm's audit report: `npm audit --json` (versions 6 and 7 up), `pnpm audit --json`.

https://docs.npmjs.com/cli/commands/npm-audit. Version 1 lists advisories, version 2 packages with the advisories that reach
them (`via`; a text there names another package of the list, and is no finding of its own). Both are counted by advisory and
package.
"""

from collections.abc import Iterator

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Cvss, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import Scalar, entry, objects, part, repository, text, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import affected, aliases, cves, escaped, fold_placed, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_FAILED = "npm says that the audit failed: {code}"
NEXT = "run the audit again where the registry answers"
_GITHUB = "/advisories/GHSA-"


class NpmScore(msgspec.Struct, gc=False):
    """CVSS as the registry states it; a score of 0 without a vector is none."""

    score: float | None = None
    vector: str | None = msgspec.field(name="vectorString", default=None)

    def cvss(self) -> tuple[Cvss, ...]:
        """As the model has it."""
        return cvss_scores.scores((("npm", "3.1", self.vector, self.score),))


class NpmFinding(msgspec.Struct, gc=False):
    """An installed version."""

    version: str | None = None


class NpmAdvisory(msgspec.Struct, gc=False):
    """An advisory of version 1, as npm, pnpm and Yarn 1 write it."""

    id: Scalar = None
    title: str | None = None
    overview: str | None = None
    recommendation: str | None = None
    severity: str | None = None
    module: str | None = msgspec.field(name="module_name", default=None)
    patched: str | None = msgspec.field(name="patched_versions", default=None)
    cves: tuple[str, ...] | None = None
    cwe: str | tuple[str, ...] | None = None
    ghsa: str | None = msgspec.field(name="github_advisory_id", default=None)
    url: str | None = None
    cvss: NpmScore | None = None
    findings: tuple[NpmFinding | None, ...] | None = None


class _NpmVia(msgspec.Struct, gc=False):
    source: Scalar = None
    title: str | None = None
    url: str | None = None
    severity: str | None = None
    cwe: tuple[str, ...] | None = None
    cvss: NpmScore | None = None


class _NpmFix(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class _NpmPackage(msgspec.Struct, gc=False):
    name: str | None = None
    via: tuple[msgspec.Raw, ...] | None = None
    nodes: tuple[str, ...] | None = None
    fix: _NpmFix | bool | None = msgspec.field(name="fixAvailable", default=None)


class _NpmReached(msgspec.Struct, gc=False):
    """One advisory at one package."""

    package: _NpmPackage
    via: _NpmVia


class _NpmFailure(msgspec.Struct, gc=False):
    code: Scalar = None


def recognizes(document: Document) -> bool:
    members = document.members
    if _is_version_2(document):
        return True
    if "advisories" in members:
        advisory_found = next(iter(document.members_of(members["advisories"]).values()), None)
        counted = "vulnerabilities" in document.members_of(members.get("metadata"))
        return counted or "actions" in members or "module_name" in document.members_of(advisory_found)
    return set(members) == {"error"} and {"code", "summary"}.issubset(document.members_of(members["error"]))


def _is_version_2(document: Document) -> bool:
    """The version stands in the report; without it the packages tell, which name what they are reached through."""
    members = document.members
    if "auditReportVersion" in members:
        return "vulnerabilities" in members
    package = next(iter(document.members_of(members.get("vulnerabilities")).values()), None)
    return {"via", "effects", "range"}.issubset(document.members_of(package))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    if "error" in members:
        failure = part(document, members["error"], _NpmFailure, _NpmFailure())
        raise ParseError(_FAILED.format(code=text(failure.code)), next_step=NEXT)
    accumulator = ScanAccumulator(evidence, "npm audit")
    target = accumulator.target(repository(evidence))
    if _is_version_2(document):
        fold_placed(accumulator, _reached(document, accumulator), lambda found, place: _version_2(found, target, place))
    else:
        fold_placed(accumulator, _advisories(document, accumulator), lambda found, place: advisory(found, target, place))
    return accumulator.finish(None)


def _advisories(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, NpmAdvisory | None]]:
    for key, raw in objects(document, document.members["advisories"], "/advisories").items():
        yield from entry(document, accumulator, raw, NpmAdvisory, f"/advisories/{escaped(key)}")


def _reached(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, _NpmReached | None]]:
    for key, raw in objects(document, document.members["vulnerabilities"], "/vulnerabilities").items():
        for place, package in entry(document, accumulator, raw, _NpmPackage, f"/vulnerabilities/{escaped(key)}"):
            if package is None:
                yield place, None
                continue
            for index, piece in enumerate(package.via or ()):
                if bytes(memoryview(piece)[:1]) == b'"':
                    continue
                for inner, via in entry(document, accumulator, piece, _NpmVia, f"{place}/via/{index}"):
                    yield inner, _NpmReached(package, via) if via else None


def advisory(found: NpmAdvisory, target: ScanTarget, place: str, scope: str | None = None) -> ScanResult | None:
    """One advisory of version 1 as a result; `scope` names the path to the package where the report has an entry for each."""
    identifier = found.ghsa or _of_link(found.url) or text(found.id)
    installed = dict.fromkeys(each.version for each in found.findings or () if each and each.version)
    fixed = "" if (found.patched or "") in {"<0.0.0", "< 0.0.0"} else found.patched
    packages = [affected(found.module, version, fixed) for version in installed] or [affected(found.module, None, fixed)]
    weaknesses = (found.cwe,) if isinstance(found.cwe, str) else found.cwe or ()
    names = (*(found.cves or ()), found.ghsa, f"npm-{text(found.id)}" if found.id else None)
    return vulnerability_of(
        identifier,
        target,
        place,
        word=found.severity,
        package=packages[0],
        more_packages=tuple(package for package in packages[1:] if package),
        scope=scope or "",
        title=titled(found.title, *weaknesses),
        cwes=cwes(*weaknesses),
        description=found.overview,
        solution=found.recommendation or "",
        cves=cves(*(found.cves or ())),
        aliases=aliases(identifier, *names),
        cvss=(found.cvss or NpmScore()).cvss(),
    )


def _version_2(found: _NpmReached, target: ScanTarget, place: str) -> ScanResult | None:
    package, via = found.package, found.via
    identifier = _of_link(via.url) or text(via.source)
    fix = package.fix if isinstance(package.fix, _NpmFix) else _NpmFix()
    by = f"Update {fix.name} to {fix.version}." if fix.name and fix.version else ""
    return vulnerability_of(
        identifier,
        target,
        place,
        word=via.severity,
        package=affected(package.name, path=", ".join((package.nodes or ())[:5])),
        title=titled(via.title, *(via.cwe or ())),
        cwes=cwes(*(via.cwe or ())),
        solution="Run `npm audit fix`." if package.fix is True else by,
        aliases=aliases(identifier, f"npm-{text(via.source)}" if via.source else None),
        cvss=(via.cvss or NpmScore()).cvss(),
    )


def _of_link(url: str | None) -> str | None:
    """The GHSA identifier that an address of GitHub's advisories ends with."""
    return (url or "").rstrip("/").rpartition("/")[2] if _GITHUB in (url or "") else None
