"""Every topic, in the order its sentences stand in a control."""

from generator.claims.asset_inventory import AssetInventory
from generator.claims.base import Basis, Topic
from generator.claims.boundary import Boundary
from generator.claims.build_pipeline import BuildPipeline
from generator.claims.image_provenance import ImageProvenance
from generator.claims.image_scanning import ImageScanning
from generator.model.claim import Claim

TOPICS: tuple[Topic, ...] = (AssetInventory(), ImageScanning(), BuildPipeline(), ImageProvenance(), Boundary())


def all_claims(basis: Basis) -> tuple[Claim, ...]:
    """What the evidence says, in the order of the topics."""
    return tuple(claim for topic in TOPICS for claim in topic.claims(basis))
