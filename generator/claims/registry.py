"""Every topic, in the order its sentences stand in a control."""

from dataclasses import replace

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
    concerned = {(one.check, control) for one in basis.discrepancies for control in one.controls}
    return tuple(_fair(claim, concerned) for topic in TOPICS for claim in topic.claims(basis))


def _fair(claim: Claim, concerned: set[tuple[str, str]]) -> Claim:
    """A check contradicts a claim only where the check itself says that it concerns the control: one source for both."""
    kept = tuple(check for check in claim.discrepancies if (check, claim.control) in concerned)
    return replace(claim, discrepancies=kept)
