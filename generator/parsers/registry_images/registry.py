"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import Signs

REGISTRY_IMAGES: tuple[Parser, ...] = (
    LateParser(
        "atopack-registry-json",
        "registry_images.atopack_registry_json:AtopackRegistryJson",
        "registry",
        Signs(json=("atopack_registry_image",)),
    ),
    LateParser(
        "in-toto-json",
        "registry_images.in_toto_json:InTotoJson",
        "registry",
        Signs(json=("predicateType", "payloadType")),
    ),
    LateParser(
        "sigstore-bundle-json",
        "registry_images.sigstore_bundle_json:SigstoreBundleJson",
        "registry",
        Signs(json=("verificationMaterial",)),
    ),
    LateParser(
        "cosign-signature-json",
        "registry_images.cosign_signature_json:CosignSignatureJson",
        "registry",
        Signs(json=("Base64Signature", "critical")),
    ),
)
