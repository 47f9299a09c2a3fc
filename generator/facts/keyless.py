"""Keyless signatures: a short-lived certificate and a log entry in a Sigstore bundle, verified offline.

The library `sigstore` does what its client specification asks for (certificate chain at the time of the log entry, signed
certificate timestamp, inclusion proof, checkpoint and promise of the log, signature, and that the entry is of this bundle).
What it trusts is a file that the user puts into the workspace, never what a library carries or a network gives: roots change,
and whose signatures count is a decision. The certificate's holder and issuer have to be among those of `signing.identities`.
"""

import re
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.model.attestation import Attestation, SignatureStatus, SignedMessage, SigningIdentity, signed_encoding
from generator.text import one_line, shortened, visible

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import Bundle
    from sigstore.verify import Verifier

Judged = tuple[SignatureStatus, str]
"""Standing, and a clause that says why."""

LARGEST_ROOT = 4 << 20
_MOST_ROOTS = 10
_UNVERIFIED = "it is signed with a short-lived certificate, and the signature was not verified: "
_REFUSED = "its keyless signature does not verify: "
_NO_LIBRARY = f"{_UNVERIFIED}install `atopack[verify]`"
_NO_ROOT = f"{_UNVERIFIED}system.yaml names no `signing.trusted-root`"
_NO_IDENTITY = f"{_UNVERIFIED}`signing.identities` in system.yaml names no identity"
_NO_BUNDLE = f"{_UNVERIFIED}certificate and log entry are not in a Sigstore bundle, or it is too large"
_NEXT = "save Sigstore's trusted root: `cosign trusted-root create`, or `gh attestation trusted-root`"


class KeylessTrust(msgspec.Struct, frozen=True):
    """Roots and identities, ready to be asked. Empty where none was given."""

    _verifiers: "tuple[Verifier, ...]" = ()
    _identities: tuple[SigningIdentity, ...] = ()
    _root: str = ""
    _missing: str = _NO_ROOT

    @classmethod
    def of(cls, root: tuple[str, bytes] | None, identities: Sequence[SigningIdentity]) -> "KeylessTrust":
        """The root by the path of its file: Sigstore's `TrustedRoot` as JSON, or several, one a line.

        Raises:
            ConfigError: the file is no trusted root, or has no log that could be asked.
        """
        if root is None:
            return cls()
        if find_spec("sigstore") is None:
            return cls(_missing=_NO_LIBRARY)
        path, data = root
        missing = "" if identities else _NO_IDENTITY
        return cls(tuple(_verifiers(path, data)), tuple(identities), path, missing)

    def judged(self, attestation: Attestation, signed: SignedMessage) -> Judged:
        """The standing of a statement that was signed with a certificate. Never raises, and never verifies by default."""
        if not signed.bundle:
            return SignatureStatus.PRESENT, _NO_BUNDLE
        if self._missing:
            return SignatureStatus.PRESENT, self._missing
        from sigstore.models import Bundle

        try:
            bundle = Bundle.from_json(signed.bundle)
        except Exception as error:  # noqa: BLE001 - the bundle is hostile, and what a library raises for it has no one kind
            return SignatureStatus.PRESENT, f"{_UNVERIFIED}{_unread(signed.bundle, error)}"
        reasons = []
        for verifier in self._verifiers:
            try:
                return SignatureStatus.VERIFIED, self._verified(verifier, bundle, attestation, signed)
            except Exception as error:  # noqa: BLE001 - as above: whatever is raised, nothing was verified
                reasons.append(self._reason(error, bundle))
        telling = [reason for reason in reasons if not reason.startswith(_UNTRUSTED)] or reasons
        return SignatureStatus.REFUSED, f"{_REFUSED}{telling[0]}"

    def _verified(self, verifier: "Verifier", bundle: "Bundle", attestation: Attestation, signed: SignedMessage) -> str:
        """Who signed.

        Raises:
            Exception: it does not verify; the library's own, or ours for a bundle that says two things.
        """
        from sigstore.hashes import Hashed
        from sigstore_models.common.v1 import HashAlgorithm

        policy = _AllowedHolder(self._identities)
        if signed.message:
            type_, content = verifier.verify_dsse(bundle, policy)
            if signed_encoding(type_, content) != signed.message:
                raise ValueError("the bundle has two envelopes")
        else:
            (digest,) = attestation.digests
            hashed = Hashed(algorithm=HashAlgorithm.SHA2_256, digest=bytes.fromhex(digest.removeprefix("sha256:")))
            verifier.verify_artifact(hashed, bundle, policy)
        return f"its keyless signature verifies: signed by {_who(bundle.signing_certificate)}"

    def _reason(self, error: Exception, bundle: "Bundle") -> str:
        from sigstore.errors import CertValidationError

        certificate = bundle.signing_certificate
        if isinstance(error, _HolderError):
            return str(error)
        if "expired at time of signing" in str(error) or "not valid at validation time" in str(error):
            first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
            validity = f"valid {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} UTC"
            return f"its certificate was not valid when the log entry was made ({validity})"
        if isinstance(error, CertValidationError):
            return f"{_UNTRUSTED} {self._root}"
        if "SCT" in str(error):
            return f"no certificate log of {self._root} vouches for its certificate"
        if "invalid log entry" in str(error):
            return f"its log entry is of another log than those of {self._root}, or was changed"
        return f"the bundle was changed since it was signed ({_quoted(error)})"


