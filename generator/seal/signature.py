"""Signatures with a key from a file: ECDSA on P-256 (FIPS 186-5) or Ed25519, in a DSSE envelope that openssl can check as well.

https://github.com/secure-systems-lab/dsse/blob/master/protocol.md. Other kinds of keys are refused rather than used quietly.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator.errors import ConfigError, GeneratorError
from generator.seal.extras import needed
from generator.seal.statement import PAYLOAD_TYPE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from securesystemslib.dsse import Envelope

    PrivateKey = EllipticCurvePrivateKey | Ed25519PrivateKey
    PublicKey = EllipticCurvePublicKey | Ed25519PublicKey

_LARGEST = 64 << 10
"""Bytes. No key is larger."""
_KINDS = "make one with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256` or `-algorithm ed25519`"

_ASK = "ask the sender for the delivery again, and for the key over another way than the files"


class SignatureWrongError(GeneratorError):
    """The signature is not one of the key, or not as it was written."""

    exit_code = 4


class _DsseEnvelope(msgspec.Struct):
    payload: str
    payload_type: str = msgspec.field(name="payloadType")
    signatures: list[dict[str, str]]


def private_key(path: Path, passphrase: Callable[[], bytes]) -> "PrivateKey":
    """The key of a PEM file; `passphrase` is asked only where the file is encrypted.

    Raises:
        ConfigError: no private key of one of the two kinds, or the passphrase is wrong.
    """
    with needed("sign"):
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    raw = _read(path)
    try:
        try:
            key = load_pem_private_key(raw, None)
        except TypeError:
            key = load_pem_private_key(raw, passphrase())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ConfigError("not a private key in PEM, or the passphrase is wrong", where=str(path), next_step=_KINDS) from error
    if isinstance(key, Ed25519PrivateKey):
        return key
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return key
    raise _unfit(key, path)


def public_key(path: Path) -> "PublicKey":
    """The key of a PEM file.

    Raises:
        ConfigError: no public key of one of the two kinds.
    """
    with needed("sign"):
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    try:
        key = load_pem_public_key(_read(path))
    except (ValueError, UnsupportedAlgorithm) as error:
        step = "make it from the private one: `openssl pkey -in KEY -pubout -out PUBLIC`"
        raise ConfigError("not a public key in PEM", where=str(path), next_step=step) from error
    if isinstance(key, Ed25519PublicKey):
        return key
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    raise _unfit(key, path)


def sign(payload: bytes, key: "PrivateKey") -> bytes:
    """The envelope around a statement, as JSON in one line."""
    with needed("sign"):
        from securesystemslib.dsse import Envelope
        from securesystemslib.signer import CryptoSigner
    envelope = Envelope(payload=payload, payload_type=PAYLOAD_TYPE, signatures={})
    envelope.sign(CryptoSigner(key))
    return _encoded(envelope)


def opened(envelope: bytes, key: "PublicKey") -> bytes:
    """What was signed. Nothing of an envelope is looked at before its signature is right.

    Raises:
        SignatureWrongError: no signature of it belongs to the key, or one byte of it was changed.
    """
    with needed("sign"):
        from securesystemslib.dsse import Envelope
        from securesystemslib.exceptions import VerificationError
        from securesystemslib.signer import SSlibKey
    own = SSlibKey.from_crypto(key)
    try:
        wire = msgspec.to_builtins(msgspec.json.decode(envelope, type=_DsseEnvelope))
        dsse_envelope = Envelope.from_dict(wire)
    except (msgspec.DecodeError, ValueError, KeyError, RecursionError) as error:
        raise SignatureWrongError("the signature cannot be read: it is no DSSE envelope", next_step=_ASK) from error
    try:
        dsse_envelope.verify([own], threshold=1)
    except VerificationError as error:
        raise SignatureWrongError("the signature is not one of this key", next_step=_ASK) from error
    # NOTE: base64 and JSON can be written in several ways, of which only ours is what was signed and sent. Of several
    # signatures the recipe with openssl would check another one than we do.
    if _encoded(dsse_envelope) != envelope or dsse_envelope.payload_type != PAYLOAD_TYPE or len(dsse_envelope.signatures) != 1:
        raise SignatureWrongError("the signature's file was changed since it was written", next_step=_ASK)
    return dsse_envelope.payload


def _encoded(envelope: "Envelope") -> bytes:
    return msgspec.json.encode(envelope.to_dict()) + b"\n"


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ConfigError("too large for a key", where=str(path), next_step=_KINDS)
    return data


def _unfit(key: object, path: Path) -> ConfigError:
    curve = getattr(getattr(key, "curve", None), "name", "")
    kind = f"{type(key).__name__.strip('_')}{f' on {curve}' if curve else ''}"
    return ConfigError(f"a key of a kind that is not used here ({kind})", where=str(path), next_step=_KINDS)
