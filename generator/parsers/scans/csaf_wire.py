"""CSAF 2.0 and 2.1 as far as they are read.

https://docs.oasis-open.org/csaf/csaf/v2.0/csaf-v2.0.html, section 3. Version 2.1 keeps scores in `metrics` and writes several
CWEs; a vulnerability's products are identifiers that the product tree explains.
"""

import msgspec


class Identification(msgspec.Struct, gc=False):
    """Section 3.1.3.3: what identifies a product outside of the document."""

    purl: str | None = None
    purls: tuple[str, ...] | None = None
    """2.1."""


class Product(msgspec.Struct):
    """Section 3.1.3: a product by the document's own identifier."""

    product_id: str | None = None
    name: str | None = None
    product_identification_helper: Identification | None = None

    @property
    def purl(self) -> str:
        """Its package URL, the first of several."""
        known = self.product_identification_helper or Identification()
        return known.purl or next(iter(known.purls or ()), "")


class Branch(msgspec.Struct):
    """Section 3.1.2: vendor, product name, version and so on, nested."""

    category: str | None = None
    name: str | None = None
    product: Product | None = None
    branches: "tuple[Branch | None, ...] | None" = None


class Relationship(msgspec.Struct):
    """Section 3.2.2.4: one product as part of another, which is a product of its own."""

    full_product_name: Product | None = None
    product_reference: str | None = None
    relates_to_product_reference: str | None = None


class ProductTree(msgspec.Struct):
    """Section 3.2.2."""

    branches: tuple[Branch | None, ...] | None = None
    full_product_names: tuple[Product | None, ...] | None = None
    relationships: tuple[Relationship | None, ...] | None = None


class Identifier(msgspec.Struct, gc=False):
    """A name that is no CVE."""

    system_name: str | None = None
    text: str | None = None


class Note(msgspec.Struct, gc=False):
    """Text about the vulnerability."""

    category: str | None = None
    text: str | None = None


class Score(msgspec.Struct, rename="camel", gc=False):
    """CVSS, as the FIRST writes it in JSON."""

    version: str | None = None
    vector_string: str | None = None
    base_score: float | None = None
    base_severity: str | None = None


class Scores(msgspec.Struct):
    """Section 3.2.3.13: scores of some products. In 2.1 they stand one level deeper."""

    cvss_v2: Score | None = None
    cvss_v3: Score | None = None
    cvss_v4: Score | None = None
    products: tuple[str, ...] | None = None
    content: "Scores | None" = None


class Remediation(msgspec.Struct):
    """Section 3.2.3.12."""

    category: str | None = None
    details: str | None = None
    url: str | None = None
    product_ids: tuple[str, ...] | None = None


class Threat(msgspec.Struct):
    """Section 3.2.3.14: of the category `impact`, the vendor's own word for the severity."""

    category: str | None = None
    details: str | None = None
    product_ids: tuple[str, ...] | None = None


class Reference(msgspec.Struct, gc=False):
    """A link."""

    url: str | None = None


class Vulnerability(msgspec.Struct):
    """Section 3.2.3."""

    cve: str | None = None
    ids: tuple[Identifier | None, ...] | None = None
    title: str | None = None
    notes: tuple[Note | None, ...] | None = None
    product_status: dict[str, tuple[str | None, ...] | None] | None = None
    scores: tuple[Scores | None, ...] | None = None
    metrics: tuple[Scores | None, ...] | None = None
    remediations: tuple[Remediation | None, ...] | None = None
    threats: tuple[Threat | None, ...] | None = None
    references: tuple[Reference | None, ...] | None = None
    release_date: str | None = None


class Publisher(msgspec.Struct, gc=False):
    """Who speaks."""

    name: str | None = None


class Tracking(msgspec.Struct, gc=False):
    """Versions of the document."""

    current_release_date: str | None = None
    version: str | None = None


class About(msgspec.Struct):
    """Section 3.2.1: the document itself."""

    csaf_version: str = ""
    publisher: Publisher | None = None
    tracking: Tracking | None = None


class Advisory(msgspec.Struct):
    """The whole file."""

    document: About
    product_tree: ProductTree | None = None
    vulnerabilities: tuple[Vulnerability | None, ...] | None = None
