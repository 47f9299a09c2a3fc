"""What Amazon EKS answers, as far as it is read: https://docs.aws.amazon.com/eks/latest/APIReference/Welcome.html."""

import msgspec

from generator.parsers.cloud.settings import listed


class Network(msgspec.Struct, rename="camel"):
    """Who reaches the API server."""

    endpoint_public_access: bool | None = None
    endpoint_private_access: bool | None = None
    public_access_cidrs: tuple[str, ...] | None = None

    @property
    def reached(self) -> str | None:
        """`public`, `private`, `both`; None where the reply does not say both."""
        ways = {(True, True): "both", (True, False): "public", (False, True): "private"}
        return ways.get((self.endpoint_public_access or False, self.endpoint_private_access or False))


class Logs(msgspec.Struct):
    """Kinds of logs that are switched on or off together."""

    types: tuple[str, ...] | None = None
    enabled: bool | None = None


class Logging(msgspec.Struct, rename="camel"):
    """Logs of the control plane."""

    cluster_logging: tuple[Logs, ...] | None = None


class Oidc(msgspec.Struct, gc=False):
    """The issuer of workloads' identities."""

    issuer: str | None = None


class Identity(msgspec.Struct):
    """See `Oidc`."""

    oidc: Oidc | None = None


class EksEncryption(msgspec.Struct):
    """What is encrypted with a key of the customer's."""

    resources: tuple[str, ...] | None = None


class EksAccess(msgspec.Struct, rename="camel", gc=False):
    """How people are let in."""

    authentication_mode: str | None = None


class EksCluster(msgspec.Struct, rename="camel"):
    """One cluster."""

    name: str
    arn: str | None = None
    version: str | None = None
    endpoint: str | None = None
    status: str | None = None
    platform_version: str | None = None
    deletion_protection: bool | None = None
    resources_vpc_config: Network | None = None
    logging: Logging | None = None
    identity: Identity | None = None
    encryption_config: tuple[EksEncryption, ...] | None = None
    access_config: EksAccess | None = None
    tags: dict[str, str | None] | None = None

    @property
    def logs(self) -> tuple[str, ...]:
        """Those that are written."""
        groups = (self.logging.cluster_logging if self.logging else None) or ()
        return tuple(name for group in groups if group.enabled for name in group.types or ())

    @property
    def encrypts_secrets(self) -> bool:
        """With a key of the customer's."""
        return any("secrets" in (each.resources or ()) for each in self.encryption_config or ())

    @property
    def issuer(self) -> str | None:
        """Of workloads' identities."""
        return self.identity.oidc.issuer if self.identity and self.identity.oidc else None


class Scaling(msgspec.Struct, rename="camel", gc=False):
    """How many nodes."""

    min_size: int | None = None
    max_size: int | None = None


class Remote(msgspec.Struct, rename="camel"):
    """Who may log in to nodes."""

    ec2_ssh_key: str | None = None
    source_security_groups: tuple[str, ...] | None = None


class Nodegroup(msgspec.Struct, rename="camel"):
    """Nodes alike."""

    cluster_name: str
    nodegroup_name: str
    nodegroup_arn: str | None = None
    version: str | None = None
    release_version: str | None = None
    ami_type: str | None = None
    status: str | None = None
    scaling_config: Scaling | None = None
    remote_access: Remote | None = None

    @property
    def summary(self) -> str:
        """`BOTTLEROCKET_x86_64_FIPS, release 1.30.0-fe4f5a4c, 2 to 5 nodes`."""
        size = self.scaling_config or Scaling()
        parts = (
            self.ami_type,
            f"release {self.release_version}" if self.release_version else None,
            f"{size.min_size} to {size.max_size} nodes" if size.min_size is not None and size.max_size is not None else None,
            self.logs_in,
            _state(self.status),
        )
        return ", ".join(part for part in parts if part) or "listed"

    @property
    def logs_in(self) -> str | None:
        """With a key and without security groups port 22 is open to the internet (API_RemoteAccessConfig)."""
        if self.remote_access is None or not self.remote_access.ec2_ssh_key:
            return None
        groups = self.remote_access.source_security_groups
        return f"SSH from {listed(groups)}" if groups else "SSH from anywhere"


class Addon(msgspec.Struct, rename="camel"):
    """Software that EKS keeps in the cluster."""

    cluster_name: str
    addon_name: str
    addon_arn: str | None = None
    addon_version: str | None = None
    status: str | None = None

    @property
    def summary(self) -> str:
        """`v1.18.1-eksbuild.1`."""
        return ", ".join(part for part in (self.addon_version, _state(self.status)) if part) or "listed"


class FargateSelector(msgspec.Struct, gc=False):
    """Which pods."""

    namespace: str | None = None


class FargateProfile(msgspec.Struct, rename="camel"):
    """Pods that run without nodes of one's own."""

    cluster_name: str
    fargate_profile_name: str
    fargate_profile_arn: str | None = None
    status: str | None = None
    selectors: tuple[FargateSelector, ...] | None = None

    @property
    def summary(self) -> str:
        """`namespaces batch, jobs`."""
        namespaces = listed(each.namespace for each in self.selectors or ())
        return ", ".join(part for part in (f"namespaces {namespaces}", _state(self.status)) if part)


class EksClusterNames(msgspec.Struct):
    """`list-clusters`."""

    clusters: tuple[str, ...]


class ClusterAnswer(msgspec.Struct):
    """`describe-cluster`."""

    cluster: EksCluster


class NodegroupAnswer(msgspec.Struct):
    """`describe-nodegroup`."""

    nodegroup: Nodegroup


class AddonAnswer(msgspec.Struct):
    """`describe-addon`."""

    addon: Addon


class FargateAnswer(msgspec.Struct, rename="camel"):
    """`describe-fargate-profile`."""

    fargate_profile: FargateProfile


def _state(status: str | None) -> str | None:
    """Only where it is not the usual one."""
    return status.replace("_", " ").lower() if status and status != "ACTIVE" else None
