"""CSAF 2.0 and 2.1 as far as they are read.

https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html, section 3. Version 2.1 keeps scores in `metrics` and writes several
CWEs; a vulnerability's products are identifiers that the product tree explains.
"""

import msgspec


class CsafIdentification(msgspec.Struct, gc=False):
    """Section 3.1.3.3: what identifies a product outside of the document."""

    purl: str | None = None
    purls: tuple[str, ...] | None = None
    """2.1."""


class CsafProduct(msgspec.Struct):
    """Section 3.1.3: a product by the document's own identifier."""

    product_id: str | None = None
    name: str | None = None
    product_identification_helper: CsafIdentification | None = None

    @property
    def purl(self) -> str:
        """Its package URL, the first of several."""
        known = self.product_identification_helper or CsafIdentification()
        return known.purl or next(iter(known.purls or ()), "")


class CsafBranch(msgspec.Struct):
    """Section 3.1.2: vendor, product name, version and so on, nested."""

    category: str | None = None
    name: str | None = None
    product: CsafProduct | None = None
    branches: "tuple[CsafBranch | None, ...] | None" = None


class CsafRelationship(msgspec.Struct):
    """Section 3.2.2.4: one product as part of another, which is a product of its own."""

    full_product_name: CsafProduct | None = None
    product_reference: str | None = None
    relates_to_product_reference: str | None = None


class CsafProductTree(msgspec.Struct):
    """Section 3.2.2."""

    branches: tuple[CsafBranch | None, ...] | None = None
    full_product_names: tuple[CsafProduct | None, ...] | None = None
    relationships: tuple[CsafRelationship | None, ...] | None = None


class CsafIdentifier(msgspec.Struct, gc=False):
    """A name that is no CVE."""

    text: str | None = None


class CsafNote(msgspec.Struct, gc=False):
    category: str | None = None
    text: str | None = None


class CsafScore(msgspec.Struct, rename="camel", gc=False):
    """CVSS, as the FIRST writes it in JSON."""

    version: str | None = None
    vector_string: str | None = None
    base_score: float | None = None
    base_severity: str | None = None


class CsafScores(msgspec.Struct):
    """Section 3.2.3.13: scores of some products. In 2.1 they stand one level deeper."""

    cvss_v2: CsafScore | None = None
    cvss_v3: CsafScore | None = None
    cvss_v4: CsafScore | None = None
    products: tuple[str, ...] | None = None
    content: "CsafScores | None" = None


class CsafRemediation(msgspec.Struct):
    """Section 3.2.3.12."""

    category: str | None = None
    details: str | None = None
    product_ids: tuple[str, ...] | None = None


class CsafThreat(msgspec.Struct):
    """Section 3.2.3.14: of the category `impact`, the vendor's own word for the severity."""

    category: str | None = None
    details: str | None = None
    product_ids: tuple[str, ...] | None = None


class CsafWeakness(msgspec.Struct, gc=False):
    """Section 3.2.3.3: a kind of weakness."""

    id: str | None = None


class CsafVulnerability(msgspec.Struct):
    """Section 3.2.3."""

    cve: str | None = None
    cwe: CsafWeakness | None = None
    cwes: tuple[CsafWeakness | None, ...] | None = None
    """2.1."""
    ids: tuple[CsafIdentifier | None, ...] | None = None
    title: str | None = None
    notes: tuple[CsafNote | None, ...] | None = None
    product_status: dict[str, tuple[str | None, ...] | None] | None = None
    scores: tuple[CsafScores | None, ...] | None = None
    metrics: tuple[CsafScores | None, ...] | None = None
    remediations: tuple[CsafRemediation | None, ...] | None = None
    threats: tuple[CsafThreat | None, ...] | None = None


class CsafPublisher(msgspec.Struct, gc=False):
    name: str | None = None


class CsafTracking(msgspec.Struct, gc=False):
    current_release_date: str | None = None
    version: str | None = None


class CsafAbout(msgspec.Struct):
    """Section 3.2.1: the document itself."""

    csaf_version: str = ""
    publisher: CsafPublisher | None = None
    tracking: CsafTracking | None = None


class CsafAdvisory(msgspec.Struct):
    document: CsafAbout
    product_tree: CsafProductTree | None = None
    vulnerabilities: tuple[CsafVulnerability | None, ...] | None = None
