"""Formats of this family, in the order they are asked."""

from generator.parsers.base import Parser
from generator.parsers.registry_images.atopack_registry_json import AtopackRegistryJson

REGISTRY_IMAGES: tuple[Parser, ...] = (AtopackRegistryJson(),)
