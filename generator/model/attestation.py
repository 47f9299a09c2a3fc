"""Statements about an image by its digest: where it was built, of what, and who signed that.

in-toto Statement v0.1 and v1 (https://github.com/in-toto/attestation/tree/main/spec), SLSA provenance v0.2 and v1
(https://slsa.dev/spec/v1.0/provenance), DSSE (https://github.com/secure-systems-lab/dsse), cosign's signature payloads
(https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource

COSIGN_PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json"
COSIGN_STATEMENT = "https://sigstore.dev/cosign/sign/v1"
SIGNATURES = frozenset({COSIGN_PAYLOAD, COSIGN_STATEMENT})
"""Statements that contain nothing but a signature of the digest."""
PROVENANCE = ("https://slsa.dev/provenance/", "https://in-toto.io/Provenance/")
BILLS = ("https://spdx.dev/Document", "https://cyclonedx.org/", "https://syft.dev/bom", "https://in-toto.io/attestation/spdx")


class SignatureStatus(StrEnum):
    """What is known of the signature of a statement."""

    VERIFIED = "verified"
    PRESENT = "present, not verified"
    """There is a signature, and nothing was given that could verify it."""
    REFUSED = "does not verify"
    """Keys, or a root with identities, were given and none verifies it: another party signed it, or it was changed."""
    UNSIGNED = "unsigned"


def signed_encoding(type_: str, content: bytes) -> bytes:
    """DSSE's pre-authentication encoding: what is signed of an envelope with this type and payload."""
    kind = type_.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(content), content)


class MessageSignature(msgspec.Struct, frozen=True):
    """One signature over a message."""

    value: bytes
    key_id: str = ""
    """As the signer writes it; empty where it writes none."""


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """The very bytes that were signed: a cosign payload, or the encoding of type and payload that DSSE defines."""

    message: bytes
    signatures: tuple[MessageSignature, ...]
    certificate: bool = False
    """Signed with a short-lived key that a certificate vouches for (keyless): no key that anybody keeps can fit."""
    bundle: bytes = field(default=b"", repr=False)
    """The Sigstore bundle that holds certificate and log entry (JSON); empty where there is none, or one too large."""


class SigningIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Whose keyless signatures count: the name in a certificate, and who vouched for it."""

    identity: str
    """An address or URI; `*` stands for characters other than `/`."""
    issuer: str
    """Of the OpenID Connect token: `https://token.actions.githubusercontent.com`."""


class Attestation(msgspec.Struct, frozen=True, kw_only=True):
    """One statement."""

    subjects: tuple[tuple[str, str], ...]
    """(name, digest), sorted: what it is about."""
    predicate_type: str
    repository: str | None = None
    """Where the source is, as an address without scheme prefixes such as `git+`."""
    revision: str | None = None
    """The commit."""
    builder: str | None = None
    workflow: str | None = None
    """Path of the pipeline's definition in the repository."""
    run: str | None = None
    """The builder's own name of the run."""
    finished: datetime | None = None
    materials: tuple[str, ...] = ()
    """What it was built from, sorted."""
    signed: SignedMessage | None = None
    standing: SignatureStatus = SignatureStatus.UNSIGNED
    """`unsigned` until `facts.signatures` has judged it: a reader has no keys."""
    standing_note: str = ""
    """Of a keyless signature who signed, or why it is not verified: a clause about the statement."""
    source: EvidenceSource

    @property
    def digests(self) -> tuple[str, ...]:
        """What it is about."""
        return tuple(digest for _, digest in self.subjects)

    @property
    def is_provenance(self) -> bool:
        """Does it say where the image comes from?"""
        return self.predicate_type.startswith(PROVENANCE) and not self.is_signature

    @property
    def is_signature(self) -> bool:
        """Is it a signature of the image without any further statement?"""
        return self.predicate_type in SIGNATURES

    @property
    def is_bill(self) -> bool:
        """Is it a bill of materials?"""
        return self.predicate_type.startswith(BILLS)
