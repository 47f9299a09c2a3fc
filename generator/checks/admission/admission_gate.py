"""Is there a gate in every namespace that keeps out what does not adhere? FedRAMP asks for one, whichever it is."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.checks.admission.admission_policy_not_enforced import BINDINGS, POLICIES, bindings_of
from generator.checks.admission.gatekeeper_not_denying import TEMPLATES, config_unknown, exempt
from generator.checks.admission.kyverno_not_enforcing import exceptions_of, exceptions_unknown
from generator.checks.admission.unsigned_images_admitted import SIGSTORE, engine
from generator.checks.admission.webhook_reach import (
    ENGINES,
    NOT_LISTED,
    WEBHOOKS,
    engine_of,
    hooks_of,
    labels_of,
    ours,
    selects,
    webhook_answer,
)
from generator.checks.base import NAMESPACE, POD, Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import namespaces
from generator.facts.image_policies import image_policies, within
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.admission import (
    AdmissionPolicy,
    ApiServer,
    GatekeeperConstraint,
    GatekeeperTemplate,
    KyvernoPolicy,
    PolicyContent,
    PolicyReach,
)
from generator.model.settings.base import GroupKind
from generator.model.settings.isolation import NamespaceLabels
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="admission-gate",
    area="Admission",
    title="Admission control refuses containers that break the rules",
    problem="Admission control does not block non-compliant containers",
    asks="Does a mechanism refuse containers that break the system's rules, in every namespace?",
    rationale="FedRAMP asks for a mechanism that restricts containers that do not adhere from being deployed.",
    fix="Enforce Pod Security levels, ValidatingAdmissionPolicies, Gatekeeper or Kyverno policies in every namespace.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration "
        "Pipeline; CIS Kubernetes Benchmark 1.12, 5.2.1"
    ),
    controls=mapped(fedramp="CM-3 SI-7", ours="CM-6 CM-7(5)"),
    subjects=("namespace", "namespaces"),
    severity=Severity.HIGH,
)
_LEVEL = "pod-security.kubernetes.io/enforce"
_REFUSING = ("baseline", "restricted")
_KYVERNO: tuple[GroupKind, ...] = (("kyverno.io", "ClusterPolicy"), ("kyverno.io", "Policy"))
_CONFIGURED = "admission-control-config-file"


class _Gate(msgspec.Struct, frozen=True, kw_only=True):
    """One mechanism in one namespace."""

    name: str
    refuses: bool | None
    reason: str = ""
    """Why it does not, or why that is not known, as a clause by itself."""
    citations: tuple[ObjectCitation, ...] = ()


def _judge(context: CheckContext) -> Judgment:
    """Namespace by namespace: one gate that covers all pods of it is enough.

    A policy counts where its rule names what Pod Security levels or images are about; whether it asks the right thing of them
    is not judged. No refusal was seen: a pass is declared. Exempt users and runtime classes are in files that no API shows.
    """
    names = ours(context, *ENGINES)
    own = sorted(set(context.namespaces) - set(names))
    notes = [f"Left out, because engines of admission run there: {named(own)}."] if own else []
    plugin = [each.key for each in context.of(ApiServer) if _has_image_plugin(each.says)]
    if plugin:
        notes.append(f"ImagePolicyWebhook is enabled in {named(plugin)}; its configuration is in a file that no API shows.")
    if not names:
        return context.absent("No namespace of the system's own.", "namespaces", NAMESPACE, notes=notes)
    return judged((_subject(context, each) for each in names), notes=notes)


def _subject(context: CheckContext, name: str) -> JudgedSubject:
    gates = list(_gates(context, name))
    holding = [each for each in gates if each.refuses]
    if holding:
        cited = tuple(dict.fromkeys(cited for each in holding for cited in each.citations))
        text = f"{named(sorted({each.name for each in holding}))} {'refuses' if len(holding) == 1 else 'refuse'} there"
        return passes(name, *cited, certainty=Certainty.DECLARED, reason=text)
    cited = tuple(dict.fromkeys(cited for each in gates for cited in each.citations))
    open_ = [each.reason for each in gates if each.refuses is None]
    doubts = [*open_, *_not_listed(context, name)]
    if doubts:
        return unknown(name, doubts[0], *cited)
    why = f" ({'; '.join(dict.fromkeys(each.reason for each in gates if each.reason))})" if any(g.reason for g in gates) else ""
    namespace = tuple(each for each in context.of(NamespaceLabels) if each.name == name)
    certainty = context.certainty_of_all(namespace)
    return fails(name, f"admits every container: nothing refuses there{why}", *cited, certainty=certainty)


def _gates(context: CheckContext, name: str) -> Iterator[_Gate]:
    yield from _level(context, name)
    yield from _in_tree(context, name)
    yield from _gatekeeper(context, name)
    yield from _kyverno(context, name)
    yield from _signatures(context, name)
    yield from _others(context, name)


def _level(context: CheckContext, name: str) -> Iterator[_Gate]:
    """A label wins over the API server's default.

    https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/
    """
    found = next((each for each in context.of(NamespaceLabels) if each.name == name), None)
    if found is None:
        yield _Gate(name="Pod Security", refuses=None, reason=NOT_LISTED)
        return
    level = found.says.label(_LEVEL)
    if level in _REFUSING:
        yield _Gate(name=f"Pod Security ({level})", refuses=True, citations=(found.cited,))
    elif level is not None:
        yield _Gate(name="Pod Security", refuses=False, reason=f"its Pod Security level is {level}", citations=(found.cited,))
    else:
        servers = context.of(ApiServer)
        default = bool(servers) and not any(each.says.flag(_CONFIGURED) for each in servers)
        reason = "no Pod Security level is enforced" if default else "API server defaults for Pod Security were not collected"
        cited = (found.cited, *(each.cited for each in servers))
        yield _Gate(name="Pod Security", refuses=False if default else None, reason=reason, citations=cited)


def _in_tree(context: CheckContext, name: str) -> Iterator[_Gate]:
    """Policies of the API server itself, each by its bindings that deny."""
    kind = "ValidatingAdmissionPolicy"
    for policy in context.of(AdmissionPolicy):
        says = policy.says
        if not _about(says.content) or not says.reach.workloads or not says.validations or says.failure_policy != "Fail":
            continue
        denying = [each for each in bindings_of(context, policy) if "Deny" in each.says.actions]
        doubt = "the parameter object was not collected" if says.parameters else ""
        for binding in denying:
            yield _of_policy(kind, (says.reach, binding.says.reach), name, doubt, (policy.cited, binding.cited))
        if not denying and context.complete(BINDINGS):
            yield _Gate(name=kind, refuses=False, reason=f"{policy.key} is not bound with Deny", citations=(policy.cited,))
        elif not denying:
            reason = "bindings of ValidatingAdmissionPolicies were not collected"
            yield _Gate(name=kind, refuses=None, reason=reason, citations=(policy.cited,))


def _gatekeeper(context: CheckContext, name: str) -> Iterator[_Gate]:
    templates = {each.says.makes: each for each in context.of(GatekeeperTemplate)}
    for each in context.of(GatekeeperConstraint):
        template = templates.get(each.kind)
        if template is not None and not _about(template.says.content):
            continue
        if each.says.actions != ("deny",):
            yield _Gate(name="Gatekeeper", refuses=False, reason=f"{each.key} does not deny", citations=(each.cited,))
            continue
        doubt = "" if template is not None else f"the template of {each.key} was not collected"
        doubt = doubt or ("Gatekeeper's Config was not collected" if config_unknown(context) else "")
        reach = replace(each.says.reach, excluded=(*each.says.reach.excluded, *exempt(context)))
        yield _with_webhook(context, "Gatekeeper", _of_policy("Gatekeeper", (reach,), name, doubt, (each.cited,)), name)


def _kyverno(context: CheckContext, name: str) -> Iterator[_Gate]:
    """Rules that verify images are another gate."""
    for each in context.inside(KyvernoPolicy):
        for rule in each.says.rules:
            if rule.verifies_images or not _about(rule.content):
                continue
            if not (rule.enforces and rule.on_admission and each.says.failure_policy == "Fail"):
                reason = f"{each.key} does not enforce {rule.name}"
                yield _Gate(name="Kyverno", refuses=False, reason=reason, citations=(each.cited,))
                continue
            reach = within(each, rule)
            reach = replace(reach, excluded=(*reach.excluded, *each.says.audited_namespaces))
            doubt = "an exception exempts something from a Kyverno policy" if exceptions_of(context, each) else ""
            doubt = doubt or ("exceptions of Kyverno policies were not collected" if exceptions_unknown(context) else "")
            yield _with_webhook(context, "Kyverno", _of_policy("Kyverno", (reach,), name, doubt, (each.cited,)), name)


def _signatures(context: CheckContext, name: str) -> Iterator[_Gate]:
    """Where a policy refuses every image that runs in the namespace without a signature."""
    runs = {each.image for workload in context.workloads if workload.namespace == name for each in workload.containers}
    policies = image_policies(context.configuration)
    held = [[each for each in policies if each.guards(image, name)] for image in sorted(runs)]
    if runs and all(held):
        used = {each.setting.key: each for found in held for each in found}
        cited = tuple(each.setting.cited for each in used.values())
        whole = context.complete(POD)
        reason = "" if whole else "what runs was not listed whole"
        gate = _Gate(name="policies for signatures of images", refuses=whole or None, reason=reason, citations=cited)
        for program in sorted({engine(each) for each in used.values()}):
            gate = _with_webhook(context, program, gate, name)
        yield gate


def _others(context: CheckContext, name: str) -> Iterator[_Gate]:
    """Webhooks of programs whose policies are not read here, and the webhook of the API server's own plugin for images."""
    for setting, hook in hooks_of(context):
        closed = hook.failure_policy == "Fail" and selects(hook.namespaces, name, labels_of(context, name)) is not False
        if closed and not engine_of(setting, hook):
            yield _Gate(
                name=hook.name,
                refuses=None,
                reason="a webhook answers, its rules were not collected",
                citations=(setting.cited,),
            )
    for server in context.of(ApiServer):
        if _has_image_plugin(server.says):
            reason = "ImagePolicyWebhook is enabled, and its configuration (`defaultAllow`) was not collected"
            yield _Gate(name="ImagePolicyWebhook", refuses=None, reason=reason, citations=(server.cited,))


