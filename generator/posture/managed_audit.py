"""Audit logs of control planes that the provider runs, and OpenShift's audit profile."""

from dataclasses import dataclass

from generator.model.cloud import ResourceKind
from generator.model.posture import Citation, Problem, Requirement, State
from generator.model.settings.base import Setting
from generator.model.settings.rest import OpenShiftApiServer
from generator.posture.base import Ground, Judgement, none_found, not_collected
from generator.posture.cloud_ground import Resource, accounts, resources
from generator.posture.mapping import mapped
from generator.text import counted

_OFF = "None"
_WANTED = ("api", "audit", "authenticator")

_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`. Clusters that run their own API server are the matter of another row."""
        clusters = resources(ground.facts, ResourceKind.CLUSTER)
        said = [one for one in clusters if one.setting("logging")]
        openshift = [one for each in ground.facts.configurations for one in each.of(OpenShiftApiServer)]
        if not said and not openshift:
            if accounts(ground.facts) and not clusters:
                return none_found("The collected accounts run no managed cluster.")
            return not_collected("the logs of managed control planes (`aws eks describe-cluster`)")
        problems = (*(one.problem(text) for one in said if (text := _wrong(one))), *_profiles(openshift))
        cited: tuple[Citation, ...] = (*(one.cited for one in said), *(one.cited for one in openshift))
        return Judgement(
            state=State.NOT_ENFORCING if problems else State.ENFORCING,
            found=f"{counted(len(said) + len(openshift), 'control plane')} say which logs they write.",
            missing=("how long the logs are kept, and who reads them",),
            problems=problems,
            citations=cited,
            held=(len(said) + len(openshift) - len(problems), len(said) + len(openshift)),
        )


def _wrong(one: Resource) -> str | None:
    logs = {word.strip().lower() for word in (one.setting("logging") or "").split(",")}
    absent = [name for name in _WANTED if name not in logs]
    return f"does not write the logs {', '.join(absent)}" if absent else None


def _profiles(openshift: list[Setting[OpenShiftApiServer]]) -> list[Problem]:
    return [
        Problem(subject=one.key, text="writes no audit log (audit profile None)", citations=(one.cited,))
        for one in openshift
        if one.says.audit_profile == _OFF
    ]
