"""Audit logs of control planes that the provider runs, and OpenShift's audit profile."""

from dataclasses import dataclass

from generator.checks.cryptography.cloud_resources import ReportedResource, accounts, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import ObjectCitation, PostureRequirement, PostureState, Problem
from generator.model.settings.base import Setting
from generator.model.settings.rest import OpenShiftApiServer
from generator.posture.base import Judgment, PostureContext, none_found, not_collected
from generator.text import counted

_OFF = "None"
_WANTED = ("api", "audit", "authenticator")

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
)


@dataclass(frozen=True, slots=True)
class ManagedAudit:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. Clusters that run their own API server are the matter of another row."""
        clusters = resources(context.facts, ResourceKind.CLUSTER)
        reported_resources = [cluster for cluster in clusters if cluster.setting("logging")]
        openshift = [
            setting for configuration in context.facts.configurations for setting in configuration.of(OpenShiftApiServer)
        ]
        if not reported_resources and not openshift:
            if accounts(context.facts) and not clusters:
                return none_found("The collected accounts run no managed cluster.")
            return not_collected("the logs of managed control planes (`aws eks describe-cluster`)")
        problems = (
            *(resource.problem(text) for resource in reported_resources if (text := _wrong(resource))),
            *_profiles(openshift),
        )
        cited: tuple[ObjectCitation, ...] = (
            *(resource.cited for resource in reported_resources),
            *(setting.cited for setting in openshift),
        )
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=f"{counted(len(reported_resources) + len(openshift), 'control plane')} say which logs they write.",
            missing=("how long the logs are kept, and who reads them",),
            problems=problems,
            citations=cited,
            held=(len(reported_resources) + len(openshift) - len(problems), len(reported_resources) + len(openshift)),
        )


def _wrong(resource: ReportedResource) -> str | None:
    logs = {word.strip().lower() for word in (resource.setting("logging") or "").split(",")}
    absent = [name for name in _WANTED if name not in logs]
    return f"does not write the logs {', '.join(absent)}" if absent else None


def _profiles(openshift: list[Setting[OpenShiftApiServer]]) -> list[Problem]:
    return [
        Problem(subject=setting.key, text="writes no audit log (audit profile None)", citations=(setting.cited,))
        for setting in openshift
        if setting.says.audit_profile == _OFF
    ]
