"""Statements about vulnerabilities (VEX), whichever format they come in: what a status means and what a product is.

"Minimum Requirements for Vulnerability Exploitability eXchange (VEX)", CISA 2023, section 2.4. A statement is what a producer
says about a product. It is no scan: whoever holds only statements has not looked.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ScanTarget, TargetKind
from generator.parsers.scans import purl as purls
from generator.parsers.scans.target import from_evidence

NOT_A_SCAN = "the file holds statements about vulnerabilities (VEX) by {author}: they say nothing about what else is there"

_DISPOSITIONS = {
    "affected": Disposition.OPEN,
    "not_affected": Disposition.NOT_AFFECTED,
    "fixed": Disposition.RESOLVED,
    "under_investigation": Disposition.MANUAL,
}


def disposition(status: str) -> Disposition:
    """Open only where the statement says affected; an unknown status is left to a person."""
    return _DISPOSITIONS.get(status, Disposition.MANUAL)


def placed(
    product: str, component: AffectedPackage | None, evidence: EvidenceFile
) -> tuple[ScanTarget, AffectedPackage | None]:
    """Target and package of a statement about a product, or about a component of it.

    A product that is an image is the target. Any other is a package of a target that a person has to name.
    """
    purl = purls.parse(product)
    image = purl.image() if purl else None
    if image:
        return image, component
    target = from_evidence(evidence, TargetKind.UNKNOWN)
    if component or not product:
        return target, component
    return target, purl.package() if purl else AffectedPackage(name=product)
