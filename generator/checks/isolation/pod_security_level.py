"""Pod Security levels of namespaces: what the API server itself refuses."""

from collections.abc import Iterator, Sequence

from generator.checks.base import NAMESPACE, POD, Check, CheckContext, Judgment, judged
from generator.checks.managed_clusters import provider
from generator.checks.mapping import mapped
from generator.checks.populations import namespaces
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting, Settings
from generator.model.settings.control_plane import PodSecurityDefaults
from generator.model.settings.isolation import NamespaceLabels
from generator.model.verdict_makers import fails, passes, unknown

_PREFIX = "pod-security.kubernetes.io/"
_ENFORCED = ("baseline", "restricted")
_DEFAULT_UNKNOWN = "a cluster-wide default may apply: the admission configuration file was not collected"
_EXEMPT = "is exempt from every Pod Security level (the API server's admission configuration file)"
_FILE = "admission-control-config-file"

_REQUIREMENT = PostureRequirement(
    id="pod-security-level",
    area="Isolation",
    title="Namespaces enforce a Pod Security level",
    problem="Namespace enforces no Pod Security level",
    asks="Does every namespace of the system enforce the Pod Security level baseline or restricted?",
    rationale="Without the label `enforce` a namespace admits privileged pods; `audit` and `warn` only report them.",
    fix="Label the namespace `pod-security.kubernetes.io/enforce: restricted`, or waive it where a policy does the same.",
    reference="https://kubernetes.io/docs/concepts/security/pod-security-admission/ and Kubernetes STIG V2R6, V-254800",
    controls=mapped(fedramp="CM-6 SC-39 SC-2 SC-3", ours="AC-6"),
    subjects=("namespace", "namespaces"),
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Pod Security Admission": the label `enforce` of the namespace, else the default in the API server's
    admission configuration file, else privileged. That file also lists exemptions, which no label shows.

    A namespace that has only `audit` or `warn` gets that default as well, so it is judged as one without a label. Where the
    provider runs the API server (EKS, GKE, AKS) no file can be given to it, and the default is privileged. A policy engine that
    enforces the same level is the matter of other requirements: such a namespace fails here and is waived by name.
    """
    names = context.namespaces
    if names:
        labels = {each.name: each for each in context.of(NamespaceLabels)}
        notes = (*_unpinned([labels[name] for name in names if name in labels]), *_exempt(context), *_left_out(context))
        subjects = [_subject(name, labels.get(name), context) for name in names]
        return judged(subjects, notes=notes)
    none, needed = "No namespace of the system's own; the platform's were not judged.", "namespaces and their labels"
    return context.absent(none, needed, NAMESPACE, POD, refusing=(NAMESPACE,), notes=_left_out(context))


def _subject(name: str, each: Setting[NamespaceLabels] | None, context: CheckContext) -> JudgedSubject:
    if each is None:
        return unknown(name, "namespace was not collected", next_step="collect the namespaces of the cluster with their labels")
    level = each.says.label(f"{_PREFIX}enforce")
    if level in _ENFORCED:
        return _enforced(name, level, each, context)
    if level == "privileged":
        text = "enforces the level privileged, which restricts nothing"
        return fails(name, text, each.cited, certainty=context.certainty_of(each))
    if level:
        step = "label it with baseline or restricted"
        return unknown(name, "its label names no level of the Pod Security Standards", each.cited, next_step=step)
    return _unlabeled(name, each, context)


def _enforced(name: str, level: str, each: Setting[NamespaceLabels], context: CheckContext) -> JudgedSubject:
    """A namespace with a level, which a plugin that is turned off or an exemption in a file takes back."""
    off = [server for server in context.of(ApiServer) if _is_off(server.says)]
    exempting = [one for one in _defaults(context) if name in one.says.exempt_namespaces]
    if not off and not exempting:
        return passes(name, each.cited, certainty=context.certainty_of(each), reason=f"level {level}")
    why = "the API server's plugin PodSecurity is turned off" if off else f"the namespace {_EXEMPT}"
    return _fails(name, f"has the level {level}, and {why}", each, [*off, *exempting], context)


def _unlabeled(name: str, each: Setting[NamespaceLabels], context: CheckContext) -> JudgedSubject:
    """A namespace without a level, which gets the cluster's default."""
    modes = [f"{mode} {value}" for mode in ("audit", "warn") if (value := each.says.label(f"{_PREFIX}{mode}"))]
    only = f"; it only has {' and '.join(modes)}" if modes else ""
    text = f"enforces no Pod Security level{only}"
    defaults = _defaults(context)
    if not defaults:
        if _default_is_privileged(context):
            return _fails(name, text, each, context.of(ApiServer), context)
        step = "label the namespace, or collect the API server's arguments"
        return unknown(name, _DEFAULT_UNKNOWN, each.cited, next_step=step)
    levels = sorted({one.says.enforce for one in defaults})
    if any(name in one.says.exempt_namespaces for one in defaults):
        return _fails(name, _EXEMPT, each, defaults, context)
    if not set(levels) <= set(_ENFORCED):
        return _fails(name, f"{text}; the cluster's default is {' or '.join(levels)}", each, defaults, context)
    sure = context.certainty_of_all((each, *defaults))
    cited = (each.cited, *(one.cited for one in defaults))
    return passes(name, *cited, certainty=sure, reason=f"level {' or '.join(levels)}, the cluster's default")


def _fails(
    name: str, text: str, each: Setting[NamespaceLabels], by: Sequence[Setting[Settings]], context: CheckContext
) -> JudgedSubject:
    """By its label together with what the API server is started with."""
    sure = context.certainty_of_all((each, *by))
    cited = (each.cited, *(one.cited for one in by))
    return fails(name, text, *cited, certainty=sure, contested_by=[one.source for one in by])


def _defaults(context: CheckContext) -> Sequence[Setting[PodSecurityDefaults]]:
    """Files of admission configuration, unless the servers that were seen are started without one."""
    return context.of(PodSecurityDefaults) if _names_file(context) or not context.of(ApiServer) else ()


def _names_file(context: CheckContext) -> bool:
    """Is there a server that is started with a file of admission configuration?"""
    return any(server.says.flag(_FILE) for server in context.of(ApiServer))


def _default_is_privileged(context: CheckContext) -> bool:
    """Shown by API servers that are shown to be started without a file of admission configuration, or run by a provider."""
    servers = context.of(ApiServer)
    if not servers:
        return bool(provider(context))
    return not any(server.says.flag(name) for server in servers for name in (_FILE, "config", "openshift-config"))


def _is_off(server: ApiServer) -> bool:
    gates = [gate.replace(" ", "").lower() for gate in server.values("feature-gates")]
    return "PodSecurity" in server.values("disable-admission-plugins") or "podsecurity=false" in gates


def _unpinned(settings: list[Setting[NamespaceLabels]]) -> Iterator[str]:
    moving = [
        each.name
        for each in settings
        if each.says.label(f"{_PREFIX}enforce") in _ENFORCED
        and each.says.label(f"{_PREFIX}enforce-version") in (None, "latest")
    ]
    if moving:
        yield f"The newest version of the level applies, since none is pinned: {', '.join(moving)}."


def _exempt(context: CheckContext) -> Iterator[str]:
    if any(one.says.exempts_others for one in _defaults(context)):
        yield "The API server's admission configuration file exempts users or runtime classes from every Pod Security level."
    elif _names_file(context) and not _defaults(context):
        yield "Users, runtime classes and namespaces that the API server's admission configuration file exempts were not read."


def _left_out(context: CheckContext) -> Iterator[str]:
    others = sorted({each.name for each in context.of(NamespaceLabels) if not context.is_ours(each.name)})
    if others:
        yield f"Outside the boundary, or the platform's own, and not judged: {', '.join(others)}."


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=namespaces, per_cluster=True, kubernetes=True)
