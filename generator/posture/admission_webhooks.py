"""Admission webhooks: is the gate asked about every pod, and what happens while it does not answer?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.posture import Problem, Requirement
from generator.model.settings.admission import Webhook, Webhooks
from generator.model.settings.base import Setting
from generator.model.settings.isolation import NamespaceLabels
from generator.posture.base import Ground, Judgement, judged, named, none_found, not_collected, of
from generator.posture.mapping import mapped
from generator.text import agreeing, counted

_KIND = "ValidatingWebhookConfiguration"
_LISTED = ("admissionregistration.k8s.io", _KIND)
_RESOURCE = ("admissionregistration.k8s.io", "validatingwebhookconfigurations")


_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        if not ground.listed(_LISTED):
            return not_collected("admission webhooks (ValidatingWebhookConfigurations)", refused=ground.refused(_RESOURCE))
        settings = [each for each in ground.of(Webhooks) if each.kind == _KIND]
        gates = [(each, hook) for each in settings for hook in each.says.hooks if is_gate(hook)]
        if not gates:
            others = f"{counted(len(settings), 'validating webhook configuration')}, none of them asked about pods"
            return none_found(
                f"{others}." if settings else "No validating webhook.", citations=(each.cited for each in settings)
            )
        problems = [problem for each, hook in gates for problem in _problems(ground, each, hook)]
        left_out = sorted({f"{hook.name} leaves out {one}" for _, hook in gates for one in hook.exclusions})
        closed = sum(hook.failure_policy == "Fail" for _, hook in gates)
        found = f"{of(closed, len(gates), 'webhooks')} that are asked about pods refuse them while they do not answer."
        held = (len(gates) - len({one.subject for one in problems}), len(gates))
        return judged(found, problems, {each: None for each, _ in gates}, missing=left_out, held=held)


def is_gate(hook: Webhook) -> bool:
    """It is asked about pods, or its rules are filled in by what answers it, which a manifest does not show."""
    return hook.asked_about_pods or not hook.rules


def _problems(ground: Ground, setting: Setting[Webhooks], hook: Webhook) -> Iterator[Problem]:
    subject = f"{setting.key}/{hook.name}"
    for text in _faults(ground, hook):
        yield Problem(subject=subject, text=text, citations=(setting.cited,))


def _faults(ground: Ground, hook: Webhook) -> Iterator[str]:
    if hook.failure_policy != "Fail":
        yield f"lets every request pass while it does not answer (failurePolicy {hook.failure_policy})"
    if not hook.rules:
        yield "has no rules, so that it is asked about nothing until something fills them in"
    if hook.opt_in:
        yield f"is asked only about {named(hook.opt_in)}"
    own = hook.service.partition("/")[0]
    ours = [each for each in ground.namespaces if each != own]
    out = [each for each in hook.excluded_namespaces if each in ours]
    if out:
        yield f"leaves out {named(out)}"
    labels = {each.name: each.says for each in ground.of(NamespaceLabels) if each.name in ours}
    marked = [name for name, says in labels.items() if any(says.label(key) is not None for key in hook.ignored_labels)]
    if marked:
        yield f"leaves out {named(marked)}, which {agreeing(len(marked), 'carries', 'carry')} a label that it ignores"
