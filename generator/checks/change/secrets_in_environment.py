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

_BOUND = (
    "Cloud Foundry hands the credentials of bound services to an application in the variable VCAP_SERVICES, and `cf set-env` "
    "sets variables that no manifest names: neither is counted."
)
"""https://docs.cloudfoundry.org/devguide/deploy-apps/environment-variable.html"""

_COMPOSE = "Give it as one of Compose's `secrets`, which are mounted as files."
"""https://docs.docker.com/compose/how-tos/use-secrets/"""

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
        foreign = (_BOUND,) if any(_is_cloud_foundry(each) for each in templates.values()) else ()
        return judged(verdicts, notes=(_NAMES, *foreign) if templates else ())
    if context.complete(("", "Pod")):
        return none_found("No workload in the system's namespaces.")
    return not_collected("the manifests of workloads", refused=context.refused(("apps", "deployments")))


def _workload(context: CheckContext, key: str, cited: ObjectCitation, setting: Setting[SecretUse] | None) -> JudgedSubject:
    if setting is None:
        return unknown(key, "its template, which names its variables, was not collected", cited)
    faults = list(_faults(setting.says))
    certainty = context.certainty(setting.source)
    if faults:
        cause, step = _cause(setting)
        return fails(key, "; ".join(faults), setting.cited, certainty=certainty, cause=cause, next_step=step)
    if reason := _not_seen(setting.says):
        return unknown(key, reason, setting.cited)
    return passes(key, setting.cited, certainty=certainty)


def _not_seen(says: SecretUse) -> str:
    """Why its environment is not known as a whole; empty where it is."""
    if says.maps:
        return f"keys of ConfigMap {named(says.maps)} were not collected"
    if says.redacted:
        return f"values were redacted ({named(says.redacted)})"
    if says.unread:
        return f"files with its variables were not collected ({named(says.unread)})"
    return f"values are filled in when it is deployed ({named(says.filled)})" if says.filled else ""


def _is_cloud_foundry(setting: Setting[SecretUse]) -> bool:
    return setting.kind.startswith("CloudFoundry")


def _cause(setting: Setting[SecretUse]) -> tuple[str, str]:
    """(where it comes from, what to do about it where that is not the fix of the requirement)."""
    if _is_cloud_foundry(setting):
        return "in Cloud Foundry", _CLOUD_FOUNDRY
    step = _COMPOSE if setting.kind == "ComposeService" else ""
    if setting.says.literal:
        return "in the manifest", step
    return ("filled in by Compose", step) if step else ("from a Secret", "")


def _faults(says: SecretUse) -> Iterator[str]:
    if says.literal:
        yield f"holds a credential in its manifest ({named(says.literal)})"
    if says.variables:
        way = "arguments" if all(": argument " in each for each in says.variables) else "environment variables"
        yield f"gets credentials through {way} ({named(says.variables)})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, per_cluster=True)
