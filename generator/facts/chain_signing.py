"""The middle links: provenance, signature and bill of materials of the very digest that runs."""

from collections.abc import Sequence
from functools import lru_cache

from generator.facts.chain_context import Found, ImageContext, worst
from generator.model.attestation import Attestation, SignatureStatus
from generator.model.chain import LinkState
from generator.model.evidence import EvidenceSource
from generator.model.registry import ReferrerKind, RegistryReferrer

_STATES = {SignatureStatus.VERIFIED: LinkState.HOLDS, SignatureStatus.REFUSED: LinkState.BROKEN}
_STANDING = {
    SignatureStatus.VERIFIED: "its signature verifies with a key that system.yaml names",
    SignatureStatus.REFUSED: "no key that system.yaml names fits its signature: somebody else signed it, or it was changed",
    SignatureStatus.PRESENT: "it is signed, and the signature was not verified",
    SignatureStatus.UNSIGNED: "it is not signed",
}


def provenance(context: ImageContext) -> Found:
    """Statements of origin; of other digests of the same name none counts."""
    attestations = [attestation for attestation in context.attestations if attestation.is_provenance]
    if attestations:
        builder = next((f" by {attestation.builder}" for attestation in attestations if attestation.builder), "")
        return _standing(f"Provenance of this digest{builder} is there", attestations)
    other = [attestation for attestation in context.elsewhere if attestation.is_provenance]
    if other:
        text = f"The provenance collected is of another digest ({other[0].digests[0][:19]}…), not of the one that runs."
        return Found(LinkState.BROKEN, text, _sources(other))
    stored = [referrer for referrer in context.referrers(ReferrerKind.ATTESTATION) if _is_provenance(referrer[0])]
    if stored:
        return Found(
            LinkState.NOT_ESTABLISHED, "The registry holds provenance of it, whose content was not read.", (stored[0][1],)
        )
    return _missing(context, "provenance")


def signature(context: ImageContext) -> Found:
    """Payloads of cosign, and whatever else the registry stores as a signature."""
    attestations = [attestation for attestation in context.attestations if attestation.is_signature]
    if attestations:
        return _standing("A signature of this digest is there", attestations)
    stored = context.referrers(ReferrerKind.SIGNATURE)
    if stored:
        named = stored[0][0].artifact_type or "of a kind that is not read"
        return Found(
            LinkState.NOT_ESTABLISHED,
            f"The registry holds a signature of it ({named}), which was not verified.",
            (stored[0][1],),
        )
    signed = [
        attestation
        for attestation in context.attestations
        if attestation.standing in (SignatureStatus.VERIFIED, SignatureStatus.REFUSED, SignatureStatus.PRESENT)
    ]
    if signed:
        return _standing("The image itself is not signed, but a statement about this digest is there", signed)
    return _missing(context, "signature")


def bill(context: ImageContext) -> Found:
    """In the registry, as a statement, or collected as a file of its own."""
    attestations = [attestation for attestation in context.believed if attestation.is_bill]
    stored = context.referrers(ReferrerKind.SBOM)
    if not attestations and not stored and not context.inventories:
        refused = [attestation for attestation in context.attestations if attestation.is_bill]
        if refused:
            return _standing("A bill of materials is stated", refused)
        return _missing(context, "bill of materials")
    places = (
        (
            "as a signed statement"
            if any(attestation.signed or attestation.standing is not SignatureStatus.UNSIGNED for attestation in attestations)
            else "as a statement"
        )
        if attestations
        else "",
        "in the registry" if stored else "",
        "as a list of packages among the evidence" if context.inventories else "",
    )
    sources = tuple(sorted({*_sources(attestations), *(source for _, source in stored), *context.inventories}))
    return Found(LinkState.HOLDS, f"It is there {' and '.join(place for place in places if place)}.", sources)


def _standing(what: str, attestations: Sequence[Attestation]) -> Found:
    standing = worst(attestations)
    state = _STATES.get(standing, LinkState.NOT_ESTABLISHED)
    notes = (attestation.standing_note for attestation in attestations if attestation.standing is standing)
    note = next(filter(None, notes), _STANDING[standing])
    return Found(state, f"{what}, and {note}.", _sources(attestations))


def _missing(context: ImageContext, what: str) -> Found:
    """Broken only where the registry was read."""
    if context.registry_images:
        text = f"The registry was read, and holds no {what} of the digest that runs."
        return Found(LinkState.BROKEN, text, tuple(sorted({image.source for image in context.registry_images})))
    return Found(LinkState.NOT_COLLECTED, _not_collected(what), ())


@lru_cache(64)
def _not_collected(what: str) -> str:
    """One object for all images."""
    return f"No {what} was collected, and the registry was not asked for one."


def _is_provenance(referrer: RegistryReferrer) -> bool:
    return any("provenance" in name for name in referrer.predicate_types)


def _sources(attestations: Sequence[Attestation]) -> tuple[EvidenceSource, ...]:
    return tuple(sorted({attestation.source for attestation in attestations}))
