"""Credentials in environment variables, arguments and manifests."""

from collections.abc import Iterator, Mapping, Sequence

from generator.checks.base import POD, Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.secrets import HeldCredentials, SecretUse
from generator.model.verdict_makers import fails, passes, unknown

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
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the workloads, by their pods and the templates of these: admission adds variables to pods, and a
    template is what the next pod is made from. Names of variables and the form of a value decide; no value is kept.
    """
    uses = grouped((each.key, each) for each in context.inside(SecretUse))
    if uses:
        return judged((_workload(context, key, of) for key, of in uses.items()), notes=(_NAMES,))
    refusing = (("apps", "Deployment"), POD)
    return context.absent("No workload in the system's namespaces.", "workloads or their pods", POD, refusing=refusing)


def _workload(context: CheckContext, key: str, of: Sequence[Setting[SecretUse]]) -> JudgedSubject:
    maps = {each.name: each for each in context.of(HeldCredentials) if each.namespace == of[0].namespace}
    faulty = [(each, tuple(_in_maps(each.says, maps))) for each in of]
    faulty = [(each, in_maps) for each, in_maps in faulty if in_maps or any(_faults(each))]
    if faulty:
        texts = dict.fromkeys(text for each, in_maps in faulty for text in (*_faults(each), *(fault for _, fault in in_maps)))
        held = {one.name: one for _, in_maps in faulty for one, _ in in_maps}.values()
        first = next((each for each, _ in faulty if each.says.literal), faulty[0][0])
        cause, step = _IN_A_MAP if held and not first.says.literal else _cause(first)
        shown = (*(each for each, _ in faulty), *held)
        cited = (each.cited for each in shown)
        return fails(key, "; ".join(texts), *cited, certainty=context.certainty_of_all(shown), cause=cause, next_step=step)
    for each in of:
        if reason := _not_seen(each.says, maps) or (_SET_BY_HAND if _is_cloud_foundry(each) else ""):
            return unknown(key, reason, each.cited, contested_by=_shown_elsewhere(context, each, maps))
    return passes(key, *(each.cited for each in of), certainty=context.certainty_of_all(of))


def _shown_elsewhere(
    context: CheckContext, seen: Setting[SecretUse], maps: Mapping[str, Setting[HeldCredentials]]
) -> tuple[EvidenceSource, ...]:
    """Manifests that show what the pods or the API's answer hide (a value that the collector cut out), and these themselves."""
    declared = [each for each in context.configuration.replaced if each.key == seen.key]
    plain = [each.source for each in declared if isinstance(each.says, SecretUse) and not _not_seen(each.says, maps)]
    return (seen.source, *plain) if plain else ()


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


def _of_pods(setting: Setting[SecretUse]) -> bool:
    """Seen in pods that something made, where admission may have put it."""
    return setting.read_from == POD and setting.kind != "Pod"


def _is_cloud_foundry(setting: Setting[SecretUse]) -> bool:
    return setting.kind.startswith("CloudFoundry")


def _cause(setting: Setting[SecretUse]) -> tuple[str, str]:
    """(where it comes from, what to do about it where that is not the fix of the requirement)."""
    if _is_cloud_foundry(setting):
        only_bound = not (setting.says.literal or setting.says.variables)
        return ("from bound services", _IN_FILES) if only_bound else ("in Cloud Foundry", _CLOUD_FOUNDRY)
    step = _COMPOSE if setting.kind == "ComposeService" else ""
    if setting.says.literal:
        return ("in the specification of pods", step) if _of_pods(setting) else ("in the manifest", step)
    return ("filled in by Compose", step) if step else ("from a Secret", "")


def _faults(setting: Setting[SecretUse]) -> Iterator[str]:
    says = setting.says
    if says.literal:
        where = "the specification of its pods" if _of_pods(setting) else "its manifest"
        yield f"holds a credential in {where} ({named(says.literal)})"
    if says.variables:
        way = "arguments" if all(": argument " in each for each in says.variables) else "environment variables"
        yield f"gets credentials through {way} ({named(says.variables)})"
    if says.bound:
        names = [each for each in says.bound if not each.startswith(_PLACEHOLDER)]
        later = len(says.bound) - len(names)
        shown = named([*names, *([f"{later} named when it is pushed"] if later else [])])
        yield f"gets the credentials of bound services through VCAP_SERVICES ({shown})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True)
