"""Does a key that somebody trusts fit a signature? ECDSA on P-256 with SHA-256, and Ed25519.

FIPS 186-5 names both. The library that computes them is an extra (`pip install atopack[verify]`): without it, and without a
key, a signature is present and not verified. Certificates and log entries of keyless signing are judged by `facts.keyless`.
"""

from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec

import msgspec
from msgspec.structs import replace

from generator.errors import ConfigError
from generator.facts.keyless import NO_KEYLESS, Judged, KeylessTrust
from generator.model.attestation import Attestation, SignatureStatus

LARGEST_KEY = 64 << 10
_MOST_SIGNATURES = 100
"""Of one statement that are tried; no statement is signed so often."""
_NEXT = "name a public key in PEM (`-----BEGIN PUBLIC KEY-----`): ECDSA on P-256 or Ed25519, as `cosign public-key` writes it"

Verify = Callable[[bytes, bytes], bool]
"""(signature, message)."""


class Keys(msgspec.Struct, frozen=True):
    """Public keys, ready to be asked. Empty where none was given."""

    _verify: tuple[Verify, ...] = ()
    given: int = 0
    """How many keys system.yaml names; more than can be used where the library is missing."""
    _keyless: KeylessTrust = NO_KEYLESS

    @classmethod
    def of(cls, files: Iterable[tuple[str, bytes]], keyless: KeylessTrust = NO_KEYLESS) -> "Keys":
        """Keys by the path of their file. Without the library none can be used, and all signatures stay unverified.

        Raises:
            ConfigError: a file is no public key, or one of another kind.
        """
        named = list(files)
        if not named or find_spec("cryptography") is None:
            return cls((), len(named), keyless)
        return cls(tuple(_key(path, data) for path, data in named), len(named), keyless)

    def judged(self, attestations: Sequence[Attestation]) -> tuple[Attestation, ...]:
        """Every statement with its standing, and without the bytes that decided it."""
        return tuple(map(self._judged, attestations))

    def _judged(self, attestation: Attestation) -> Attestation:
        standing, note = self._standing(attestation)
        return replace(attestation, standing=standing, standing_note=note, signed=None)

    def _standing(self, attestation: Attestation) -> Judged:
        """Refused only where the signed bytes are there, and what was given could verify them."""
        signed = attestation.signed
        if signed is None or not signed.signatures:
            return SignatureStatus.UNSIGNED, ""
        values = [signature.value for signature in signed.signatures[:_MOST_SIGNATURES]]
        if signed.message and any(verify(value, signed.message) for verify in self._verify for value in values):
            return SignatureStatus.VERIFIED, ""
        if signed.certificate:
            return self._keyless.judged(attestation, signed)
        return (SignatureStatus.REFUSED if self._verify and signed.message else SignatureStatus.PRESENT), ""


NO_KEYS = Keys()


def _key(path: str, data: bytes) -> Verify:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if len(data) > LARGEST_KEY:
        raise ConfigError("too large for a public key", where=path, next_step=_NEXT)
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ConfigError("no public key in PEM", where=path, next_step=_NEXT) from error

    def verify(signature: bytes, message: bytes) -> bool:
        try:
            if isinstance(key, Ed25519PublicKey):
                key.verify(signature, message)
            elif isinstance(key, EllipticCurvePublicKey):
                key.verify(signature, message, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True

    if isinstance(key, Ed25519PublicKey) or (isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)):
        return verify
    raise ConfigError("a public key of another kind", where=path, next_step=_NEXT)