def _of_policy(kind: str, reaches: tuple[PolicyReach, ...], name: str, doubt: str, cited: tuple[ObjectCitation, ...]) -> _Gate:
    if all(each.covers(name) for each in reaches):
        return _Gate(name=kind, refuses=None if doubt else True, reason=doubt, citations=cited)
    out = any(each.leaves_out(name) or not each.pods or not each.workloads for each in reaches)
    reason = f"a policy of {kind} leaves it or bare pods out" if out else f"a policy of {kind} chooses by labels or conditions"
    return _Gate(name=kind, refuses=False if out else None, reason=reason, citations=cited)


def _with_webhook(context: CheckContext, program: str, gate: _Gate, name: str) -> _Gate:
    if not gate.refuses:
        return gate
    answer = webhook_answer(context, program, name)
    return replace(gate, refuses=answer.covers, reason=answer.reason, citations=(*gate.citations, *answer.citations))


def _has_image_plugin(says: ApiServer) -> bool:
    """https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook."""
    off = says.values("disable-admission-plugins")
    return "ImagePolicyWebhook" in says.values("enable-admission-plugins") and "ImagePolicyWebhook" not in off


def _about(content: PolicyContent) -> bool:
    return content.security or content.images


def _not_listed(context: CheckContext, name: str) -> Iterator[str]:
    """What may hold a gate that was not collected. An engine without a webhook refuses nothing, whatever its policies."""
    if not context.complete(POLICIES):
        yield "ValidatingAdmissionPolicies were not collected"
    if not context.complete(WEBHOOKS):
        yield "admission webhooks were not collected"
    kinds = {"Kyverno": _KYVERNO, "Gatekeeper": (TEMPLATES,), "policy-controller": (SIGSTORE,)}
    here = {
        engine_of(setting, hook)
        for setting, hook in hooks_of(context)
        if selects(hook.namespaces, name, labels_of(context, name)) is not False
    }
    missing = [kind for each in sorted(here & kinds.keys()) for kind in kinds[each] if not context.complete(kind)]
    if missing:
        yield f"policies were not collected whole ({named([kind for _, kind in missing])})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=namespaces, per_cluster=True, kubernetes=True)
