"""Admission webhooks: is the gate asked about every pod, and what happens while it does not answer?"""

from collections.abc import Iterator

from generator.checks.admission.webhook_reach import NAME_LABEL, WEBHOOKS, hooks_of, labels_of, selects, unlisted
from generator.checks.base import NAMESPACE, Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import of_kinds
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.admission import LabelRequirement, Webhook, Webhooks
from generator.model.settings.base import Setting
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import counted

_REQUIREMENT = PostureRequirement(
    id="admission-webhook-passable",
    area="Admission",
    title="Admission webhooks cannot be bypassed",
    problem="Admission webhook can be bypassed",
    asks="Does every validating webhook that is asked about pods refuse them while it does not answer, in every namespace?",
    rationale="A gate that lets everything in while it is down, or that leaves namespaces out, is open.",
    fix="Set `failurePolicy: Fail`, run several replicas, and exclude none of the system's namespaces.",
    reference="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy",
    controls=mapped(fedramp="CM-3 CM-6 CM-2 SI-7", ours="AC-6"),
    subjects=("validating webhook that is asked about pods", "validating webhooks that are asked about pods"),
)
_NOTE = "Not asked about containers that are added to debug a running pod (pods/ephemeralcontainers): {}."


def _judge(context: CheckContext) -> Judgment:
    """A webhook is configuration: that it refused anything was not seen, so that a pass is declared.

    UPDATE counts beside CREATE, because the image of a pod that runs may be changed. The namespace of the webhook's own service
    may be left out.
    """
    gates = list(hooks_of(context))
    if gates:
        silent = sorted(hook.name for _, hook in gates if hook.covers_pods and not hook.covers_debug_containers)
        subjects = (_subject(context, setting, hook) for setting, hook in gates)
        return judged(subjects, notes=[_NOTE.format(named(silent))] if silent else [])
    if not context.complete(WEBHOOKS):
        refused = context.refused((WEBHOOKS[0], "validatingwebhookconfigurations"))
        return not_collected("admission webhooks (ValidatingWebhookConfigurations)", refused=refused)
    settings = [each for each in context.of(Webhooks) if each.kind == WEBHOOKS[1]]
    others = f"{counted(len(settings), 'validating webhook configuration')}, none of them asked about pods."
    return none_found(others if settings else "No validating webhook.", citations=(each.cited for each in settings))


def _subject(context: CheckContext, setting: Setting[Webhooks], hook: Webhook) -> JudgedSubject:
    name, wrong = f"{setting.key}/{hook.name}", list(_wrong(context, hook))
    certainty = context.certainty_of(setting)
    if not hook.rules:
        if certainty is Certainty.DECLARED:
            return unknown(name, "only a manifest without rules was collected", setting.cited)
        wrong.append("has no rules, so that it is asked about nothing until something fills them in")
    if wrong:
        return fails(name, "; ".join(wrong), setting.cited, certainty=certainty)
    if hook.conditions:
        return unknown(name, "match conditions were not evaluated", setting.cited)
    by_label = any(each.key != NAME_LABEL for each in hook.namespaces)
    own = hook.service.partition("/")[0]
    left_out = [value for each in hook.namespaces for value in each.values if each.key == NAME_LABEL and value != own]
    labels = all(labels_of(context, each) is not None for each in context.namespaces)
    if (by_label and not (labels and context.complete(NAMESPACE))) or unlisted(context, left_out):
        return unknown(name, "namespace labels were not collected", setting.cited)
    return passes(name, setting.cited, certainty=Certainty.DECLARED)


def _wrong(context: CheckContext, hook: Webhook) -> Iterator[str]:
    if hook.failure_policy != "Fail":
        yield f"lets every request pass while it does not answer (failurePolicy {hook.failure_policy})"
    if hook.rules and not hook.covers_updates:
        yield "is not asked when a pod is changed (UPDATE), which may change its image"
    if hook.objects:
        yield f"is asked only about pods {_labels(hook.objects)}"
    own = hook.service.partition("/")[0]
    out = [
        each for each in context.namespaces if each != own and selects(hook.namespaces, each, labels_of(context, each)) is False
    ]
    if out:
        yield f"leaves out {named(out)}"


def _labels(requirements: tuple[LabelRequirement, ...]) -> str:
    words = {"In": "with the label {}", "Exists": "with the label {}", "NotIn": "without the label {}"}
    texts = []
    for each in requirements:
        label = f"{each.key}={', '.join(each.values)}" if each.values else each.key
        texts.append(words.get(each.operator, "without the label {}").format(label))
    return " and ".join(texts)


CHECK = Check(
    requirement=_REQUIREMENT, judge=_judge, population=of_kinds("other webhooks", WEBHOOKS), per_cluster=True, kubernetes=True
)
