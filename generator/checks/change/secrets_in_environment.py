"""Credentials in environment variables, arguments and manifests."""

from collections.abc import Iterator

from generator.checks.base import (
    Check,
    CheckContext,
    Judgment,
    fails,
    judged,
    named,
    none_found,
    not_collected,
    passes,
    unknown,
)
from generator.checks.mapping import mapped
from generator.model.posture import JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.secrets import SecretUse

_NAMES = "Credentials in variables and arguments that are not named like one are not recognized."

_CLOUD_FOUNDRY = (
    "Bind it as a service instance whose credentials CredHub delivers, so that neither manifest nor `cf env` shows it."
)
"""https://docs.cloudfoundry.org/credhub/: Secure Service Credential Delivery. Cloud Foundry mounts no secrets as files."""

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
    subjects=("workload", "workloads"),
    severity=Severity.MODERATE,
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the workloads, by their templates. Names of variables and the form of a value decide; no value is kept.

    A pod that no controller made has no template, and the variables of pods are not read.
    """
    workloads = {each.key: each.cited for each in context.inside(PodIsolation)}
    templates = {each.key: each for each in context.inside(SecretUse) if each.kind != "Job" or each.key in workloads}
    subjects = {**workloads, **{key: each.cited for key, each in templates.items()}}
    if subjects:
        verdicts = (_workload(context, key, cited, templates.get(key)) for key, cited in subjects.items())
        return judged(verdicts, notes=(_NAMES,) if templates else ())
    if context.complete(("", "Pod")):
        return none_found("No workload in the system's namespaces.")
    return not_collected("the manifests of workloads", refused=context.refused(("apps", "deployments")))


def _workload(context: CheckContext, key: str, cited: ObjectCitation, setting: Setting[SecretUse] | None) -> JudgedSubject:
    if setting is None:
        return unknown(key, "its template, which names its variables, was not collected", cited)
    faults = list(_faults(setting.says))
    certainty = context.certainty(setting.source)
    if faults:
        foreign = setting.kind.startswith("CloudFoundry")
        cause = "in Cloud Foundry" if foreign else "in the manifest" if setting.says.literal else "from a Secret"
        step = _CLOUD_FOUNDRY if foreign else ""
        return fails(key, "; ".join(faults), setting.cited, certainty=certainty, cause=cause, next_step=step)
    if setting.says.maps:
        return unknown(key, f"keys of ConfigMap {named(setting.says.maps)} were not collected", setting.cited)
    if setting.says.redacted:
        return unknown(key, f"values were redacted ({named(setting.says.redacted)})", setting.cited)
    return passes(key, setting.cited, certainty=certainty)


def _faults(says: SecretUse) -> Iterator[str]:
    if says.literal:
        yield f"holds a credential in its manifest ({named(says.literal)})"
    if says.variables:
        yield f"gets credentials through environment variables ({named(says.variables)})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, per_cluster=True)
