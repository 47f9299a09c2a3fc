"""Signatures of images: is an unsigned image kept out? Sigstore's policy-controller and Kyverno."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.facts.image_policies import INCLUDE, ImagePolicy, image_policies, opted
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.admission import SignaturePolicy
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of
from generator.text import counted

_SIGSTORE = ("policy.sigstore.dev", "ClusterImagePolicy")
_LISTED = (
    _SIGSTORE,
    ("kyverno.io", "ClusterPolicy"),
    ("policies.kyverno.io", "ImageValidatingPolicy"),
)
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
)


@dataclass(frozen=True, slots=True)
class SignedImages:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(*_LISTED):
            refused = context.refused((_SIGSTORE[0], "clusterimagepolicies"))
            return not_collected(
                "policies for signatures of images (ClusterImagePolicy, Kyverno verifyImages)", refused=refused
            )
        policies = image_policies(context.configuration)
        settings = tuple(dict.fromkeys(each.setting for each in policies))
        if not settings:
            return none_found("No policy asks for the signature of an image.")
        runs = sorted(set(_images(context)))
        bare = [(image, where) for image, where in runs if not any(each.guards(image, where) for each in policies)]
        loose = {image for image, _ in bare if any(_may_guard(each, image) for each in policies)}
        open_ = sorted({image for image, _ in bare} - loose)
        problems = [*_of_policies(policies), *_of_namespaces(context, policies)]
        problems += [Problem(subject=image, text="runs, and no policy that enforces asks for its signature") for image in open_]
        total = len({image for image, _ in runs})
        covered = f"; {of(total - len(open_) - len(loose), total, 'images')} that run are covered" if total else ""
        summary = f"{counted(len(settings), 'policy', 'policies')} about signatures of images{covered}."
        patterns = sorted({name for each in policies if each.enforces for name in each.images})
        missing = [] if total else [f"what runs; the policies are for {named(patterns) or 'no image'}"]
        if loose:
            chosen = named(sorted({each.setting.key for each in policies if each.reach.narrowed}))
            missing.append(f"whether {named(sorted(loose))} is covered: {chosen} chooses by more than kinds and namespaces")
        return judged(summary, problems, settings, missing=missing, held=(total - len(open_) - len(loose), total))


def _may_guard(each: ImagePolicy, image: str) -> bool:
    """It enforces and names the image; whether it is asked about what runs it depends on what is not judged here."""
    return each.enforces and each.reach.narrowed and each.names(image)


def _of_policies(policies: Sequence[ImagePolicy]) -> Iterator[Problem]:
    for each in policies:
        says, cited = each.setting.says, (each.setting.cited,)
        if isinstance(says, SignaturePolicy):
            if not says.enforces:
                yield Problem(subject=each.setting.key, text="only warns (mode warn)", citations=cited)
            if says.always_passes or not says.authorities:
                yield Problem(subject=each.setting.key, text="lets images pass without any signature", citations=cited)
        elif not each.enforces:
            yield Problem(subject=each.setting.key, text=f"only audits signatures ({each.rule})", citations=cited)


def _of_namespaces(context: PostureContext, policies: Sequence[ImagePolicy]) -> Iterator[Problem]:
    """Where policy-controller is not asked at all."""
    cited = tuple(each.setting.cited for each in policies if each.sigstore)
    if not cited:
        return
    if not context.listed(("", "Namespace")):
        text = f"is not known to have a namespace with the label {INCLUDE}=true: namespaces were not collected"
        yield Problem(subject=context.cluster, text=text, citations=cited)
        return
    reach = opted(context.configuration)
    by_label = f"does not carry {INCLUDE}=true, so that policy-controller is not asked about it"
    by_webhook = "is left out by the webhook of policy-controller"
    for name in context.namespaces:
        if not reach.covers(name):
            yield Problem(subject=name, text=by_webhook if name in reach.excluded else by_label, citations=cited)


def _images(context: PostureContext) -> Iterator[tuple[str, str]]:
    """(image, namespace) of everything that runs."""
    return ((each.image, workload.namespace) for workload in context.workloads for each in workload.containers)
