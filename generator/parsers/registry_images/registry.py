"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.registry_images.atopack_registry_json import AtopackRegistryJson
from generator.parsers.registry_images.cosign_signature_json import CosignSignatureJson
from generator.parsers.registry_images.in_toto_json import InTotoJson
from generator.parsers.registry_images.sigstore_bundle_json import SigstoreBundleJson

REGISTRY_IMAGES: tuple[Parser, ...] = (
    AtopackRegistryJson(),
    InTotoJson(),
    SigstoreBundleJson(),
    CosignSignatureJson(),
)
