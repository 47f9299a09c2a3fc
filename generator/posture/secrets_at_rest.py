"""Secrets in etcd: does the API server encrypt them before it stores them?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.cloud import ResourceKind
from generator.model.posture import Citation, Problem, Requirement, State
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting
from generator.model.settings.rest import OpenShiftApiServer
from generator.posture.base import Ground, Judgement, named, not_collected
from generator.posture.cloud_ground import Resource, resources
from generator.posture.mapping import mapped

_ENCRYPTS = ("aescbc", "aesgcm", "kms")
_KEY = "customer-managed key"

_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`. Of a managed cluster the cloud's reply speaks, where its name is that of the cluster's folder."""
        servers, openshift = ground.of(ApiServer), ground.of(OpenShiftApiServer)
        managed = _managed(ground)
        if not servers and not openshift and not managed:
            return not_collected("how the API server encrypts secrets: its arguments, or the managed cluster's description")
        problems = (*_of_servers(servers), *_of_openshift(openshift), *_of_managed(managed))
        cited: tuple[Citation, ...] = tuple(one.cited for one in (*servers, *openshift)) + tuple(one.cited for one in managed)
        missing = ["the encryption configuration itself: which provider stands first, and for which kinds"] if servers else []
        if managed:
            missing.append("who may use the key")
        told = [*(["the API server's arguments"] if servers else []), *(["OpenShift's APIServer"] if openshift else [])]
        told += [f"the description of {one.said.product or 'the cluster'}" for one in managed]
        return Judgement(
            state=State.NOT_ENFORCING if problems else State.ENFORCING,
            found=f"As {named(told)} {'say' if len(told) > 1 or servers else 'says'} it.",
            missing=tuple(missing),
            problems=problems,
            citations=cited,
            held=(len(cited) - len(problems), len(cited)),
        )


def _managed(ground: Ground) -> list[Resource]:
    named_so = [one for one in resources(ground.facts, ResourceKind.CLUSTER) if one.setting("secrets encryption")]
    same = [one for one in named_so if one.said.name == ground.cluster]
    return same or (named_so if len(named_so) == len(ground.facts.configurations) == 1 else [])


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


def _of_managed(clusters: list[Resource]) -> Iterator[Problem]:
    for one in clusters:
        if one.setting("secrets encryption") != _KEY:
            yield one.problem(
                "names no key of its own for secrets: only the provider's default encryption, if any, covers them"
            )
