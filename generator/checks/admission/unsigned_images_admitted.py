"""Signatures of images: is an unsigned image kept out? Sigstore's policy-controller and Kyverno."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from generator.checks.admission.kyverno_not_enforcing import exceptions_of, exceptions_unknown
from generator.checks.admission.webhook_reach import WEBHOOKS, engine_of, hooks_of, labels_of, verifiers, webhook_answer
from generator.checks.base import NAMESPACE, POD, WORKLOADS, Check, CheckContext, Judgment, judged, named, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.facts.image_policies import INCLUDE, ImagePolicy, image_policies
from generator.model.grouping import grouped
from generator.model.inventory import Workload
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.settings.admission import KyvernoPolicy
from generator.model.settings.base import GroupKind, Setting
from generator.model.verdict_makers import cite, fails, passes, unknown

SIGSTORE: GroupKind = ("policy.sigstore.dev", "ClusterImagePolicy")
_KYVERNO: tuple[GroupKind, ...] = (("kyverno.io", "ClusterPolicy"), ("policies.kyverno.io", "ImageValidatingPolicy"))
_OTHER = "another verifier is installed whose rules are not read ({})"

_REQUIREMENT = PostureRequirement(
    id="unsigned-images-admitted",
    area="Admission",
    title="Only signed images are admitted",
    problem="Unsigned images are admitted",
    asks="Is every image that runs covered by a policy that refuses it without a signature?",
    rationale="A signature that is checked on admission ties what runs to the pipeline that built and scanned it.",
    fix="Add a ClusterImagePolicy (with the namespaces labeled) or Kyverno `verifyImages` with Enforce for every image.",
    reference="https://docs.sigstore.dev/policy-controller/overview/",
    controls=mapped(fedramp="SI-7 CM-3", nist="CM-14", ours="SR-4"),
    subjects=("image in a namespace", "images in their namespaces"),
)


def _judge(context: CheckContext) -> Judgment:
    """Every image in every namespace where it runs. That an image ran before the policy came is not known here.

    A policy whose signer may be anybody (keyless without issuer and subject, `static: pass`, no attestors) asks for nothing. No
    refusal was seen: a pass is declared.
    """
    runs = grouped(
        ((image, workload.namespace), workload)
        for workload in context.workloads
        for image in sorted({container.image for container in workload.containers})
    )
    if runs:
        return judged(
            _subject(context, image, where, running) for (image, where), running in sorted(runs.items(), key=itemgetter(0))
        )
    if context.configuration.running and context.listed(*WORKLOADS) and not context.complete(POD):
        return not_collected("every kind of workload, of which none was seen")
    return context.absent("No image runs in the system's namespaces.", "what runs in the cluster", POD)


def _subject(context: CheckContext, image: str, where: str, running: Sequence[Workload]) -> JudgedSubject:
    name, policies = f"{image} in {where}", image_policies(context.configuration)
    naming = [each for each in policies if each.names(image)]
    cited = (*(each.setting.cited for each in naming), *cite("Image", image, *running[0].sources[:1]))
    cited = tuple(dict.fromkeys(cited))
    held = [each for each in naming if each.guards(image, where) and webhook_answer(context, engine(each), where).covers]
    doubts = list(_doubts(context, naming, image, where))
    if held and not (doubts and all(_excepted(context, each) for each in held)):
        hooks = [hook for each in held for hook in webhook_answer(context, engine(each), where).citations]
        text = f"{named(sorted({each.setting.key for each in held}))} refuses it without a signature"
        shown: tuple[ObjectCitation, ...] = tuple(dict.fromkeys((*(each.setting.cited for each in held), *hooks)))
        return passes(name, *shown, certainty=Certainty.DECLARED, reason=text)
    doubts += _not_listed(context, where)
    if doubts:
        return unknown(name, doubts[0], *cited)
    sure = context.certainty_of_all((*running, *(each.setting for each in naming)))
    return fails(name, _wrong(context, naming, where), *cited, certainty=sure)


def engine(policy: ImagePolicy) -> str:
    """Who evaluates it."""
    return "policy-controller" if policy.sigstore else "Kyverno"


def _excepted(context: CheckContext, policy: ImagePolicy) -> bool:
    says = policy.setting.says
    if policy.sigstore or not isinstance(says, KyvernoPolicy):
        return False
    kyverno: Setting[KyvernoPolicy] = next(each for each in context.of(KyvernoPolicy) if each.key == policy.setting.key)
    return exceptions_unknown(context) or bool(exceptions_of(context, kyverno))


def _doubts(context: CheckContext, naming: Sequence[ImagePolicy], image: str, where: str) -> Iterator[str]:
    """Of policies that enforce and name the image."""
    for each in naming:
        if not each.enforces or (each.reach.leaves_out(where) and not each.sigstore) or where in each.audited:
            continue
        if each.reach.narrowed:
            yield "the policy chooses by labels"
        answer = webhook_answer(context, engine(each), where)
        if answer.covers is None:
            yield answer.reason
        if each.guards(image, where) and _excepted(context, each):
            yield "exceptions were not collected, or one of them exempts something from the policy"
    if any(each.sigstore for each in naming) and labels_of(context, where) is None:
        yield "namespaces were not collected"


def _not_listed(context: CheckContext, where: str) -> Iterator[str]:
    """What may hold a policy that was not collected. An engine without a webhook refuses nothing, whatever its policies."""
    others = verifiers(context)
    if others:
        yield _OTHER.format(named(others))
    if context.complete(WEBHOOKS):
        engines = {engine_of(setting, hook) for setting, hook in hooks_of(context)}
        needed = [*([SIGSTORE] if "policy-controller" in engines else ()), *(_KYVERNO[:1] if "Kyverno" in engines else ())]
    else:
        needed = [SIGSTORE, _KYVERNO[0]]
    missing = [kind for group, kind in needed if not context.complete((group, kind))]
    if missing:
        yield f"policies for signatures of images were not collected whole ({named(missing)})"
    if not context.complete(NAMESPACE) and labels_of(context, where) is None and missing:
        yield "namespaces were not collected"


def _wrong(context: CheckContext, naming: Sequence[ImagePolicy], where: str) -> str:
    loose = sorted({each.setting.key for each in naming if not each.enforces})
    if loose:
        return f"runs, and {named(loose)} lets it pass without a signature of a named signer"
    left_out = [each for each in naming if not each.reach.covers(where)]
    if any(each.sigstore for each in left_out):
        return f"runs in a namespace that policy-controller is not asked about (label {INCLUDE}=true, or its webhook)"
    if left_out:
        return f"runs in a namespace that {named(sorted({each.setting.key for each in left_out}))} leaves out"
    open_ = sorted({answer.reason for each in naming if not (answer := webhook_answer(context, engine(each), where)).covers})
    return f"runs, and {open_[0]}" if open_ else "runs, and no policy that enforces asks for its signature"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
