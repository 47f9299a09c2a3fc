"""Which engines of admission are asked about pods in which namespaces, by their webhooks; and which pods pass them by.

https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/. Static pods pass every webhook, and
platform namespaces (kube-*, the engine's own) are commonly exempt, so that they are no subjects here.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from generator.checks.base import NAMESPACE, CheckContext
from generator.model.posture import ObjectCitation
from generator.model.settings.admission import LabelRequirement, PolicyReach, Webhook, Webhooks
from generator.model.settings.base import GroupKind, Setting
from generator.model.settings.isolation import NamespaceLabels

ADMISSION = "admissionregistration.k8s.io"
WEBHOOKS: GroupKind = (ADMISSION, "ValidatingWebhookConfiguration")
NAME_LABEL = "kubernetes.io/metadata.name"
NOT_LISTED = "namespaces were not collected"
_MARKS = {"Gatekeeper": ("gatekeeper",), "Kyverno": ("kyverno",), "policy-controller": ("sigstore", "cosign")}
ENGINES = tuple(_MARKS)
VERIFIERS = {
    "connaisseur": "Connaisseur",
    "ratify": "Ratify",
    "portieris": "Portieris",
    "binaryauthorization": "Binary Authorization",
    "binauthz": "Binary Authorization",
}
"""Programs that verify images and whose rules are not read."""


class WebhookAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Is an engine asked about every pod of a namespace, and does a request fail while it does not answer?"""

    covers: bool | None
    reason: str = ""
    """Why not, to follow the engine's name; or why that is not known, as a clause by itself."""
    citations: tuple[ObjectCitation, ...] = ()


def webhook_answer(context: CheckContext, engine: str, namespace: str) -> WebhookAnswer:
    """Of an engine by name. Engines register their webhooks when they start, so that manifests alone rarely show them."""
    found = [(setting, hook) for setting, hook in hooks_of(context) if engine_of(setting, hook) == engine]
    if not found:
        if context.complete(WEBHOOKS):
            return WebhookAnswer(covers=False, reason=f"{engine} has no webhook in the cluster")
        return WebhookAnswer(covers=None, reason=f"{engine}'s webhooks were not collected")
    answers = [(_hook_answer(context, hook, namespace, engine), setting.cited) for setting, hook in found]
    best = min(answers, key=lambda each: (True, None, False).index(each[0].covers))[0]
    cited = tuple(cited for answer, cited in answers if answer.covers is best.covers)
    return WebhookAnswer(covers=best.covers, reason=best.reason, citations=tuple(dict.fromkeys(cited)))


def hooks_of(context: CheckContext) -> Iterator[tuple[Setting[Webhooks], Webhook]]:
    """Validating webhooks that are asked about pods, or whose rules are not in what was collected."""
    for setting in context.of(Webhooks):
        for hook in setting.says.hooks if setting.kind == WEBHOOKS[1] else ():
            if hook.covers_pods or not hook.rules:
                yield setting, hook


def engine_of(setting: Setting[Webhooks], hook: Webhook) -> str:
    """By the names of the webhook and of who answers; empty where it is none of those whose policies are read."""
    names = f"{setting.name} {hook.name} {hook.service}".lower()
    return next((engine for engine, marks in _MARKS.items() if any(mark in names for mark in marks)), "")


def verifiers(context: CheckContext) -> tuple[str, ...]:
    """Programs that verify images, whose rules are not read, by their webhooks; sorted."""
    texts = (f"{setting.name} {hook.name} {hook.service}".lower() for setting, hook in hooks_of(context))
    return tuple(sorted({name for text in texts for mark, name in VERIFIERS.items() if mark in text}))


def selects(requirements: Iterable[LabelRequirement], namespace: str, labels: Mapping[str, str] | None) -> bool | None:
    """Does a selector of namespaces take it? None where its labels are not known. Every namespace has its name as a label."""
    unknown = False
    for each in requirements:
        if each.key == NAME_LABEL:
            holds: bool | None = each.holds({NAME_LABEL: namespace})
        else:
            holds = each.holds(labels) if labels is not None else None
        if holds is False:
            return False
        unknown = unknown or holds is None
    return None if unknown else True


def labels_of(context: CheckContext, namespace: str) -> Mapping[str, str] | None:
    """None where the namespace itself was not collected."""
    return next((dict(each.says.labels) for each in context.of(NamespaceLabels) if each.name == namespace), None)


def ours(context: CheckContext, *engines: str) -> tuple[str, ...]:
    """The system's namespaces, without those of the engines themselves, which exempt their own."""
    own = {hook.service.partition("/")[0] for setting, hook in hooks_of(context) if engine_of(setting, hook) in engines}
    return tuple(each for each in context.namespaces if each not in own)


def unlisted(context: CheckContext, patterns: Iterable[str]) -> bool:
    """May there be a namespace of the system's own that these patterns are about, and that was not listed?"""
    return not context.complete(NAMESPACE) and any(context.is_ours(each) for each in patterns)


def unseen_namespaces(context: CheckContext, reach: PolicyReach, *engines: str) -> bool:
    """Is it unknown in which of the system's namespaces a policy applies, because they were not listed?"""
    return not ours(context, *engines) or unlisted(context, (*reach.only, *reach.excluded))


def _hook_answer(context: CheckContext, hook: Webhook, namespace: str, engine: str) -> WebhookAnswer:
    taken = selects(hook.namespaces, namespace, labels_of(context, namespace))
    if not hook.rules:
        return WebhookAnswer(covers=None, reason=f"the rules of {engine}'s webhook were not collected")
    if hook.failure_policy != "Fail":
        return WebhookAnswer(covers=False, reason=f"{engine}'s webhook lets requests pass while it does not answer")
    if taken is False:
        return WebhookAnswer(covers=False, reason=f"{engine}'s webhook is not asked about it")
    if hook.objects:
        return WebhookAnswer(covers=False, reason=f"{engine}'s webhook lets pods choose by a label whether it is asked")
    if hook.conditions:
        return WebhookAnswer(covers=None, reason="match conditions were not evaluated")
    return WebhookAnswer(covers=taken, reason="" if taken else "namespace labels were not collected")
