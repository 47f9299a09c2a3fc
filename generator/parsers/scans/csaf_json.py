"""CSAF documents: a vendor's advisories and VEX statements, by vulnerability, status and product.

https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html; the profiles `csaf_security_advisory` and `csaf_vex` are read
alike. An entry is one product under one status of one vulnerability.
"""

from collections.abc import Iterable, Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans import purl as purls
from generator.parsers.scans import vex
from generator.parsers.scans.csaf_wire import (
    CsafAdvisory,
    CsafBranch,
    CsafProduct,
    CsafProductTree,
    CsafPublisher,
    CsafScore,
    CsafScores,
    CsafTracking,
    CsafVulnerability,
)
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import aliases, cves
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

_DEEPEST = 30
"""Red Hat nests six branches."""
_STATUSES = {
    "first_affected": "affected",
    "known_affected": "affected",
    "last_affected": "affected",
    "known_not_affected": "not_affected",
    "first_fixed": "fixed",
    "fixed": "fixed",
    "under_investigation": "under_investigation",
}
"""Section 3.2.3.9; `unknown` of 2.1 is none of them."""
_ADVICE = "recommended"
_NO_STATEMENT = "product that is recommended, not one that is affected"
_READ = {"2.0", "2.1"}
_UNKNOWN_VERSION = "; it is written in CSAF {version}, which is not a version read here, so parts may be missing"


class _CsafKnown(msgspec.Struct, frozen=True):
    product: CsafProduct
    name: str = ""
    version: str = ""
    part: str = ""
    """Identifier of the component, where the product is one thing inside another."""
    whole: str = ""


class _CsafProducts:
    """The product tree, read once."""

    def __init__(self, tree: CsafProductTree | None, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._known: dict[str, _CsafKnown] = {}
        self._places: dict[str, tuple[ScanTarget, AffectedPackage | None]] = {}
        if tree is None:
            return
        self._note(_CsafKnown(product) for product in tree.full_product_names or () if product)
        self._note(_leaves(tree.branches, "", "", 0))
        self._note(
            _CsafKnown(
                relationship.full_product_name,
                part=relationship.product_reference or "",
                whole=relationship.relates_to_product_reference or "",
            )
            for relationship in tree.relationships or ()
            if relationship and relationship.full_product_name
        )

    def place(self, product_id: str) -> tuple[ScanTarget, AffectedPackage | None]:
        """Target and package of a product; an identifier that the tree does not explain is its own name."""
        known = self._places.get(product_id)
        if known is None:
            known = self._places[product_id] = self._place(product_id)
        return known

    def _note(self, products: Iterable[_CsafKnown]) -> None:
        for known in products:
            if known.product.product_id:
                self._known.setdefault(known.product.product_id, known)

    def _place(self, product_id: str) -> tuple[ScanTarget, AffectedPackage | None]:
        known = self._known.get(product_id)
        if known is None:
            return vex.placed(product_id, None, self._evidence)
        part, whole = self._known.get(known.part), self._known.get(known.whole)
        if part and whole:
            return self._component(known, part, whole)
        return vex.placed(known.product.purl, None if _is_image(known) else _package(known), self._evidence)

    def _component(self, known: _CsafKnown, part: _CsafKnown, whole: _CsafKnown) -> tuple[ScanTarget, AffectedPackage | None]:
        """A component in a product. The component itself may be an image: of a platform, as Red Hat writes it."""
        if _is_image(part):
            return vex.placed(part.product.purl, None, self._evidence)
        package = _package(part if part.product.purl or not known.product.purl else known)
        return vex.placed(whole.product.purl, package, self._evidence)


def recognizes(document: Document) -> bool:
    members = document.members
    return "document" in members and "csaf_version" in document.members_of(members["document"])


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    advisory = document.decode(document.data, CsafAdvisory)
    about = advisory.document
    author = (about.publisher or CsafPublisher()).name
    accumulator = ScanAccumulator(evidence, Scanner(name=author or "CSAF"))
    products = _CsafProducts(advisory.product_tree, evidence)
    for index, vulnerability in enumerate(advisory.vulnerabilities or ()):
        _fold(accumulator, vulnerability, products, f"/vulnerabilities/{index}")
    because = vex.NOT_A_SCAN.format(author=author or "a publisher it does not name")
    if about.csaf_version not in _READ:
        because += _UNKNOWN_VERSION.format(version=about.csaf_version)
    return accumulator.finish(moment((about.tracking or CsafTracking()).current_release_date), assessed=False, because=because)


class _CsafStatement(msgspec.Struct, frozen=True):
    """One product under one status of one vulnerability."""

    vulnerability: CsafVulnerability
    identifier: str
    status: str
    product_id: str
    place: str


def _fold(accumulator: ScanAccumulator, vulnerability: CsafVulnerability | None, products: _CsafProducts, place: str) -> None:
    if vulnerability is None:
        accumulator.drop(EMPTY_ENTRY)
        return
    identifier = _identifier(vulnerability)
    for status, product_id, where in _statements(vulnerability, place):
        if status == _ADVICE:
            accumulator.drop(_NO_STATEMENT)
        elif not identifier:
            accumulator.drop(NO_IDENTIFIER)
        elif product_id is None:
            accumulator.drop(EMPTY_ENTRY)
        else:
            target, package = products.place(product_id)
            about = _CsafStatement(vulnerability, identifier, status, product_id, where)
            accumulator.add(_result(about, target, package))


def _identifier(vulnerability: CsafVulnerability) -> str:
    """The CVE, else the publisher's own name for it, else its title."""
    own = next((name.text for name in vulnerability.ids or () if name and name.text), None)
    return vulnerability.cve or own or vulnerability.title or ""


def _statements(vulnerability: CsafVulnerability, place: str) -> Iterator[tuple[str, str | None, str]]:
    """Status, product and place. A vulnerability without a status is a statement about an unnamed product."""
    stated = False
    for status, product_ids in (vulnerability.product_status or {}).items():
        for index, product_id in enumerate(product_ids or ()):
            stated = True
            yield status, product_id, f"{place}/product_status/{status}/{index}"
    if not stated:
        yield "", "", place


def _result(about: _CsafStatement, target: ScanTarget, package: AffectedPackage | None) -> ScanResult:
    vulnerability, product_id, status = about.vulnerability, about.product_id, about.status
    word = _severity(vulnerability, product_id)
    names = [entry.text for entry in vulnerability.ids or () if entry]
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=about.identifier,
        target=target,
        severity=severity(word) if word else Severity.UNKNOWN,
        native_severity=word,
        disposition=vex.disposition(_STATUSES.get(status, status)),
        native_status=status,
        package=package,
        title=vulnerability.title or "",
        description="\n".join(_notes(vulnerability)),
        solution="\n".join(_solutions(vulnerability, product_id)),
        cves=cves(vulnerability.cve, *names),
        aliases=aliases(about.identifier, *names),
        cwes=cwes(*(each.id for each in (vulnerability.cwe, *(vulnerability.cwes or ())) if each)),
        cvss=scores(_scores(vulnerability, product_id)),
        place=about.place,
    )


