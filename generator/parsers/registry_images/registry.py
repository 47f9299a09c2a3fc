"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

REGISTRY_IMAGES: tuple[Parser, ...] = (
    LateParser(
        "registry_images.atopack_registry_json",
        "Image in a registry, as `atopack collect registry` writes it (JSON)",
        Signs(json=("atopack_registry_image",)),
    ),
    LateParser(
        "registry_images.in_toto_json",
        "in-toto statements and DSSE envelopes: provenance, SBOM attestations (JSON, JSON lines)",
        Signs(json=("predicateType", "payloadType")),
    ),
    LateParser(
        "registry_images.sigstore_bundle_json",
        "Sigstore bundle: signature or attestation (JSON, JSON lines)",
        Signs(json=("verificationMaterial",)),
    ),
    LateParser(
        "registry_images.cosign_signature_json",
        "cosign signature and its payload (JSON, JSON lines)",
        Signs(json=("Base64Signature", "critical")),
    ),
)