NO_KEYLESS = KeylessTrust()
"""Nothing was given: keyless signatures are present."""
_UNTRUSTED = "its certificate does not lead to the trusted root"


class _HolderError(Exception):
    """A certificate of somebody whose signatures do not count."""


class _AllowedHolder(msgspec.Struct, frozen=True):
    """See `sigstore.verify.policy.VerificationPolicy`."""

    identities: tuple[SigningIdentity, ...]

    def verify(self, cert: "Certificate") -> None:
        """Raises unless holder and issuer are those of one identity, which the library compares once more."""
        from sigstore.errors import VerificationError
        from sigstore.verify.policy import AllOf, AnyOf, Identity, OIDCIssuer, OIDCIssuerV2

        for allowed in self.identities:
            issuer = AnyOf([OIDCIssuerV2(allowed.issuer), OIDCIssuer(allowed.issuer)])
            for name in _holders(cert):
                if _is_named(allowed.identity, name):
                    try:
                        AllOf([Identity(identity=name), issuer]).verify(cert)
                    except VerificationError:
                        continue
                    return
        raise _HolderError(f"it is signed by {_who(cert)}; `signing.identities` does not name both")


def _is_named(pattern: str, name: str) -> bool:
    return re.fullmatch("[^/]*".join(map(re.escape, pattern.split("*"))), name) is not None


def _holders(certificate: "Certificate") -> tuple[str, ...]:
    """Addresses and URIs that a certificate was issued for (Fulcio's certificate specification, `SubjectAlternativeName`)."""
    from cryptography.x509 import ExtensionNotFound, RFC822Name, SubjectAlternativeName, UniformResourceIdentifier

    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
    except ExtensionNotFound:
        return ()
    return (*names.get_values_for_type(RFC822Name), *names.get_values_for_type(UniformResourceIdentifier))


def _issuer(certificate: "Certificate") -> str:
    """The issuer of the token, for people (Fulcio's `1.3.6.1.4.1.57264.1.8`, DER, and the older `.1.1`, bare text)."""
    from cryptography.x509 import ExtensionNotFound, ObjectIdentifier, UnrecognizedExtension

    for number in ("8", "1"):
        try:
            value = certificate.extensions.get_extension_for_oid(ObjectIdentifier(f"1.3.6.1.4.1.57264.1.{number}")).value
        except ExtensionNotFound:
            continue
        if isinstance(value, UnrecognizedExtension):
            raw = value.value
            text = raw[2:] if number == "8" and len(raw) > 2 and raw[1] == len(raw) - 2 else raw
            return shortened(visible(text.decode(errors="replace")), QUOTED)
    return "an unnamed issuer"


def _who(certificate: "Certificate") -> str:
    return f"{_listed(_holders(certificate))}, certified for {_issuer(certificate)}"


def _listed(names: Sequence[str]) -> str:
    return shortened(visible(", ".join(names)) or "a certificate without a name", QUOTED)


def _quoted(error: Exception) -> str:
    return shortened(visible(one_line(str(error))) or type(error).__name__, QUOTED)


class _Versioned(msgspec.Struct, rename="camel"):
    media_type: str = ""


def _unread(bundle: bytes, error: Exception) -> str:
    """Why the library does not take a bundle."""
    from sigstore.models import Bundle

    version = msgspec.json.decode(bundle, type=_Versioned).media_type
    if version not in {known.value for known in Bundle.BundleType}:
        return f"the library `sigstore` reads no bundle of the version {shortened(visible(version), QUOTED)}"
    return f"the library `sigstore` does not read this bundle ({_quoted(error)})"


def _verifiers(path: str, data: bytes) -> "list[Verifier]":
    """One of each root that has a log of signatures; GitHub's own instance for private repositories has none."""
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

    if len(data) > LARGEST_ROOT:
        raise ConfigError("too large for a trusted root of Sigstore", where=path, next_step=_NEXT)
    lines = [line for line in data.splitlines() if line.strip()]
    several = len(lines) > 1 and all(line.startswith(b"{") and line.rstrip().endswith(b"}") for line in lines)
    usable, faults = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(lines[:_MOST_ROOTS] if several else [data]):
            file = Path(folder) / str(number)
            file.write_bytes(text)
            try:
                root = TrustedRoot.from_file(str(file))
                usable.append(Verifier(trusted_root=root))
            except Exception as error:  # noqa: BLE001 - what a library raises for a file that is none has no one kind
                faults.append(_quoted(error))
    if not usable:
        raise ConfigError(f"no trusted root of Sigstore: {faults[0]}", where=path, next_step=_NEXT)
    return usable
