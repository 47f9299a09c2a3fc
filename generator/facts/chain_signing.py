"""The middle links: provenance, signature and bill of materials of the very digest that runs."""

from collections.abc import Sequence

from generator.facts.chain_ground import ChainGround, Found, worst
from generator.model.attestation import Attestation, Standing
from generator.model.chain import LinkState
from generator.model.evidence import Source
from generator.model.registry import ReferrerKind, RegistryReferrer

_STATES = {Standing.VERIFIED: LinkState.HOLDS, Standing.REFUSED: LinkState.BROKEN}
_STANDING = {
    Standing.VERIFIED: "its signature verifies with a key that system.yaml names",
    Standing.REFUSED: "no key that system.yaml names fits its signature: somebody else signed it, or it was changed",
    Standing.PRESENT: "it is signed, and the signature was not verified",
    Standing.UNSIGNED: "it is not signed",
}


def provenance(ground: ChainGround) -> Found:
    """Statements of origin; of other digests of the same name none counts."""
    said = [one for one in ground.said if one.is_provenance]
    if said:
        builder = next((f" by {one.builder}" for one in said if one.builder), "")
        return _standing(f"Provenance of this digest{builder} is there", said)
    other = [one for one in ground.elsewhere if one.is_provenance]
    if other:
        text = f"The provenance collected is of another digest ({other[0].digests[0][:19]}…), not of the one that runs."
        return LinkState.BROKEN, text, _sources(other)
    stored = [one for one in ground.referrers(ReferrerKind.ATTESTATION) if _is_provenance(one[0])]
    if stored:
        return LinkState.UNVERIFIED, "The registry holds provenance of it, whose content was not read.", (stored[0][1],)
    return _missing(ground, "provenance")


def signature(ground: ChainGround) -> Found:
    """Payloads of cosign, and whatever else the registry stores as a signature."""
    said = [one for one in ground.said if one.is_signature]
    if said:
        return _standing("A signature of this digest is there", said)
    stored = ground.referrers(ReferrerKind.SIGNATURE)
    if stored:
        named = stored[0][0].artifact_type or "of a kind that is not read"
        return LinkState.UNVERIFIED, f"The registry holds a signature of it ({named}), which was not verified.", (stored[0][1],)
    signed = [one for one in ground.said if one.standing in (Standing.VERIFIED, Standing.REFUSED, Standing.PRESENT)]
    if signed:
        return _standing("The image itself is not signed, but a statement about this digest is there", signed)
    return _missing(ground, "signature")


def bill(ground: ChainGround) -> Found:
    """In the registry, as a statement, or collected as a file of its own."""
    said = [one for one in ground.believed if one.is_bill]
    stored = ground.referrers(ReferrerKind.SBOM)
    if not said and not stored and not ground.inventories:
        refused = [one for one in ground.said if one.is_bill]
        if refused:
            return _standing("A bill of materials is stated", refused)
        return _missing(ground, "bill of materials")
    places = (
        (
            "as a signed statement"
            if any(one.signed or one.standing is not Standing.UNSIGNED for one in said)
            else "as a statement"
        )
        if said
        else "",
        "in the registry" if stored else "",
        "as a list of packages among the evidence" if ground.inventories else "",
    )
    sources = tuple(sorted({*_sources(said), *(source for _, source in stored), *ground.inventories}))
    return LinkState.HOLDS, f"It is there {' and '.join(place for place in places if place)}.", sources


def _standing(what: str, said: Sequence[Attestation]) -> Found:
    standing = worst(said)
    state = _STATES.get(standing, LinkState.UNVERIFIED)
    return state, f"{what}, and {_STANDING[standing]}.", _sources(said)


def _missing(ground: ChainGround, what: str) -> Found:
    """Broken only where the registry was read."""
    if ground.held:
        text = f"The registry was read, and holds no {what} of the digest that runs."
        return LinkState.BROKEN, text, tuple(sorted({one.source for one in ground.held}))
    return LinkState.NOT_COLLECTED, f"No {what} was collected, and the registry was not asked for one.", ()


def _is_provenance(one: RegistryReferrer) -> bool:
    return any("provenance" in name for name in one.predicate_types)


def _sources(said: Sequence[Attestation]) -> tuple[Source, ...]:
    return tuple(sorted({one.source for one in said}))
