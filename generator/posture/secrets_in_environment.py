"""Credentials in environment variables and in manifests."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.posture import Problem, Requirement
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.secrets import SecretUse
from generator.posture.base import Ground, Judgement, judged, named, none_found, not_collected
from generator.posture.mapping import mapped
from generator.text import counted

_WORKLOADS = (("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"), ("batch", "CronJob"))

_REQUIREMENT = Requirement(
    id="secrets-in-environment",
    area="Keys and credentials",
    title="Credentials do not stand in environment variables",
    problem="Credential stands in an environment variable",
    asks="Does any workload get a credential through an environment variable, or hold one in its manifest?",
    rationale="Environment variables end up in logs, crash reports and child processes; manifests end up in repositories.",
    fix="Mount the Secret as a file, or fetch it from a secrets store.",
    reference="Kubernetes STIG V-242415; CIS Kubernetes Benchmark 1.12, 5.4.1",
    controls=mapped(nist="IA-5(7)", ours="CM-6 SC-28"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class SecretsInEnvironment:
    """See `Row`. Names of variables decide, never values."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        if not ground.listed(*_WORKLOADS):
            return not_collected("the manifests of workloads", refused=ground.refused(("apps", "deployments")))
        found = ground.inside(SecretUse)
        if not found:
            return none_found("No Deployment, StatefulSet, DaemonSet or CronJob in the system's namespaces.")
        problems = [problem for one in found for problem in _faults(one)]
        clean = sum(not one.says.variables and not one.says.literal for one in found)
        missing = ("pods that no controller made, and credentials whose variables are not named like one",)
        told = f"{clean} of {counted(len(found), 'workload')} get no credential through the environment."
        return judged(told, problems, found, missing=missing)


def _faults(one: Setting[SecretUse]) -> Iterator[Problem]:
    if one.says.literal:
        text = f"holds a credential in its manifest ({named(one.says.literal)})"
        yield Problem(subject=one.key, text=text, citations=(one.cited,))
    if one.says.variables:
        text = f"gets credentials through environment variables ({named(one.says.variables)})"
        yield Problem(subject=one.key, text=text, citations=(one.cited,))
