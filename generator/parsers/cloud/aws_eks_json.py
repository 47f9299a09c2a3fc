"""Clusters of Amazon EKS: `aws eks describe-cluster | describe-nodegroup | describe-addon | describe-fargate-profile | list-…`.

https://docs.aws.amazon.com/eks/latest/APIReference/API_Cluster.html, …/API_Nodegroup.html, …/API_Addon.html. Node groups,
add-ons and profiles are parts of their cluster and are read as its settings. A cluster without a key of its own has its
secrets encrypted all the same from Kubernetes 1.28 on, with a key that AWS owns
(https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html): the reply then names none.
"""

from collections.abc import Mapping
from typing import Final

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud import aws_eks_wire as wire
from generator.parsers.cloud.aws_names import AwsLocation, arn_of, host, names
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.replies import CloudOperation, Reply, is_reply
from generator.parsers.cloud.settings import listed, settings, spelled, tag_map, yes_no
from generator.parsers.document import Document

_CLUSTER = CloudOperation(
    operation="eks describe-cluster", key="cluster", mark="resourcesVpcConfig", about="name", named_by=("name",)
)
_NODES = CloudOperation(
    operation="eks describe-nodegroup",
    key="nodegroup",
    mark="nodegroupArn",
    about="clusterName",
    named_by=("clusterName", "nodegroupName"),
)
_ADDON = CloudOperation(
    operation="eks describe-addon", key="addon", mark="addonArn", about="clusterName", named_by=("clusterName", "addonName")
)
_FARGATE = CloudOperation(
    operation="eks describe-fargate-profile",
    key="fargateProfile",
    mark="fargateProfileArn",
    about="clusterName",
    named_by=("clusterName", "fargateProfileName"),
)
_NAMES = CloudOperation(operation="eks list-clusters", key="clusters", shared=True)
_LISTS: Mapping[str, str] = {"nodegroups": "node groups", "addons": "addons", "fargateProfileNames": "fargate profiles"}
_QUESTIONS: Final = (
    _CLUSTER,
    _NODES,
    _ADDON,
    _FARGATE,
    _NAMES,
    CloudOperation(operation="eks list-nodegroups", key="nodegroups", about="clusterName", shared=True),
    CloudOperation(operation="eks list-addons", key="addons", about="clusterName", shared=True),
    CloudOperation(operation="eks list-fargate-profiles", key="fargateProfileNames", about="clusterName", shared=True),
)
_PRODUCT = "Amazon EKS"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        if reply.question is _CLUSTER:
            gathering.add(_cluster(gathering, reply))
        elif reply.question is _NAMES:
            for index, name in enumerate(gathering.read(reply, wire.EksClusterNames).clusters):
                gathering.add(_part(gathering, name, f"{reply.place}/clusters/{index}"))
        else:
            gathering.add(_of_cluster(gathering, reply))
    return gathering.snapshot()


def _cluster(gathering: CloudGathering, reply: Reply) -> CloudResource:
    cluster = gathering.read(reply, wire.ClusterAnswer).cluster
    network = cluster.resources_vpc_config or wire.Network()
    return CloudResource(
        kind=ResourceKind.CLUSTER,
        identifier=cluster.arn or _identifier(gathering, cluster.name),
        name=cluster.name,
        host_names=names((host(cluster.endpoint),)),
        public=network.endpoint_public_access,
        product=_PRODUCT,
        version=cluster.version,
        tags=tag_map(cluster.tags),
        settings=settings(
            (
                ("endpoint", network.reached),
                ("endpoint open to", listed(network.public_access_cidrs) if network.endpoint_public_access else None),
                ("logging", listed(cluster.logs) if cluster.logging else None),
                ("secrets encryption", "customer-managed key" if cluster.encrypts_secrets else "no key named"),
                ("deletion protection", yes_no(cluster.deletion_protection)),
                ("authentication", spelled(cluster.access_config.authentication_mode) if cluster.access_config else None),
                ("oidc issuer", cluster.issuer),
                ("platform version", cluster.platform_version),
                ("state", spelled(cluster.status) if cluster.status != "ACTIVE" else None),
            )
        ),
        source=gathering.source(f"{reply.place}/cluster"),
    )


def _of_cluster(gathering: CloudGathering, reply: Reply) -> CloudResource:
    place = f"{reply.place}/{reply.question.key}"
    if reply.question is _NODES:
        group = gathering.read(reply, wire.NodegroupAnswer).nodegroup
        return _part(
            gathering, group.cluster_name, place, (f"node group {group.nodegroup_name}", group.summary), arn=group.nodegroup_arn
        )
    if reply.question is _ADDON:
        addon = gathering.read(reply, wire.AddonAnswer).addon
        return _part(gathering, addon.cluster_name, place, (f"addon {addon.addon_name}", addon.summary), arn=addon.addon_arn)
    if reply.question is _FARGATE:
        profile = gathering.read(reply, wire.FargateAnswer).fargate_profile
        pair = (f"fargate profile {profile.fargate_profile_name}", profile.summary)
        return _part(gathering, profile.cluster_name, place, pair, arn=profile.fargate_profile_arn)
    listing = gathering.read(reply, dict[str, object]).get(reply.question.key)
    listed_names = [str(each) for each in listing] if isinstance(listing, list) else []
    return _part(gathering, gathering.subject(reply), place, (_LISTS[reply.question.key], listed(listed_names)))


def _part(
    gathering: CloudGathering, cluster: str, place: str, *pairs: tuple[str, str | None], arn: str | None = None
) -> CloudResource:
    """What replies hold about a cluster beside its own description."""
    return CloudResource(
        kind=ResourceKind.CLUSTER,
        identifier=_identifier(gathering, cluster, arn),
        name=cluster,
        product=_PRODUCT,
        settings=settings(pairs),
        source=gathering.source(place),
    )


def _identifier(gathering: CloudGathering, cluster: str, arn: str | None = None) -> str:
    """The cluster's ARN, by that of its part or by the folder; else its name."""
    part = arn_of(arn)
    here = AwsLocation(part.account, part.region) if part else gathering.folder
    return str(here.arn("eks", f"cluster/{cluster}") or cluster)
