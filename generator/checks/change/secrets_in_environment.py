"""Credentials in environment variables and in manifests."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.secrets import SecretUse
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_WORKLOADS = (("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"), ("batch", "CronJob"))

_REQUIREMENT = PostureRequirement(
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

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(*_WORKLOADS):
            return not_collected("the manifests of workloads", refused=context.refused(("apps", "deployments")))
        settings = context.inside(SecretUse)
        if not settings:
            return none_found("No Deployment, StatefulSet, DaemonSet or CronJob in the system's namespaces.")
        problems = [problem for setting in settings for problem in _faults(setting)]
        clean = sum(not setting.says.variables and not setting.says.literal for setting in settings)
        missing = ("pods that no controller made, and credentials whose variables are not named like one",)
        detail = f"{clean} of {counted(len(settings), 'workload')} get no credential through the environment."
        return judged(detail, problems, settings, missing=missing)


def _faults(setting: Setting[SecretUse]) -> Iterator[Problem]:
    if setting.says.literal:
        text = f"holds a credential in its manifest ({named(setting.says.literal)})"
        yield Problem(subject=setting.key, text=text, citations=(setting.cited,))
    if setting.says.variables:
        text = f"gets credentials through environment variables ({named(setting.says.variables)})"
        yield Problem(subject=setting.key, text=text, citations=(setting.cited,))
