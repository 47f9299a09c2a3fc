"""Admission by digest: is an image that is named by a tag only refused, or fixed to a digest?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.posture import Problem, Requirement
from generator.model.settings.admission import GatekeeperConstraint, KyvernoPolicy, SignaturePolicy
from generator.model.settings.base import Setting, Settings
from generator.posture.base import Ground, Judgement, counted, judged, none_found, not_collected
from generator.posture.mapping import mapped

_KINDS = (
    ("kyverno.io", "ClusterPolicy"),
    ("policies.kyverno.io", "ImageValidatingPolicy"),
    ("templates.gatekeeper.sh", "ConstraintTemplate"),
    ("policy.sigstore.dev", "ClusterImagePolicy"),
)
_DIGEST = "digest"

_REQUIREMENT = Requirement(
    id="image-digests-admitted",
    area="Admission",
    title="Images are admitted by digest",
    problem="Gate lets images pass by tag",
    asks="Is an image without a digest refused on admission, or fixed to the digest that was verified?",
    rationale="A tag can be moved after the scan; a digest cannot.",
    fix="Enforce a policy that requires digests, or that replaces tags by the digest it verified.",
    reference="https://kyverno.io/policies/other/require-image-checksum/; Gatekeeper library, K8sImageDigests",
    controls=mapped(fedramp="CM-2 CM-3 SI-7", ours="CM-14"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class ImageDigestsAdmitted:
    """See `Row`. A policy is known by its kind or its name, or because it verifies signatures, which are of digests."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        if not ground.listed(*_KINDS):
            return not_collected("policies of Kyverno, Gatekeeper or Sigstore about images")
        kyverno = [one for one in ground.inside(KyvernoPolicy) if _is_about(one)]
        gatekeeper = [one for one in ground.of(GatekeeperConstraint) if _DIGEST in one.kind.lower()]
        sigstore = ground.of(SignaturePolicy)
        objects: tuple[Setting[Settings], ...] = (*kyverno, *gatekeeper, *sigstore)
        if not objects:
            return none_found("No policy about digests of images was found.")
        problems = (*_of_kyverno(kyverno), *_of_gatekeeper(gatekeeper), *_of_sigstore(sigstore))
        missing = ("which namespaces and images the policies leave out",)
        return judged(
            f"{counted(len(objects), 'policy', 'policies')} about digests of images.", problems, objects, missing=missing
        )


def _is_about(one: Setting[KyvernoPolicy]) -> bool:
    words = [one.name, *(rule.name for rule in one.says.rules)]
    return any(_DIGEST in word or "checksum" in word for word in words) or any(rule.verifies_images for rule in one.says.rules)


def _of_kyverno(found: list[Setting[KyvernoPolicy]]) -> Iterator[Problem]:
    for one in found:
        if not any(rule.enforces for rule in one.says.rules):
            yield Problem(subject=one.key, text="only reports (Audit)", citations=(one.cited,))


def _of_gatekeeper(found: list[Setting[GatekeeperConstraint]]) -> Iterator[Problem]:
    for one in found:
        if "deny" not in one.says.actions:
            yield Problem(subject=one.key, text=f"only reports ({', '.join(one.says.actions)})", citations=(one.cited,))


def _of_sigstore(found: tuple[Setting[SignaturePolicy], ...]) -> Iterator[Problem]:
    for one in found:
        if not one.says.enforces:
            yield Problem(subject=one.key, text="only warns", citations=(one.cited,))
