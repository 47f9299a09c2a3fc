"""Admission by digest: is an image that is named by a tag only refused, or fixed to a digest?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.facts.image_policies import ImagePolicy, image_policies, within
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.admission import GatekeeperConstraint, KyvernoPolicy, PolicyReach
from generator.model.settings.base import Setting, Settings
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of
from generator.text import counted

_KINDS = (
    ("kyverno.io", "ClusterPolicy"),
    ("policies.kyverno.io", "ImageValidatingPolicy"),
    ("templates.gatekeeper.sh", "ConstraintTemplate"),
    ("policy.sigstore.dev", "ClusterImagePolicy"),
)
_DIGEST = "digest"

_REQUIREMENT = PostureRequirement(
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
    """See `Row`. What a policy names and where it is asked decides, image by image."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        gates = tuple(_gates(context))
        if not gates and not context.listed(*_KINDS):
            return not_collected("policies of Kyverno, Gatekeeper or Sigstore about images")
        settings = tuple(dict.fromkeys(gate.setting for gate in gates))
        if not settings:
            return none_found("No policy about digests of images was found.")
        runs = sorted(
            {(container.image, workload.namespace) for workload in context.workloads for container in workload.containers}
        )
        by_tag = sorted(
            {image for image, where in runs if "@" not in image and not any(gate.holds(image, where) for gate in gates)}
        )
        problems = list(_loose(gates))
        if by_tag:
            text = f"lets {of(len(by_tag), len({image for image, _ in runs}), 'images')} that run pass by tag: {named(by_tag)}"
            problems.append(Problem(subject=context.cluster, text=text, citations=tuple(setting.cited for setting in settings)))
        summary = f"{counted(len(settings), 'policy', 'policies')} about digests of images"
        narrowed = sorted({gate.setting.key for gate in gates if gate.reach.narrowed})
        missing = (
            [f"which workloads {named(narrowed)} is for: it chooses by more than kinds and namespaces"] if narrowed else []
        )
        if not runs:
            missing.append("what runs: which namespaces and images the policies leave out")
        total = len({image for image, _ in runs})
        fixed = total - len(by_tag)
        shown = f"; {of(fixed, total, 'images')} that run cannot pass by tag" if runs else ""
        return judged(f"{summary}{shown}.", problems, settings, missing=missing, held=(fixed, total) if runs else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gate:
    """A policy that keeps images by tag out, or fixes them to a digest."""

    setting: Setting[Settings]
    enforces: bool
    reach: PolicyReach
    verifies: ImagePolicy | None = None
    """It fixes the digest of the images that it verifies only."""
    loose: str = ""
    """What it does where it does not enforce."""

    def holds(self, image: str, namespace: str) -> bool:
        """Does no such image come in there by tag?"""
        if self.verifies is not None:
            return self.verifies.guards(image, namespace)
        return self.enforces and self.reach.covers(namespace)


def _gates(context: PostureContext) -> Iterator[_Gate]:
    """A policy is known by its kind or its name, or because it verifies signatures, which are of digests."""
    for each in context.of(KyvernoPolicy):
        for rule in each.says.rules:
            if not rule.verifies_images and _says_digest(each.name, rule.name):
                enforces = rule.enforces and each.says.failure_policy == "Fail"
                yield _Gate(setting=each, enforces=enforces, reach=within(each, rule), loose="only reports (Audit)")
    for constraint in context.of(GatekeeperConstraint):
        if _DIGEST in constraint.kind.lower():
            actions = constraint.says.actions
            loose = f"only reports ({', '.join(actions)})"
            yield _Gate(setting=constraint, enforces="deny" in actions, reach=constraint.says.reach, loose=loose)
    for policy in image_policies(context.configuration):
        if policy.fixes_digest:
            loose = "only warns" if policy.sigstore else "only reports (Audit)"
            yield _Gate(setting=policy.setting, enforces=policy.enforces, reach=policy.reach, verifies=policy, loose=loose)


def _says_digest(*names: str) -> bool:
    return any(_DIGEST in name or "checksum" in name for name in names)


def _loose(gates: Iterable[_Gate]) -> Iterator[Problem]:
    for each in gates:
        if not each.enforces:
            yield Problem(subject=each.setting.key, text=each.loose, citations=(each.setting.cited,))
