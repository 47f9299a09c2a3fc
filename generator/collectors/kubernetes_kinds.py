"""What the collector asks a cluster for, and what each kind is evidence of.

The list is explicit: what is not in it is never asked for. Controls name the part of NIST SP 800-53 that a reader looks at
first; an object proves that something is configured, never that a control is satisfied.
"""

from generator.collectors.kubernetes_custom_kinds import CHANGE, KEYS, NETWORK, POLICIES, SCANNERS
from generator.collectors.kubernetes_wanted import SecretTreatment, Wanted, wanted

_VALUES, _WORKLOAD = SecretTreatment.VALUES, SecretTreatment.WORKLOAD

CORE: tuple[Wanted, ...] = (
    *wanted(
        "", "nodes, their versions and age; Pod Security levels of namespaces", "CM-2 CM-6 CM-8 SI-2", cluster="Namespace Node"
    ),
    *wanted(
        "",
        "what runs, isolation, limits, digests, API server arguments",
        "CM-8 SC-39 AC-6 SC-6 SC-28 AU-2",
        namespaced="Pod ReplicationController",
        treatment=_WORKLOAD,
    ),
    *wanted(
        "apps",
        "what is meant to run; runtime sensors on every node",
        "CM-2 CM-8 SI-3 SI-4 IR-4",
        namespaced="Deployment StatefulSet DaemonSet ReplicaSet",
        treatment=_WORKLOAD,
    ),
    *wanted(
        "batch",
        "what runs by schedule; benchmark and scanner runs",
        "CM-8 CA-2 CA-7",
        namespaced="Job CronJob",
        treatment=_WORKLOAD,
    ),
    *wanted("", "entry points, and what answers them", "SC-7 CM-7 CM-8", namespaced="Service"),
    *wanted(
        "networking.k8s.io",
        "entry points from outside",
        "SC-7 SC-8 CM-8",
        namespaced="Ingress",
        cluster="IngressClass",
        treatment=_VALUES,
    ),
    *wanted(
        "gateway.networking.k8s.io",
        "entry points from outside",
        "SC-7 SC-8 CM-8",
        namespaced="Gateway HTTPRoute GRPCRoute TLSRoute",
        treatment=_VALUES,
    ),
    *wanted(
        "networking.k8s.io", "separation of namespaces and workloads", "SC-7 SC-2 SC-3 SC-4 AC-4", namespaced="NetworkPolicy"
    ),
    *wanted(
        "policy.networking.k8s.io",
        "separation that a namespace cannot undo",
        "SC-7 AC-4",
        cluster="AdminNetworkPolicy BaselineAdminNetworkPolicy",
    ),
    *wanted("", "limits of resources", "SC-5 SC-6", namespaced="LimitRange ResourceQuota"),
    *wanted("policy", "availability under maintenance", "SC-5 SC-6", namespaced="PodDisruptionBudget"),
    *wanted("policy", "the gate of clusters before 1.25", "CM-6 AC-6 SC-39", cluster="PodSecurityPolicy"),
    *wanted("scheduling.k8s.io", "what is kept running first", "SC-6", cluster="PriorityClass"),
    *wanted("node.k8s.io", "sandboxed runtimes", "SC-39 SC-3", cluster="RuntimeClass"),
    *wanted("", "identities of workloads", "AC-2 AC-3 AC-6", namespaced="ServiceAccount"),
    *wanted(
        "rbac.authorization.k8s.io",
        "who may do what",
        "AC-2 AC-3 AC-6",
        namespaced="Role RoleBinding",
        cluster="ClusterRole ClusterRoleBinding",
    ),
    *wanted(
        "admissionregistration.k8s.io",
        "admission gates, and whether they can be passed by",
        "CM-3 CM-6 CM-2 SI-7 AC-6",
        cluster=(
            "ValidatingWebhookConfiguration MutatingWebhookConfiguration ValidatingAdmissionPolicy "
            "ValidatingAdmissionPolicyBinding MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"
        ),
        treatment=_VALUES,
    ),
    *wanted("storage.k8s.io", "encryption of volumes", "SC-28 SC-12", cluster="StorageClass CSIDriver", treatment=_VALUES),
    *wanted(
        "", "where data rests", "SC-28 CM-8", namespaced="PersistentVolumeClaim", cluster="PersistentVolume", treatment=_VALUES
    ),
    *wanted(
        "",
        "configuration of meshes, networks and sensors",
        "CM-6 SC-8 SC-13",
        namespaced="ConfigMap",
        treatment=SecretTreatment.CONFIGURATION,
        page=100,
    ),
    *wanted(
        "",
        "which credentials exist, by name and type",
        "IA-5 SC-12 SC-28",
        namespaced="Secret",
        treatment=SecretTreatment.NAMES,
    ),
)
"""What every cluster serves."""

WANTED: tuple[Wanted, ...] = (*CORE, *POLICIES, *NETWORK, *SCANNERS, *CHANGE, *KEYS)
"""Everything, in the order it is asked for."""

CLUSTER_UID = "/api/v1/namespaces/kube-system"
"""The one object that is asked for by name: its UID stands for the cluster's."""

DISCOVERY = ("/api", "/apis", "/version")
"""Paths that are no resources: which kinds the server serves, and its version."""
