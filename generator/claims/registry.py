"""Every topic, in the order its sentences stand in a control."""

from msgspec.structs import replace

from generator.claims.access import ACCESS
from generator.claims.admission import ADMISSION
from generator.claims.asset_inventory import AssetInventory
from generator.claims.audit import AUDIT
from generator.claims.base import Basis, Topic
from generator.claims.benchmarks import BENCHMARKS
from generator.claims.boundary import Boundary
from generator.claims.build_pipeline import BuildPipeline
from generator.claims.change_control import CHANGE_CONTROL
from generator.claims.cryptographic_modules import CRYPTOGRAPHIC_MODULES
from generator.claims.diagrams import DIAGRAMS
from generator.claims.encryption_at_rest import ENCRYPTION_AT_REST
from generator.claims.encryption_in_transit import ENCRYPTION_IN_TRANSIT
from generator.claims.hardening_guides import HardeningGuides
from generator.claims.image_chain import ImageChainTopic
from generator.claims.image_hardening import IMAGE_HARDENING
from generator.claims.image_provenance import IMAGE_PROVENANCE
from generator.claims.image_scanning import ImageScanning
from generator.claims.images import IMAGES
from generator.claims.isolation import ISOLATION
from generator.claims.keys_and_credentials import KEYS_AND_CREDENTIALS
from generator.claims.network import NETWORK
from generator.claims.pipelines import PIPELINES
from generator.claims.registry_monitoring import REGISTRY_MONITORING
from generator.claims.resources import RESOURCES
from generator.claims.scan_coverage import SCAN_COVERAGE
from generator.claims.security_sensors import SECURITY_SENSORS
from generator.claims.tls_termination import TlsTermination
from generator.claims.validations import Validations
from generator.model.claim import Claim
from generator.model.identifiers import ControlId

TOPICS: tuple[Topic, ...] = (
    AssetInventory(),
    ImageScanning(),
    REGISTRY_MONITORING,
    BuildPipeline(),
    IMAGE_PROVENANCE,
    ImageChainTopic(),
    # NOTE: how workloads run comes before what their images are built as, which it overrides
    ISOLATION,
    IMAGE_HARDENING,
    HardeningGuides(),
    ADMISSION,
    RESOURCES,
    Boundary(),
    NETWORK,
    ACCESS,
    AUDIT,
    SECURITY_SENSORS,
    TlsTermination(),
    ENCRYPTION_IN_TRANSIT,
    ENCRYPTION_AT_REST,
    CRYPTOGRAPHIC_MODULES,
    KEYS_AND_CREDENTIALS,
    CHANGE_CONTROL,
    BENCHMARKS,
    DIAGRAMS,
    IMAGES,
    SCAN_COVERAGE,
    PIPELINES,
    Validations(),
)


def all_claims(basis: Basis) -> tuple[Claim, ...]:
    """What the evidence says, in the order of the topics."""
    concerned = {
        (subject.check, control)
        for discrepancy in basis.discrepancies
        for subject in discrepancy.concerned
        for control in subject.controls
    }
    return tuple(_fair(claim, concerned) for topic in TOPICS for claim in topic.claims(basis))


def _fair(claim: Claim, concerned: set[tuple[str, ControlId]]) -> Claim:
    """A check contradicts a claim only where the check itself says that it concerns the control: one source for both."""
    kept = tuple(check for check in claim.discrepancies if (check, claim.control) in concerned)
    return replace(claim, discrepancies=kept)
