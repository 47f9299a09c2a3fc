"""Tokens of service accounts: does a workload with the default account of its namespace get a key to the API?"""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.cluster_subjects import certainty as certainty_of
from generator.checks.cluster_subjects import judge_workloads
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.scan import Severity
from generator.model.settings.access import ServiceAccount
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation
from generator.model.verdict_makers import fails, passes, unknown

_DEFAULT = "default"
_MOUNTS = "mounts the token of the namespace's default service account"

_REQUIREMENT = PostureRequirement(
    id="service-account-token",
    area="Access",
    title="No workload receives a token of the default service account",
    problem="Workload receives a token of the default service account",
    asks="Does every workload that gets a token for the API use another service account than `default`?",
    rationale="What is ever granted to the default account is granted to every pod of the namespace that mounts its token.",
    fix="Set `automountServiceAccountToken: false` on the pod or the default account, or give it its own account.",
    reference="https://kubernetes.io/docs/concepts/security/service-accounts/ and CIS Kubernetes 1.12, 5.1.5 and 5.1.6",
    controls=mapped(nist="AC-6", ours="AC-2 IA-5"),
    subjects=("workload", "workloads"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Configure Service Accounts for Pods": what the pod says wins over what its account says, and a pod that runs
    shows by its volumes whether it got a token.
    """
    note = "Whether workloads with another account need its token, and who shares one (CIS 5.1.6) was not judged."
    return judge_workloads(context, lambda each: _subject(each, context), notes=(note,))


def _subject(each: Setting[PodIsolation], context: CheckContext) -> JudgedSubject:
    sure, says = certainty_of(context, each), each.says
    if says.service_account != _DEFAULT:
        return passes(each.key, each.cited, certainty=sure, reason=f"account {says.service_account}")
    mounts = says.holds_token or (False if sure is Certainty.OBSERVED else says.mounts_token)
    if mounts is not None:
        return _verdict(each, mounts=mounts, certainty=sure)
    account = [one for one in context.of(ServiceAccount) if (one.namespace, one.name) == (each.namespace, _DEFAULT)]
    if not account:
        reason = "pod does not say and the default account was not collected"
        return unknown(each.key, reason, each.cited, next_step="collect the service accounts of every namespace")
    both = weakest([sure, *(context.certainty_of(one) for one in account)])
    mounts = any(one.says.mounts_token is not False for one in account)
    return _verdict(each, *(one.cited for one in account), mounts=mounts, certainty=both)


def _verdict(each: Setting[PodIsolation], *account: ObjectCitation, mounts: bool, certainty: Certainty) -> JudgedSubject:
    if mounts:
        return fails(each.key, _MOUNTS, each.cited, *account, certainty=certainty)
    return passes(each.key, each.cited, *account, certainty=certainty, reason="no token")


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
