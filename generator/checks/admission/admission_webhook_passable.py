"""Admission webhooks: is the gate asked about every pod, and what happens while it does not answer?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.admission import Webhook, Webhooks
from generator.model.settings.base import Setting
from generator.model.settings.isolation import NamespaceLabels
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of
from generator.text import agreeing, counted

_KIND = "ValidatingWebhookConfiguration"
_LISTED = ("admissionregistration.k8s.io", _KIND)
_RESOURCE = ("admissionregistration.k8s.io", "validatingwebhookconfigurations")


_REQUIREMENT = PostureRequirement(
    id="admission-webhook-passable",
    area="Admission",
    title="Admission webhooks cannot be passed by",
    problem="Admission webhook can be passed by",
    asks="Does every validating webhook that is asked about pods refuse them while it does not answer, in every namespace?",
    rationale="A gate that lets everything in while it is down, or that leaves namespaces out, is open.",
    fix="Set `failurePolicy: Fail`, run several replicas, and exclude none of the system's namespaces.",
    reference="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy",
    controls=mapped(fedramp="CM-3 CM-6 CM-2 SI-7", ours="AC-6"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class AdmissionWebhooks:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(_LISTED):
            return not_collected("admission webhooks (ValidatingWebhookConfigurations)", refused=context.refused(_RESOURCE))
        settings = [setting for setting in context.of(Webhooks) if setting.kind == _KIND]
        gates = [(setting, hook) for setting in settings for hook in setting.says.hooks if is_gate(hook)]
        if not gates:
            others = f"{counted(len(settings), 'validating webhook configuration')}, none of them asked about pods"
            return none_found(
                f"{others}." if settings else "No validating webhook.", citations=(setting.cited for setting in settings)
            )
        problems = [problem for setting, hook in gates for problem in _problems(context, setting, hook)]
        left_out = sorted({f"{hook.name} leaves out {exclusion}" for _, hook in gates for exclusion in hook.exclusions})
        closed = sum(hook.failure_policy == "Fail" for _, hook in gates)
        summary = f"{of(closed, len(gates), 'webhooks')} that are asked about pods refuse them while they do not answer."
        held = (len(gates) - len({problem.subject for problem in problems}), len(gates))
        return judged(summary, problems, {setting: None for setting, _ in gates}, missing=left_out, held=held)


def is_gate(hook: Webhook) -> bool:
    """It is asked about pods, or its rules are filled in by what answers it, which a manifest does not show."""
    return hook.covers_pods or not hook.rules


def _problems(context: PostureContext, setting: Setting[Webhooks], hook: Webhook) -> Iterator[Problem]:
    subject = f"{setting.key}/{hook.name}"
    for text in _faults(context, hook):
        yield Problem(subject=subject, text=text, citations=(setting.cited,))


def _faults(context: PostureContext, hook: Webhook) -> Iterator[str]:
    if hook.failure_policy != "Fail":
        yield f"lets every request pass while it does not answer (failurePolicy {hook.failure_policy})"
    if not hook.rules:
        yield "has no rules, so that it is asked about nothing until something fills them in"
    if hook.opt_in:
        yield f"is asked only about {named(hook.opt_in)}"
    own = hook.service.partition("/")[0]
    ours = [each for each in context.namespaces if each != own]
    out = [each for each in hook.excluded_namespaces if each in ours]
    if out:
        yield f"leaves out {named(out)}"
    labels = {each.name: each.says for each in context.of(NamespaceLabels) if each.name in ours}
    marked = [name for name, says in labels.items() if any(says.label(key) is not None for key in hook.ignored_labels)]
    if marked:
        yield f"leaves out {named(marked)}, which {agreeing(len(marked), 'carries', 'carry')} a label that it ignores"
