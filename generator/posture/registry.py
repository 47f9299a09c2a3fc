"""Every row of the evidence-to-control table, in the order of the matrix, and their judgment of a system."""

from collections.abc import Iterator

from generator.model.facts import SystemFacts
from generator.model.posture import Certainty, Posture, PostureState
from generator.model.settings.base import ClusterConfiguration
from generator.model.system import System
from generator.posture.admission_gate import AdmissionGate
from generator.posture.admission_policies import AdmissionPolicies
from generator.posture.admission_webhooks import AdmissionWebhooks
from generator.posture.api_server_access import ApiServerAccess
from generator.posture.api_server_admission import ApiServerAdmission
from generator.posture.api_server_audit import ApiServerAudit
from generator.posture.api_server_audit_kept import ApiServerAuditKept
from generator.posture.api_server_tls import ApiServerTls
from generator.posture.base import Judgment, PostureContext, PostureRow, not_collected
from generator.posture.benchmark_results import BenchmarkResults
from generator.posture.certificates_valid import CertificatesValid
from generator.posture.cloud_at_rest import CloudAtRest
from generator.posture.container_privileges import ContainerPrivileges
from generator.posture.crypto_modules import CryptoModules
from generator.posture.dockerfile_lint import DockerfileLint
from generator.posture.dockerfile_rows import DOCKERFILE_BASE, DOCKERFILE_PINNED, DOCKERFILE_USER
from generator.posture.entry_tls import EntryTls
from generator.posture.etcd_access import EtcdAccess
from generator.posture.fips_indicators import FipsIndicators
from generator.posture.gatekeeper_constraints import GatekeeperConstraints
from generator.posture.gitops_in_sync import GitopsInSync
from generator.posture.host_sharing import HostSharing
from generator.posture.image_digests_admitted import ImageDigestsAdmitted
from generator.posture.inspector_coverage import InspectorCoverage
from generator.posture.kubelet_settings import KubeletSettings
from generator.posture.kyverno_policies import KyvernoPolicies
from generator.posture.load_balancer_tls import LoadBalancerTls
from generator.posture.managed_audit import ManagedAudit
from generator.posture.manual_changes import ManualChanges
from generator.posture.mesh_last_hop import MeshLastHop
from generator.posture.mesh_mtls import MeshMtls
from generator.posture.network_default_deny import NetworkDefaultDeny
from generator.posture.pipeline_checks import PIPELINE_MANIFESTS, PIPELINE_SECRETS
from generator.posture.pipeline_delivery import PipelineDelivers
from generator.posture.pipeline_scans import PipelineScans
from generator.posture.pipeline_supply import PIPELINE_ATTESTS, PIPELINE_SBOM, PIPELINE_SIGNS
from generator.posture.pod_security_levels import PodSecurityLevels
from generator.posture.policy_reports import PolicyReports
from generator.posture.rbac_width import RbacWidth
from generator.posture.registry_monitor import RegistryMonitor
from generator.posture.registry_scans_images import RegistryScansImages
from generator.posture.resource_limits import ResourceLimits
from generator.posture.resource_quotas import ResourceQuotas
from generator.posture.running_images_watched import RunningImagesWatched
from generator.posture.secret_stores import SecretStores
from generator.posture.secrets_at_rest import SecretsAtRest
from generator.posture.secrets_in_environment import SecretsInEnvironment
from generator.posture.sensor_alerts import SensorAlerts
from generator.posture.sensor_everywhere import SensorEverywhere
from generator.posture.sensor_losses import SensorLosses
from generator.posture.sensor_on_every_node import SensorOnEveryNode
from generator.posture.service_account_tokens import ServiceAccountTokens
from generator.posture.signed_images import SignedImages
from generator.posture.volumes_at_rest import VolumesAtRest

ROWS: tuple[PostureRow, ...] = (
    DOCKERFILE_BASE,
    DOCKERFILE_PINNED,
    DOCKERFILE_USER,
    DockerfileLint(),
    PipelineDelivers(),
    PipelineScans(),
    PIPELINE_SECRETS,
    PIPELINE_MANIFESTS,
    PIPELINE_SIGNS,
    PIPELINE_ATTESTS,
    PIPELINE_SBOM,
    AdmissionGate(),
    AdmissionWebhooks(),
    AdmissionPolicies(),
    GatekeeperConstraints(),
    KyvernoPolicies(),
    SignedImages(),
    ImageDigestsAdmitted(),
    PodSecurityLevels(),
    ContainerPrivileges(),
    HostSharing(),
    ResourceLimits(),
    ResourceQuotas(),
    NetworkDefaultDeny(),
    RbacWidth(),
    ServiceAccountTokens(),
    ApiServerAdmission(),
    ApiServerAccess(),
    ApiServerAudit(),
    ApiServerAuditKept(),
    ApiServerTls(),
    EtcdAccess(),
    KubeletSettings(),
    SensorOnEveryNode(),
    SensorEverywhere(),
    SensorAlerts(),
    SensorLosses(),
    RunningImagesWatched(),
    RegistryMonitor(),
    RegistryScansImages(),
    InspectorCoverage(),
    MeshMtls(),
    MeshLastHop(),
    EntryTls(),
    LoadBalancerTls(),
    SecretsAtRest(),
    VolumesAtRest(),
    CloudAtRest(),
    FipsIndicators(),
    CryptoModules(),
    GitopsInSync(),
    ManualChanges(),
    ManagedAudit(),
    BenchmarkResults(),
    PolicyReports(),
    SecretStores(),
    SecretsInEnvironment(),
    CertificatesValid(),
)

_NOWHERE = ClusterConfiguration(cluster="", running=False, listed=frozenset(), refused=frozenset(), settings=())


def judge_all(system: System, facts: SystemFacts) -> tuple[Posture, ...]:
    """The state of every requirement, in the order of the rows and then of the clusters."""
    return tuple(posture for row in ROWS for posture in judge(row, system, facts))


def judge(row: PostureRow, system: System, facts: SystemFacts) -> Iterator[Posture]:
    """One requirement: in each cluster, or once."""
    if not row.per_cluster:
        yield _posture(row, PostureContext(system=system, facts=facts, configuration=_NOWHERE))
    elif not facts.configurations:
        yield _made(row, _NOWHERE, not_collected("a cluster"))
    for each in facts.configurations if row.per_cluster else ():
        yield _posture(row, PostureContext(system=system, facts=facts, configuration=each))


def _posture(row: PostureRow, context: PostureContext) -> Posture:
    return _made(row, context.configuration, row.judge(context))


def _made(row: PostureRow, configuration: ClusterConfiguration, judgment: Judgment) -> Posture:
    seen = Certainty.SEEN if configuration.running or not row.per_cluster else Certainty.DECLARED
    return Posture(
        requirement=row.requirement,
        cluster=configuration.cluster,
        state=judgment.state,
        summary=judgment.summary,
        certainty=judgment.certainty or (Certainty.NONE if judgment.state is PostureState.NOT_COLLECTED else seen),
        missing=judgment.missing,
        problems=judgment.problems,
        held=judgment.held,
        citations=tuple(sorted(judgment.citations, key=lambda each: (each.key, each.source))),
    )
