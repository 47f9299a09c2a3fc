"""Admission by digest: is an image that is named by a tag only refused, or fixed to a digest?"""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.checks.admission.gatekeeper_not_denying import TEMPLATES, config_unknown, exempt
from generator.checks.admission.kyverno_not_enforcing import exceptions_of, exceptions_unknown
from generator.checks.admission.unsigned_images_admitted import SIGSTORE, engine
from generator.checks.admission.webhook_reach import WEBHOOKS, engine_of, hooks_of, webhook_answer
from generator.checks.base import POD, Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.facts.image_policies import image_policies, within
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.admission import (
    AdmissionPolicy,
    GatekeeperConstraint,
    GatekeeperTemplate,
    KyvernoPolicy,
    PolicyReach,
)
from generator.model.settings.base import GroupKind, Setting, Settings
from generator.model.verdict_makers import fails, passes, unknown

_KYVERNO: GroupKind = ("kyverno.io", "ClusterPolicy")
_NARROW = "covers only named images"

_REQUIREMENT = PostureRequirement(
    id="image-digests-admitted",
    area="Admission",
    title="Images are admitted by digest",
    problem="Admission control allows images by tag",
    asks="Is an image without a digest refused on admission in every namespace, or fixed to the digest that was verified?",
    rationale="A tag can be moved after the scan; a digest cannot.",
    fix="Enforce a policy that requires digests, or that replaces tags by the digest it verified.",
    reference="https://kyverno.io/policies/other/require-image-checksum/; Gatekeeper library, K8sImageDigests",
    controls=mapped(fedramp="CM-2 CM-3 SI-7", ours="CM-14"),
    subjects=("namespace in which something runs", "namespaces in which something runs"),
)


class _DigestGate(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that keeps images by tag out, or fixes them to a digest."""

    setting: Setting[Settings]
    engine: str
    enforces: bool
    reach: PolicyReach
    read: bool = True
    """What it asks for was read, and is a digest."""
    every_image: bool = True
    doubt: str = ""
    """What may exempt something from it."""


def _judge(context: CheckContext) -> Judgment:
    """Namespaces, not images: one that runs by digest shows no gate. A rule counts by its content, never by its name.

    Sigstore's policy-controller resolves tags in its mutating webhook. No refusal was seen: a pass is declared.
    """
    used = sorted({each.namespace for each in context.workloads})
    if used:
        gates = tuple(_gates(context))
        return judged(_subject(context, each, gates) for each in used)
    return context.absent("Nothing runs in the system's namespaces.", "what runs in the cluster", POD)


def _subject(context: CheckContext, name: str, gates: tuple[_DigestGate, ...]) -> JudgedSubject:
    here = [each for each in gates if not each.reach.leaves_out(name) and each.reach.workloads]
    cited = tuple(dict.fromkeys(each.setting.cited for each in here))
    enforcing = [each for each in here if each.enforces]
    doubts: list[str] = []
    for each in enforcing:
        answer = webhook_answer(context, each.engine, name)
        if each.read and each.every_image and each.reach.covers(name) and not each.doubt and answer.covers:
            hooks = answer.citations
            return passes(
                name, each.setting.cited, *hooks, certainty=Certainty.DECLARED, reason=f"{each.setting.key} asks for it"
            )
        if answer.covers is not False and each.reach.pods:
            doubts += _doubt(each, answer.reason if answer.covers is None else "")
    doubts += _not_listed(context)
    if doubts:
        return unknown(name, doubts[0], *cited)
    only_report = [each.setting for each in here if not each.enforces]
    loose = sorted({each.key for each in only_report})
    text = (
        f"admits images by tag: {named(loose)} only reports or warns" if loose else "admits images by tag: no rule refuses them"
    )
    running = [each for each in context.workloads if each.namespace == name]
    return fails(name, text, *cited, certainty=context.certainty_of_all((*running, *only_report)))


def _doubt(each: _DigestGate, unanswered: str) -> Iterator[str]:
    if not each.read:
        yield "the rule's content was not read"
    elif not each.every_image:
        yield _NARROW
    elif each.reach.narrowed:
        yield "the rule chooses by labels or conditions"
    yield from (text for text in (each.doubt, unanswered) if text)


def _gates(context: CheckContext) -> Iterator[_DigestGate]:
    unexcepted = "exceptions were not collected" if exceptions_unknown(context) else ""
    excepted = {
        each.key: "a PolicyException exempts something from it"
        for each in context.of(KyvernoPolicy)
        if exceptions_of(context, each)
    }
    for each in context.of(KyvernoPolicy):
        for rule in each.says.rules:
            if rule.content.digests and not rule.verifies_images:
                yield _DigestGate(
                    setting=each,
                    engine="Kyverno",
                    enforces=rule.enforces and rule.on_admission and each.says.failure_policy == "Fail",
                    reach=within(each, rule),
                    doubt=excepted.get(each.key, unexcepted),
                )
    for policy in image_policies(context.configuration):
        if policy.fixes_digest:
            doubt = "" if policy.sigstore else excepted.get(policy.setting.key, unexcepted)
            every = bool({"*", "**"} & set(policy.images)) and not policy.skipped
            yield _DigestGate(
                setting=policy.setting,
                engine=engine(policy),
                enforces=policy.enforces,
                reach=policy.reach,
                every_image=every,
                doubt=doubt,
            )
    yield from _constraints(context)


def _constraints(context: CheckContext) -> Iterator[_DigestGate]:
    templates = {each.says.makes: each.says for each in context.of(GatekeeperTemplate)}
    for each in context.of(GatekeeperConstraint):
        template = templates.get(each.kind)
        about = template.content.digests if template is not None else "digest" in each.kind.lower()
        if about:
            yield _DigestGate(
                setting=each,
                engine="Gatekeeper",
                enforces=each.says.actions == ("deny",),
                reach=replace(each.says.reach, excluded=(*each.says.reach.excluded, *exempt(context))),
                read=template is not None,
                doubt="Gatekeeper's Config was not collected" if config_unknown(context) else "",
            )


def _not_listed(context: CheckContext) -> Iterator[str]:
    """An engine without a webhook refuses nothing; of one that has one, its policies must have been listed whole."""
    kinds = {"Kyverno": (_KYVERNO,), "Gatekeeper": (TEMPLATES,), "policy-controller": (SIGSTORE,)}
    engines = {engine_of(setting, hook) for setting, hook in hooks_of(context)} if context.complete(WEBHOOKS) else set(kinds)
    missing = [kind for name in sorted(engines & kinds.keys()) for kind in kinds[name] if not context.complete(kind)]
    if missing:
        yield f"policies about images were not collected whole ({named([kind for _, kind in missing])})"
    if "" in engines:
        yield "a webhook answers, its rules were not collected"
    if any(each.says.content.digests for each in context.of(AdmissionPolicy)):
        yield "a ValidatingAdmissionPolicy is about digests, and was not evaluated"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