def _severity(vulnerability: CsafVulnerability, product_id: str) -> str:
    """The vendor's word for the product, else the word of its score."""
    for threat in vulnerability.threats or ():
        if threat and threat.category == "impact" and _is_about(threat.product_ids, product_id):
            word = threat.details or ""
            if severity(word) is not Severity.UNKNOWN:
                return word
    words = (score.base_severity for _, score in _of_product(vulnerability, product_id) if score.base_severity)
    return next(words, "")


def _notes(vulnerability: CsafVulnerability) -> Iterator[str]:
    for note in vulnerability.notes or ():
        if note and note.text and note.category in {"description", "summary"}:
            yield note.text


def _solutions(vulnerability: CsafVulnerability, product_id: str) -> Iterator[str]:
    for remediation in vulnerability.remediations or ():
        if remediation and remediation.details and _is_about(remediation.product_ids, product_id):
            yield remediation.details


def _scores(vulnerability: CsafVulnerability, product_id: str) -> Iterator[Raw]:
    for version, score in _of_product(vulnerability, product_id):
        yield "csaf", score.version or version, score.vector_string, score.base_score


def _of_product(vulnerability: CsafVulnerability, product_id: str) -> Iterator[tuple[str, CsafScore]]:
    for group in (*(vulnerability.scores or ()), *(vulnerability.metrics or ())):
        if group and _is_about(group.products, product_id):
            yield from _versions(group.content or group)


def _versions(group: CsafScores) -> Iterator[tuple[str, CsafScore]]:
    for version, score in (("4.0", group.cvss_v4), ("3.1", group.cvss_v3), ("2.0", group.cvss_v2)):
        if score:
            yield version, score


def _is_about(product_ids: tuple[str, ...] | None, product_id: str) -> bool:
    """A part that names no product is about all of them."""
    return not product_ids or product_id in product_ids


def _leaves(branches: Iterable[CsafBranch | None] | None, name: str, version: str, depth: int) -> Iterator[_CsafKnown]:
    for branch in branches or ():
        if branch is None or depth > _DEEPEST:
            continue
        inner = branch.name or "" if branch.category == "product_name" else name
        number = branch.name or "" if branch.category == "product_version" else version
        if branch.product:
            yield _CsafKnown(branch.product, inner, number)
        yield from _leaves(branch.branches, inner, number, depth + 1)


def _is_image(known: _CsafKnown) -> bool:
    purl = purls.parse(known.product.purl)
    return purl is not None and purl.image() is not None


def _package(known: _CsafKnown) -> AffectedPackage:
    purl = purls.parse(known.product.purl)
    if purl:
        return purl.package()
    if known.name and known.version:
        return AffectedPackage(name=known.name, version=known.version)
    return AffectedPackage(name=known.product.name or known.product.product_id or "")
