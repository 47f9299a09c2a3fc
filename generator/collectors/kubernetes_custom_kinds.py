"""Kinds that a project brings along: admission gates, meshes, scanners, deployment, keys.

They are found through the API's discovery. One that is not there is not installed, which is a finding and not a refusal.
"""

from generator.collectors.kubernetes_wanted import WHOLE_GROUP, SecretTreatment, Wanted, wanted

_VALUES, _WORKLOAD = SecretTreatment.VALUES, SecretTreatment.WORKLOAD
_REPORTS = 20
"""Objects a page: a report can be a megabyte."""

POLICIES: tuple[Wanted, ...] = (
    *wanted("templates.gatekeeper.sh", "Gatekeeper: policies", "CM-6 CM-2 CA-2 SC-39", cluster="ConstraintTemplate"),
    *wanted(
        "constraints.gatekeeper.sh",
        "Gatekeeper: enforcement and current violations",
        "CM-6 CM-2 CA-2 SC-39",
        cluster=WHOLE_GROUP,
    ),
    *wanted("config.gatekeeper.sh", "Gatekeeper: what is exempt", "CM-6", namespaced="Config"),
    *wanted(
        "mutations.gatekeeper.sh",
        "Gatekeeper: what is changed on admission",
        "CM-6",
        cluster="Assign=assign AssignMetadata=assignmetadata AssignImage=assignimage ModifySet=modifyset",
    ),
    *wanted(
        "kyverno.io",
        "Kyverno: policies, enforcement, image signatures, exceptions",
        "CM-6 CM-3 SI-7 CA-2",
        namespaced="Policy PolicyException",
        cluster="ClusterPolicy",
        treatment=_VALUES,
    ),
    *wanted(
        "policies.kyverno.io",
        "Kyverno: policies, enforcement, image signatures",
        "CM-6 CM-3 SI-7 CA-2",
        namespaced="PolicyException",
        cluster="ValidatingPolicy ImageValidatingPolicy MutatingPolicy GeneratingPolicy",
        treatment=_VALUES,
    ),
    *wanted(
        "wgpolicyk8s.io",
        "results of policies",
        "CM-6 CA-2 CA-7",
        namespaced="PolicyReport",
        cluster="ClusterPolicyReport",
        page=100,
    ),
    *wanted("openreports.io", "results of policies", "CM-6 CA-2 CA-7", namespaced="Report", cluster="ClusterReport", page=100),
    *wanted(
        "policy.sigstore.dev",
        "policy-controller: signed images only",
        "SI-7 CM-3 CM-14 SR-4",
        cluster="ClusterImagePolicy TrustRoot",
        treatment=_VALUES,
    ),
    *wanted(
        "config.ratify.deislabs.io",
        "Ratify: verification of images",
        "SI-7 CM-3 SR-4",
        namespaced="NamespacedPolicy NamespacedStore NamespacedVerifier",
        cluster="Policy Store Verifier",
        treatment=_VALUES,
    ),
    *wanted(
        "portieris.cloud.ibm.com",
        "Portieris: trusted images",
        "SI-7 CM-3",
        namespaced="ImagePolicy",
        cluster="ClusterImagePolicy",
        treatment=_VALUES,
    ),
    *wanted(
        "security.openshift.io",
        "OpenShift: what pods may do",
        "AC-6 CM-6 SC-39",
        cluster="SecurityContextConstraints=securitycontextconstraints",
    ),
)
"""Admission gates and their results."""

NETWORK: tuple[Wanted, ...] = (
    *wanted(
        "cilium.io",
        "Cilium: separation, traced behavior",
        "SC-7 AC-4 SI-4",
        namespaced="CiliumNetworkPolicy TracingPolicyNamespaced=tracingpoliciesnamespaced",
        cluster="CiliumClusterwideNetworkPolicy TracingPolicy",
        treatment=_VALUES,
    ),
    *wanted(
        "crd.projectcalico.org", "Calico: separation", "SC-7 AC-4", namespaced="NetworkPolicy", cluster="GlobalNetworkPolicy"
    ),
    *wanted("projectcalico.org", "Calico: separation", "SC-7 AC-4", namespaced="NetworkPolicy", cluster="GlobalNetworkPolicy"),
    *wanted("crd.antrea.io", "Antrea: separation", "SC-7 AC-4", namespaced="NetworkPolicy", cluster="ClusterNetworkPolicy"),
    *wanted(
        "security.istio.io",
        "Istio: encryption between services, and which calls are allowed",
        "SC-8 SC-13 SC-23 IA-3 AC-4",
        namespaced="PeerAuthentication AuthorizationPolicy RequestAuthentication",
        treatment=_VALUES,
    ),
    *wanted(
        "networking.istio.io",
        "Istio: exceptions from encryption, entry and exit points",
        "SC-8 SC-7",
        namespaced="DestinationRule Gateway ServiceEntry Sidecar VirtualService",
        treatment=_VALUES,
    ),
    *wanted(
        "policy.linkerd.io",
        "Linkerd: encryption between services, and which calls are allowed",
        "SC-8 SC-13 AC-4",
        namespaced="Server ServerAuthorization AuthorizationPolicy MeshTLSAuthentication NetworkAuthentication",
    ),
    *wanted(
        "route.openshift.io", "OpenShift: entry points from outside", "SC-7 SC-8 CM-8", namespaced="Route", treatment=_VALUES
    ),
)
"""Separation, encryption in transit, ways in."""

