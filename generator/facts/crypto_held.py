"""Which cryptographic modules the images at a use hold, and which certificates of the user's list name these versions."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from generator.model.crypto import CryptoUse, HeldModule, ImageCryptography, ModuleCertificate
from generator.model.crypto_packages import CryptoPackage, family_of, same_version
from generator.model.facts import SystemFacts


def with_held(
    facts: SystemFacts, images: Mapping[str, ImageCryptography], certificates: Sequence[ModuleCertificate]
) -> SystemFacts:
    """The uses with what their images hold.

    Args:
        images: by asset id, from inventories of the digests that run.
        certificates: the list that the user added; a list of a later day does not count.
    """
    counted = [each for each in certificates if each.dated <= facts.as_of]
    uses = tuple(_with_held(use, images, counted, facts.as_of) for use in facts.crypto)
    return replace(facts, crypto=uses)


def _with_held(
    use: CryptoUse, images: Mapping[str, ImageCryptography], certificates: Sequence[ModuleCertificate], as_of: date
) -> CryptoUse:
    known = {image: images[image] for image in use.images if image in images and images[image].lists}
    held = tuple(
        HeldModule(image=image, package=package, certificates=_certificates(package, certificates, as_of), sources=sources)
        for image, cryptography in known.items()
        for package, sources in cryptography.packages
    )
    return replace(
        use,
        held=held,
        listed=tuple(known),
        certificates_dated=max((each.dated for each in certificates), default=None),
    )


def _certificates(
    package: CryptoPackage, certificates: Sequence[ModuleCertificate], as_of: date
) -> tuple[ModuleCertificate, ...]:
    """By family and version together: a name alone matches nothing."""
    named = [
        replace(each, status=each.status_on(as_of))
        for each in certificates
        if each.version and family_of(each.module) == package.family and same_version(package.version, each.version)
    ]
    return tuple(sorted(named, key=lambda each: each.certificate))
