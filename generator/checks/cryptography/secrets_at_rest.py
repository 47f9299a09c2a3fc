"""Secrets in etcd: does the API server encrypt them before it stores them?"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, is_kubernetes, judged, not_collected
from generator.checks.cryptography.cloud_resources import ReportedResource, of_accounts, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement, weakest
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.rest import OpenShiftApiServer, SecretsEncryption
from generator.model.verdict_makers import fails, passes, unknown

_ENCRYPTS = ("aescbc", "aesgcm", "kms", "secretbox")
_SECRETBOX = "The provider secretbox uses algorithms that FIPS 140 does not approve."
_KEY, _EKS = "customer-managed key", "Amazon EKS"
_ALWAYS = (1, 28)
"""From this version on EKS encrypts every Kubernetes object with a key that AWS owns, where no other is named:
https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html."""

_REQUIREMENT = PostureRequirement(
    id="secrets-at-rest",
    area="Encryption at rest",
    title="Secrets are encrypted in etcd",
    problem="Secrets are not encrypted in etcd",
    asks="Does the API server encrypt Secrets before it writes them to etcd?",
    rationale="Whoever reads etcd, a snapshot of it or the disk below it, reads every credential that is stored in plain.",
    fix="Set `--encryption-provider-config` with a KMS or AES provider first; with a managed cluster, name a key for secrets.",
    reference="https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/; Kubernetes STIG V-274882; CIS 1.12, 1.2.27",
    controls=mapped(fedramp="SC-28", nist="SC-28(1)", ours="SC-12"),
    subjects=("cluster", "clusters"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the clusters: those of the evidence, and managed ones that a cloud's answer describes.

    A cloud's answer is joined to a cluster by its name alone. The argument of an API server names a file, not what is in it; a
    configuration is declared, since values written before it stay in plain until they are written again.
    """
    managed = {each.resource.name: each for each in resources(context.facts, ResourceKind.CLUSTER)}
    clusters = [each for each in context.facts.configurations if is_kubernetes(each)]
    collected = {each.cluster for each in clusters}
    subjects = [each for configuration in clusters for each in _cluster(context, configuration, managed)]
    subjects += [_managed(each) for name, each in managed.items() if name not in collected]
    if not subjects:
        return not_collected("how the API server encrypts secrets: its arguments, or the managed cluster's description")
    boxed = any(
        "secretbox" in each.says.providers[:1]
        for configuration in context.facts.configurations
        for each in configuration.of(SecretsEncryption)
    )
    return judged(subjects, notes=(_SECRETBOX,) if boxed else ())


def _cluster(
    context: CheckContext, configuration: ClusterConfiguration, managed: dict[str, ReportedResource]
) -> Iterator[JudgedSubject]:
    name = f"cluster {configuration.cluster}"
    written = configuration.of(SecretsEncryption)
    verdicts = [_server(context, name, each, written) for each in configuration.of(ApiServer)]
    verdicts += [_openshift(context, name, each) for each in configuration.of(OpenShiftApiServer)]
    verdicts += [_managed(managed[configuration.cluster])] if configuration.cluster in managed else []
    yield from verdicts or [unknown(name, "how its API server encrypts Secrets was not collected")]


def _server(
    context: CheckContext, name: str, server: Setting[ApiServer], written: tuple[Setting[SecretsEncryption], ...]
) -> JudgedSubject:
    if not server.says.flag("encryption-provider-config"):
        text = f"writes Secrets to etcd in plain: {server.key} has no encryption-provider-config"
        return fails(name, text, server.cited, certainty=context.certainty_of(server))
    if not written:
        return unknown(name, "the encryption configuration was not collected", server.cited)
    cited = (server.cited, *(each.cited for each in written))
    for each in written:
        first = each.says.providers[0] if each.says.providers else ""
        if first not in _ENCRYPTS:
            why = f"its first provider is {first}" if first else "no entry is for Secrets"
            text = f"writes Secrets to etcd in plain: in the encryption configuration {why}"
            return fails(name, text, *cited, certainty=Certainty.DECLARED, contested_by=[each.source])
    return passes(name, *cited, certainty=Certainty.DECLARED, reason=f"the first provider is {written[0].says.providers[0]}")


def _openshift(context: CheckContext, name: str, server: Setting[OpenShiftApiServer]) -> JudgedSubject:
    """https://docs.openshift.com (Encrypting etcd data): the type is what is asked for, not that the migration is complete."""
    if server.says.encryption.lower() in _ENCRYPTS:
        reason = f"encryption type {server.says.encryption}"
        return passes(name, server.cited, certainty=weakest((context.certainty_of(server), Certainty.DECLARED)), reason=reason)
    text = f"writes Secrets to etcd in plain (encryption type {server.says.encryption or 'not set'})"
    return fails(name, text, server.cited, certainty=context.certainty_of(server))


def _managed(cluster: ReportedResource) -> JudgedSubject:
    name, stated = f"cluster {cluster.resource.name}", cluster.setting("secrets encryption")
    if stated == _KEY:
        return passes(name, cluster.cited, certainty=Certainty.OBSERVED, reason="the cloud names a key for Secrets")
    version = _version(cluster.resource.version or "")
    if stated is None or version is None or cluster.resource.product != _EKS:
        return unknown(name, "the cloud's answer does not say how Secrets are encrypted", cluster.cited)
    if version >= _ALWAYS:
        reason = f"EKS {cluster.resource.version} encrypts every object with a key that AWS owns"
        return passes(name, cluster.cited, certainty=Certainty.DECLARED, reason=reason)
    text = f"names no key for Secrets, and EKS {cluster.resource.version} does not encrypt them by default"
    return fails(name, text, cluster.cited, certainty=Certainty.OBSERVED)


def _version(text: str) -> tuple[int, int] | None:
    major, _, minor = text.partition(".")
    return (int(major), int(minor)) if major.isdecimal() and minor.isdecimal() else None


CHECK = Check(
    requirement=_REQUIREMENT, judge=_judge, population=of_accounts("other clusters", "eks list-clusters"), kubernetes=True
)
