"""Pod Security levels of namespaces: what the API server itself refuses."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, fails, judged, none_found, not_collected, passes, unknown
from generator.checks.cluster_subjects import NAMESPACES, PODS, other_namespaces
from generator.checks.managed_clusters import provider
from generator.checks.mapping import mapped
from generator.model.posture import JudgedSubject, PostureRequirement, weakest
from generator.model.settings.admission import ApiServer
from generator.model.settings.base import Setting
from generator.model.settings.isolation import NamespaceLabels

_PREFIX = "pod-security.kubernetes.io/"
_ENFORCED = ("baseline", "restricted")
_DEFAULT_UNKNOWN = "a cluster-wide default may apply: the admission configuration file was not collected"
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
    provider runs the API server (EKS, GKE, AKS) nobody can hand it a file, and the default is privileged. A policy engine that
    enforces the same level is the matter of other requirements: such a namespace fails here and is waived by name.
    """
    names = context.namespaces
    if names:
        labels = {each.name: each for each in context.of(NamespaceLabels)}
        notes = (*_unpinned([labels[name] for name in names if name in labels]), *_exempt(context), *_left_out(context))
        subjects = [_subject(name, labels.get(name), context) for name in names]
        return judged((*subjects, *other_namespaces(context)), notes=notes)
    if context.complete(NAMESPACES, PODS):
        return none_found("No namespace of the system's own; the platform's were not judged.", notes=_left_out(context))
    return not_collected("namespaces and their labels", refused=context.refused(("", "namespaces")))


def _subject(name: str, each: Setting[NamespaceLabels] | None, context: CheckContext) -> JudgedSubject:
    if each is None:
        return unknown(name, "namespace was not collected", next_step="collect the namespaces of the cluster with their labels")
    certainty = context.certainty(each.source)
    level = each.says.label(f"{_PREFIX}enforce") or ""
    if level in _ENFORCED:
        if off := [server for server in context.of(ApiServer) if _is_off(server.says)]:
            text = f"has the level {level}, and the API server's plugin PodSecurity is turned off"
            sure = weakest([certainty, *(context.certainty(server.source) for server in off)])
            cited = (each.cited, *(server.cited for server in off))
            return fails(name, text, *cited, certainty=sure, contested_by=[server.source for server in off])
        return passes(name, each.cited, certainty=certainty, reason=f"level {level}")
    if level:
        known = level == "privileged"
        text = "enforces the level privileged, which forbids nothing"
        step = "label it with baseline or restricted"
        return (
            fails(name, text, each.cited, certainty=certainty)
            if known
            else unknown(name, "its label names no level of the Pod Security Standards", each.cited, next_step=step)
        )
    if _default_is_privileged(context):
        modes = [f"{mode} {value}" for mode in ("audit", "warn") if (value := each.says.label(f"{_PREFIX}{mode}"))]
        only = f"; it only has {' and '.join(modes)}" if modes else ""
        servers = [server.cited for server in context.of(ApiServer)]
        return fails(name, f"enforces no Pod Security level{only}", each.cited, *servers, certainty=certainty)
    return unknown(name, _DEFAULT_UNKNOWN, each.cited, next_step="label the namespace, or collect the API server's arguments")


def _default_is_privileged(context: CheckContext) -> bool:
    """Shown by API servers that are seen to be started without a file of admission configuration, or run by a provider."""
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
    if any(server.says.flag(_FILE) for server in context.of(ApiServer)):
        yield "Users, runtime classes and namespaces that the API server's admission configuration file exempts were not read."


def _left_out(context: CheckContext) -> Iterator[str]:
    others = sorted({each.name for each in context.of(NamespaceLabels) if not context.is_ours(each.name)})
    if others:
        yield f"Outside the boundary, or the platform's own, and not judged: {', '.join(others)}."


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, per_cluster=True)
