"""Secrets in etcd: does the API server encrypt them before it stores them?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.cryptography.cloud_resources import ReportedResource, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import ObjectCitation, PostureRequirement, PostureState, Problem
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting
from generator.model.settings.rest import OpenShiftApiServer
from generator.posture.base import Judgment, PostureContext, named, not_collected

_ENCRYPTS = ("aescbc", "aesgcm", "kms")
_KEY = "customer-managed key"

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
)


@dataclass(frozen=True, slots=True)
class SecretsAtRest:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. Of a managed cluster the cloud's reply speaks, where its name is that of the cluster's folder."""
        servers, openshift = context.of(ApiServer), context.of(OpenShiftApiServer)
        managed = _managed(context)
        if not servers and not openshift and not managed:
            return not_collected("how the API server encrypts secrets: its arguments, or the managed cluster's description")
        problems = (*_of_servers(servers), *_of_openshift(openshift), *_of_managed(managed))
        cited: tuple[ObjectCitation, ...] = tuple(server.cited for server in (*servers, *openshift)) + tuple(
            resource.cited for resource in managed
        )
        missing = ["the encryption configuration itself: which provider stands first, and for which kinds"] if servers else []
        if managed:
            missing.append("who may use the key")
        evidence = [*(["the API server's arguments"] if servers else []), *(["OpenShift's APIServer"] if openshift else [])]
        evidence += [f"the description of {resource.resource.product or 'the cluster'}" for resource in managed]
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=f"As {named(evidence)} {'say' if len(evidence) > 1 or servers else 'says'} it.",
            missing=tuple(missing),
            problems=problems,
            citations=cited,
            held=(len(cited) - len(problems), len(cited)),
        )


def _managed(context: PostureContext) -> list[ReportedResource]:
    named_so = [
        resource for resource in resources(context.facts, ResourceKind.CLUSTER) if resource.setting("secrets encryption")
    ]
    same = [resource for resource in named_so if resource.resource.name == context.cluster]
    return same or (named_so if len(named_so) == len(context.facts.configurations) == 1 else [])


def _of_servers(servers: tuple[Setting[ApiServer], ...]) -> Iterator[Problem]:
    for each in servers:
        if not each.says.flag("encryption-provider-config"):
            text = "writes secrets to etcd in plain (no encryption-provider-config)"
            yield Problem(subject=each.key, text=text, citations=(each.cited,))


def _of_openshift(servers: tuple[Setting[OpenShiftApiServer], ...]) -> Iterator[Problem]:
    for each in servers:
        if each.says.encryption.lower() not in _ENCRYPTS:
            text = f"writes secrets to etcd in plain (encryption type {each.says.encryption or 'not set'})"
            yield Problem(subject=each.key, text=text, citations=(each.cited,))


def _of_managed(clusters: list[ReportedResource]) -> Iterator[Problem]:
    for cluster in clusters:
        if cluster.setting("secrets encryption") != _KEY:
            yield cluster.problem(
                "names no key of its own for secrets: only the provider's default encryption, if any, covers them"
            )