SCANNERS: tuple[Wanted, ...] = (
    *wanted(
        "aquasecurity.github.io",
        "Trivy Operator: scans of what runs",
        "RA-5 CM-8 SI-2 CA-2 CA-7 SI-7",
        namespaced=(
            "VulnerabilityReport ConfigAuditReport ExposedSecretReport RbacAssessmentReport InfraAssessmentReport SbomReport"
        ),
        cluster=(
            "ClusterVulnerabilityReport ClusterConfigAuditReport ClusterRbacAssessmentReport "
            "ClusterInfraAssessmentReport ClusterSbomReport ClusterComplianceReport"
        ),
        page=_REPORTS,
    ),
    *wanted(
        "spdx.softwarecomposition.kubescape.io",
        "Kubescape: scans of what runs",
        "RA-5 CM-6 CA-7",
        namespaced="VulnerabilityManifestSummary WorkloadConfigurationScanSummary",
        page=_REPORTS,
    ),
    *wanted(
        "platform.stackrox.io",
        "StackRox: sensors and their enforcement",
        "SI-4 RA-5 CM-6",
        namespaced="Central SecuredCluster",
        treatment=_VALUES,
    ),
    *wanted(
        "compliance.openshift.io",
        "OpenShift Compliance Operator: dated results",
        "CA-2 CA-7 CM-6",
        namespaced="ComplianceScan ComplianceSuite ComplianceCheckResult",
        page=100,
    ),
)
"""Continuous scanning and dated results."""

CHANGE: tuple[Wanted, ...] = (
    *wanted(
        "argoproj.io",
        "Argo CD: desired state, drift, self-healing",
        "CM-2 CM-3 CM-5 CM-6",
        namespaced="Application ApplicationSet AppProject",
        treatment=_VALUES,
    ),
    *wanted("argoproj.io", "Argo Rollouts: what is meant to run", "CM-2 CM-8", namespaced="Rollout", treatment=_WORKLOAD),
    *wanted(
        "kustomize.toolkit.fluxcd.io",
        "Flux: desired state and drift",
        "CM-2 CM-3 CM-5 CM-6",
        namespaced="Kustomization",
        treatment=_VALUES,
    ),
    *wanted(
        "helm.toolkit.fluxcd.io",
        "Flux: desired state and drift",
        "CM-2 CM-3 CM-5 CM-6",
        namespaced="HelmRelease",
        treatment=_VALUES,
    ),
    *wanted(
        "source.toolkit.fluxcd.io",
        "Flux: sources and their signatures",
        "CM-3 SI-7",
        namespaced="GitRepository HelmRepository OCIRepository",
        treatment=_VALUES,
    ),
    *wanted(
        "apps.openshift.io", "OpenShift: what is meant to run", "CM-2 CM-8", namespaced="DeploymentConfig", treatment=_WORKLOAD
    ),
)
"""Change control."""

KEYS: tuple[Wanted, ...] = (
    *wanted(
        "cert-manager.io",
        "certificates, their issuers and renewal",
        "SC-12 SC-17 SC-8",
        namespaced="Certificate Issuer",
        cluster="ClusterIssuer",
        treatment=_VALUES,
    ),
    *wanted(
        "external-secrets.io",
        "External Secrets: where credentials come from",
        "SC-12 SC-28 IA-5",
        namespaced="ExternalSecret SecretStore",
        cluster="ClusterExternalSecret ClusterSecretStore",
        treatment=_VALUES,
    ),
    *wanted(
        "bitnami.com",
        "Sealed Secrets: which credentials are kept encrypted",
        "SC-12 SC-28 IA-5",
        namespaced="SealedSecret",
        treatment=_VALUES,
    ),
    *wanted(
        "secrets-store.csi.x-k8s.io",
        "Secrets Store CSI: where credentials come from",
        "SC-12 SC-28 IA-5",
        namespaced="SecretProviderClass",
        treatment=_VALUES,
    ),
    *wanted(
        "config.openshift.io",
        "OpenShift: version, encryption at rest, TLS profile, sign-in, allowed registries",
        "CM-2 SC-28 SC-8 SC-13 AU-2 IA-2",
        cluster="APIServer ClusterVersion Image Ingress Network OAuth",
        treatment=_VALUES,
    ),
    *wanted(
        "logging.openshift.io", "OpenShift: where logs go", "AU-6 SI-4", namespaced="ClusterLogForwarder", treatment=_VALUES
    ),
    *wanted(
        "observability.openshift.io",
        "OpenShift: where logs go",
        "AU-6 SI-4",
        namespaced="ClusterLogForwarder",
        treatment=_VALUES,
    ),
    *wanted(
        "machineconfiguration.openshift.io",
        "OpenShift: FIPS mode and settings of nodes",
        "SC-13 CM-6",
        cluster="MachineConfig MachineConfigPool",
        treatment=_VALUES,
        page=_REPORTS,
    ),
)
"""Keys, certificates, encryption."""
