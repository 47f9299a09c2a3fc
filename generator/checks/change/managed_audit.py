"""Audit logs of control planes that the provider runs, and OpenShift's audit profile."""

from generator.checks.base import Check, CheckContext, Judgment, is_kubernetes, judged, named, none_found, not_collected
from generator.checks.cryptography.cloud_resources import ReportedResource, accounts, answers_to, of_accounts, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.rest import OpenShiftApiServer
from generator.model.verdict_makers import fails, passes, unknown

_OFF = "None"
_WANTED = ("api", "audit", "authenticator")
_KEPT = "That a log is switched on does not show how long it is kept and who reads it."
_LIST = "eks list-clusters"

_REQUIREMENT = PostureRequirement(
    id="managed-audit",
    area="Control plane",
    title="Managed control planes write their audit logs",
    problem="Managed control plane writes no audit log",
    asks="Are the API, audit and sign-in logs of every managed control plane switched on?",
    rationale="A managed control plane keeps no log that anybody can ask for later.",
    fix="Switch the cluster's logs on (EKS: api, audit, authenticator), or set OpenShift's audit profile.",
    reference="https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html; NIST SP 800-53 Rev. 5, AU-12",
    controls=mapped(nist="AU-2 AU-12", ours="SI-4"),
    subjects=("cluster", "clusters"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the clusters whose control plane is not shown to be the system's own: those with an API server among
    their pods are the matter of `api-server-audit`, and are left out.
    """
    managed = {each.resource.name: each for each in resources(context.facts, ResourceKind.CLUSTER)}
    own = [each.cluster for each in context.facts.configurations if each.of(ApiServer) and each.cluster not in managed]
    others = [each for each in context.facts.configurations if is_kubernetes(each) and each.cluster not in (*own, *managed)]
    subjects = [_managed(each) for each in managed.values()]
    subjects += [verdict for each in others for verdict in _cluster(context, each)]
    if subjects:
        left_out = [f"Clusters that run their own API server are left out: {named(own)}."] if own else []
        return judged(subjects, notes=(*left_out, _KEPT))
    if own:
        return none_found("Every collected cluster runs its own API server.")
    if accounts(context.facts) and answers_to(context.facts, _LIST):
        return none_found("The collected accounts run no managed cluster.")
    return not_collected("the logs of managed control planes (`aws eks describe-cluster`)")


def _managed(cluster: ReportedResource) -> JudgedSubject:
    name, logging = f"cluster {cluster.resource.name}", cluster.setting("logging")
    if logging is None:
        return unknown(name, f"the log settings of cluster {cluster.resource.name} were not collected", cluster.cited)
    logs = {word.strip().lower() for word in logging.split(",")}
    absent = [each for each in _WANTED if each not in logs]
    if absent:
        return fails(name, f"does not write the logs {', '.join(absent)}", cluster.cited, certainty=Certainty.OBSERVED)
    return passes(name, cluster.cited, certainty=Certainty.OBSERVED, reason=f"logs: {logging}")


def _cluster(context: CheckContext, configuration: ClusterConfiguration) -> list[JudgedSubject]:
    name, servers = f"cluster {configuration.cluster}", configuration.of(OpenShiftApiServer)
    if servers:
        return [_openshift(context, name, each) for each in servers]
    return [unknown(name, f"the log settings of cluster {configuration.cluster} were not collected")]


def _openshift(context: CheckContext, name: str, server: Setting[OpenShiftApiServer]) -> JudgedSubject:
    """https://docs.openshift.com (Configuring the audit log policy): rules of their own for groups of users win."""
    certainty = context.certainty_of(server)
    if server.says.audit_profile == _OFF:
        return fails(name, "writes no audit log (audit profile None)", server.cited, certainty=certainty)
    if server.says.audit_off:
        text = f"writes no audit log for {named(server.says.audit_off)} (customRules with profile None)"
        return fails(name, text, server.cited, certainty=certainty)
    return passes(name, server.cited, certainty=certainty, reason=f"audit profile {server.says.audit_profile or 'Default'}")


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=of_accounts("other clusters", _LIST), kubernetes=True)
