"""OpenVEX documents: statements of a vendor or of whoever runs the system, by product and vulnerability.

https://github.com/openvex/spec, OPENVEX-SPEC.md, versions 0.0.x and 0.2.0. The first wrote vulnerabilities and products as
plain text and subcomponents beside the products; both forms occur in one file.
"""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import purl as purls
from generator.parsers.scans import vex
from generator.parsers.scans.dates import moment, seen_day
from generator.parsers.scans.entries import affected, aliases, cves, digest
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator


class _OpenvexVulnerability(msgspec.Struct):
    id: str | None = msgspec.field(name="@id", default=None)
    name: str | None = None
    description: str | None = None
    aliases: tuple[str, ...] | None = None


class _OpenvexIdentifiers(msgspec.Struct):
    purl: str | None = None


class _OpenvexComponent(msgspec.Struct):
    id: str | None = msgspec.field(name="@id", default=None)
    identifiers: _OpenvexIdentifiers | None = None
    hashes: dict[str, str] | None = None
    subcomponents: "tuple[_OpenvexComponent | str | None, ...] | None" = None

    @property
    def reference(self) -> str:
        """The package URL, else whatever names it."""
        return (self.identifiers.purl if self.identifiers else None) or self.id or ""


class _OpenvexStatement(msgspec.Struct):
    vulnerability: _OpenvexVulnerability | str | None = None
    products: tuple[_OpenvexComponent | str | None, ...] | None = None
    subcomponents: tuple[_OpenvexComponent | str | None, ...] | None = None
    status: str | None = None
    status_notes: str | None = None
    justification: str | None = None
    impact_statement: str | None = None
    action_statement: str | None = None
    timestamp: str | None = None


class _OpenvexStatements(msgspec.Struct):
    author: str | None = None
    timestamp: str | None = None
    last_updated: str | None = None
    statements: tuple[_OpenvexStatement | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """Drafts of the format have no `@context`: a statement names a vulnerability and how it stands."""
    members = document.members
    if b"openvex" in bytes(members.get("@context", b"")):
        return "statements" in members
    return {"vulnerability", "status"}.issubset(document.first_keys(members.get("statements")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    read = document.decode(document.data, _OpenvexStatements)
    author = read.author or "an author it does not name"
    accumulator = ScanAccumulator(evidence, Scanner(name=read.author or "OpenVEX"))
    for index, statement in enumerate(read.statements or ()):
        _fold(accumulator, statement, evidence, f"/statements/{index}")
    taken = moment(read.last_updated) or moment(read.timestamp)
    return accumulator.finish(taken, assessed=False, because=vex.NOT_A_SCAN.format(author=author))


def _fold(accumulator: ScanAccumulator, statement: _OpenvexStatement | None, evidence: EvidenceFile, place: str) -> None:
    """One entry for every product, or for every subcomponent of it that the statement is about."""
    if statement is None:
        accumulator.drop(EMPTY_ENTRY)
        return
    about = _about(statement)
    if not about.name:
        accumulator.drop(NO_IDENTIFIER, max(len(statement.products or ()), 1))
        return
    for target, package in _places(statement, evidence):
        accumulator.add(_result(statement, about, target, package, place))


def _about(statement: _OpenvexStatement) -> _OpenvexVulnerability:
    about = statement.vulnerability
    if isinstance(about, str):
        return _OpenvexVulnerability(name=about)
    if about is None:
        return _OpenvexVulnerability()
    known = cves(about.id)
    return about if about.name else replace(about, name=known[0] if known else about.id)


def _places(statement: _OpenvexStatement, evidence: EvidenceFile) -> Iterator[tuple[ScanTarget, AffectedPackage | None]]:
    for raw in statement.products or ("",):
        product = _component(raw)
        inside = [_package(_component(part)) for part in product.subcomponents or statement.subcomponents or ()]
        for package in inside or [None]:
            target, affected = vex.placed(product.reference, package, evidence)
            yield _pinned(target, product), affected


def _component(raw: _OpenvexComponent | str | None) -> _OpenvexComponent:
    return _OpenvexComponent(id=raw) if isinstance(raw, str) else raw or _OpenvexComponent()


def _package(component: _OpenvexComponent) -> AffectedPackage | None:
    purl = purls.parse(component.reference)
    if purl:
        return purl.package()
    return affected(component.reference)


def _pinned(target: ScanTarget, product: _OpenvexComponent) -> ScanTarget:
    """The image with the digest that stands beside its name."""
    pinned = digest((product.hashes or {}).get("sha-256"))
    return replace(target, digests=(pinned,)) if pinned and target.named and not target.digests else target


def _result(
    statement: _OpenvexStatement, about: _OpenvexVulnerability, target: ScanTarget, package: AffectedPackage | None, place: str
) -> ScanResult:
    status = statement.status or ""
    texts = (about.description, statement.justification, statement.impact_statement, statement.status_notes)
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=about.name or "",
        target=target,
        severity=Severity.UNKNOWN,
        disposition=vex.disposition(status),
        native_status=status,
        package=package,
        description="\n".join(text for text in texts if text),
        solution=statement.action_statement or "",
        cves=cves(about.name, *(about.aliases or ())),
        aliases=aliases(about.name or "", *(about.aliases or ())),
        first_seen=seen_day(statement.timestamp),
        place=place,
    )
