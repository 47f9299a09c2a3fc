"""Credentials in environment variables, arguments and manifests."""

from collections.abc import Iterator, Mapping

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
from generator.checks.populations import workloads
from generator.model.posture import JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.secrets import HeldCredentials, SecretUse

_NAMES = "Credentials in variables and arguments that are not named like one are not recognized."

_CLOUD_FOUNDRY = (
    "Keep it in a service instance, and let the app read its bindings from files (`file-based-vcap-services` under `features`)."
)
"""https://docs.cloudfoundry.org/devguide/services/application-binding.html: what CredHub keeps reaches the app the same way."""

_IN_FILES = "Let the app read its bindings from files: `file-based-vcap-services` or `service-binding-k8s` under `features`."
"""https://docs.cloudfoundry.org/devguide/services/application-binding.html, "Credential Delivery Methods"."""

_PLACEHOLDER = "(("
"""https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html, "Variable substitution"."""

_SET_BY_HAND = "variables that `cf set-env` sets stand in no manifest, and those of the running app were not collected"
"""https://docs.cloudfoundry.org/devguide/deploy-apps/environment-variable.html"""

_COMPOSE = "Give it as one of Compose's `secrets`, which are mounted as files."
"""https://docs.docker.com/compose/how-tos/use-secrets/"""

_IN_A_MAP = ("in a ConfigMap", "Move it to a Secret or a secrets store, change it, and mount it as a file.")
"""https://kubernetes.io/docs/concepts/configuration/configmap/: a ConfigMap keeps nothing secret."""

_REQUIREMENT = PostureRequirement(
    id="secrets-in-environment",
    area="Keys and credentials",
    title="Credentials do not stand in environment variables",
    problem="Credential in an environment variable or manifest",
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
        # NOTE: what runs stands in the place of a manifest or chart, which names them as it was meant to be deployed.
        why = "its template, which names its variables, was not collected"
        return unknown(key, why, cited, contested_by=[cited.source])
    maps = {each.name: each for each in context.of(HeldCredentials) if each.namespace == setting.namespace}
    in_maps = tuple(_in_maps(setting.says, maps))
    faults = [*_faults(setting.says), *(fault for _, fault in in_maps)]
    certainty = context.certainty_of_all((setting, *(each for each, _ in in_maps)))
    if faults:
        cause, step = _IN_A_MAP if in_maps and not setting.says.literal else _cause(setting)
        cited_maps = (each.cited for each, _ in in_maps)
        return fails(key, "; ".join(faults), setting.cited, *cited_maps, certainty=certainty, cause=cause, next_step=step)
    if reason := _not_seen(setting.says, maps) or (_SET_BY_HAND if _is_cloud_foundry(setting) else ""):
        return unknown(key, reason, setting.cited)
    return passes(key, setting.cited, certainty=certainty)


def _in_maps(says: SecretUse, maps: Mapping[str, Setting[HeldCredentials]]) -> Iterator[tuple[Setting[HeldCredentials], str]]:
    """ConfigMaps that hold a credential that it takes as a variable, each with the fault."""
    for name, held in sorted(maps.items()):
        by_key = {key.partition(" (")[0] for key in held.says.keys}
        single = [
            each.variable
            for each in says.map_keys
            if each.map == name and (each.key in by_key or (each.is_named_so and each.key in held.says.literal))
        ]
        whole = held.says.keys if name in says.maps else ()
        if single or whole:
            yield held, f"takes a credential that stands in ConfigMap {name} ({named([*single, *whole])})"


def _not_seen(says: SecretUse, maps: Mapping[str, Setting[HeldCredentials]]) -> str:
    """Why its environment is not known as a whole; empty where it is."""
    taken = {*says.maps, *(each.map for each in says.map_keys if each.is_named_so)}
    if absent := sorted(taken.difference(maps)):
        return f"keys of ConfigMap {named(absent)} were not collected"
    if says.redacted:
        return f"values were redacted ({named(says.redacted)})"
    if says.unread:
        return f"files with its variables were not collected ({named(says.unread)})"
    if says.unclear:
        return f"whether credentials or their names stand in its arguments is not known ({named(says.unclear)})"
    return f"values are filled in when it is deployed ({named(says.filled)})" if says.filled else ""


def _is_cloud_foundry(setting: Setting[SecretUse]) -> bool:
    return setting.kind.startswith("CloudFoundry")


def _cause(setting: Setting[SecretUse]) -> tuple[str, str]:
    """(where it comes from, what to do about it where that is not the fix of the requirement)."""
    if _is_cloud_foundry(setting):
        only_bound = not (setting.says.literal or setting.says.variables)
        return ("from bound services", _IN_FILES) if only_bound else ("in Cloud Foundry", _CLOUD_FOUNDRY)
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
    if says.bound:
        names = [each for each in says.bound if not each.startswith(_PLACEHOLDER)]
        later = len(says.bound) - len(names)
        shown = named([*names, *([f"{later} named when it is pushed"] if later else [])])
        yield f"gets the credentials of bound services through VCAP_SERVICES ({shown})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True)
