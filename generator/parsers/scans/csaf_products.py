"""Products of a CSAF document by identifier: what a vulnerability's product status is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ScanTarget
from generator.parsers.scans import purl as purls
from generator.parsers.scans import vex
from generator.parsers.scans.csaf_wire import Branch, Product, ProductTree

_DEEPEST = 30
"""Red Hat nests six branches."""


@dataclass(frozen=True, slots=True)
class _Known:
    product: Product
    name: str = ""
    version: str = ""
    part: str = ""
    """Identifier of the component, where the product is one thing inside another."""
    whole: str = ""


class Products:
    """The product tree, read once."""

    def __init__(self, tree: ProductTree | None, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._known: dict[str, _Known] = {}
        self._places: dict[str, tuple[ScanTarget, AffectedPackage | None]] = {}
        if tree is None:
            return
        self._note(_Known(product) for product in tree.full_product_names or () if product)
        self._note(_leaves(tree.branches, "", "", 0))
        self._note(
            _Known(one.full_product_name, part=one.product_reference or "", whole=one.relates_to_product_reference or "")
            for one in tree.relationships or ()
            if one and one.full_product_name
        )

    def place(self, product_id: str) -> tuple[ScanTarget, AffectedPackage | None]:
        """Target and package of a product; an identifier that the tree does not explain is its own name."""
        found = self._places.get(product_id)
        if found is None:
            found = self._places[product_id] = self._place(product_id)
        return found

    def _note(self, products: Iterable[_Known]) -> None:
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

    def _component(self, known: _Known, part: _Known, whole: _Known) -> tuple[ScanTarget, AffectedPackage | None]:
        """A component in a product. The component itself may be an image: of a platform, as Red Hat writes it."""
        if _is_image(part):
            return vex.placed(part.product.purl, None, self._evidence)
        package = _package(part if part.product.purl or not known.product.purl else known)
        return vex.placed(whole.product.purl, package, self._evidence)


def _leaves(branches: Iterable[Branch | None] | None, name: str, version: str, depth: int) -> Iterator[_Known]:
    for branch in branches or ():
        if branch is None or depth > _DEEPEST:
            continue
        inner = branch.name or "" if branch.category == "product_name" else name
        number = branch.name or "" if branch.category == "product_version" else version
        if branch.product:
            yield _Known(branch.product, inner, number)
        yield from _leaves(branch.branches, inner, number, depth + 1)


def _is_image(known: _Known) -> bool:
    purl = purls.parse(known.product.purl)
    return purl is not None and purl.image() is not None


def _package(known: _Known) -> AffectedPackage:
    purl = purls.parse(known.product.purl)
    if purl:
        return purl.package()
    if known.name and known.version:
        return AffectedPackage(name=known.name, version=known.version)
    return AffectedPackage(name=known.product.name or known.product.product_id or "")
