"""Signatures of images: is an image that nobody signed kept out? Sigstore's policy-controller and Kyverno."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.model.images import parse_reference
from generator.model.posture import Problem, Requirement
from generator.model.settings.admission import KyvernoPolicy, KyvernoRule, SignaturePolicy
from generator.model.settings.base import Setting, Settings
from generator.model.settings.isolation import NamespaceLabels
from generator.posture.base import Ground, Judgement, counted, judged, named, none_found, not_collected, of
from generator.posture.mapping import mapped

_SIGSTORE = ("policy.sigstore.dev", "ClusterImagePolicy")
_LISTED = (
    _SIGSTORE,
    ("kyverno.io", "ClusterPolicy"),
    ("policies.kyverno.io", "ImageValidatingPolicy"),
)
INCLUDE = "policy.sigstore.dev/include"
"""policy-controller is asked only about namespaces with this label set to `true`."""


_REQUIREMENT = Requirement(
    id="unsigned-images-admitted",
    area="Admission",
    title="Only signed images are admitted",
    problem="Unsigned images are admitted",
    asks="Is every image that runs covered by a policy that refuses it without a signature?",
    rationale="A signature that is checked on admission ties what runs to the pipeline that built and scanned it.",
    fix="Add a ClusterImagePolicy (with the namespaces labelled) or Kyverno `verifyImages` with Enforce for every image.",
    reference="https://docs.sigstore.dev/policy-controller/overview/",
    controls=mapped(fedramp="SI-7 CM-3", nist="CM-14", ours="SR-4"),
)


@dataclass(frozen=True, slots=True)
class SignedImages:
    """See `Row`."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        if not ground.listed(*_LISTED):
            refused = ground.refused((_SIGSTORE[0], "clusterimagepolicies"))
            return not_collected(
                "policies for signatures of images (ClusterImagePolicy, Kyverno verifyImages)", refused=refused
            )
        sigstore, kyverno = ground.of(SignaturePolicy), _verifying(ground)
        settings: tuple[Setting[Settings], ...] = (*sigstore, *(each for each, _ in kyverno))
        if not settings:
            return none_found("No policy asks for the signature of an image.")
        opted = tuple(each.name for each in ground.inside(NamespaceLabels) if each.says.label(INCLUDE) == "true")
        problems = [*_of_sigstore(ground, sigstore, opted), *_of_kyverno(kyverno)]
        patterns = [pattern for each in sigstore if each.says.enforces and opted for pattern in each.says.images]
        patterns += [pattern for _, rule in kyverno if rule.enforces for pattern in rule.images]
        uncovered = sorted({image for image in _images(ground) if not any(_matches(pattern, image) for pattern in patterns)})
        problems += [
            Problem(subject=image, text="runs, and no policy that enforces asks for its signature") for image in uncovered
        ]
        total = len(set(_images(ground)))
        covered = f"; {of(total - len(uncovered), total, 'images')} that run are covered" if total else ""
        found = f"{counted(len(settings), 'policy', 'policies')} about signatures of images{covered}."
        missing = [] if total else [f"what runs; the policies are for {named(sorted(set(patterns))) or 'no image'}"]
        return judged(found, problems, settings, missing=missing)


def _verifying(ground: Ground) -> list[tuple[Setting[KyvernoPolicy], KyvernoRule]]:
    return [(each, rule) for each in ground.inside(KyvernoPolicy) for rule in each.says.rules if rule.verifies_images]


def _of_sigstore(ground: Ground, policies: Sequence[Setting[SignaturePolicy]], opted: tuple[str, ...]) -> Iterator[Problem]:
    for each in policies:
        if not each.says.enforces:
            yield Problem(subject=each.key, text="only warns (mode warn)", citations=(each.cited,))
        if each.says.always_passes or not each.says.authorities:
            yield Problem(subject=each.key, text="lets images pass without any signature", citations=(each.cited,))
    if not policies:
        return
    cited = tuple(each.cited for each in policies)
    if not ground.listed(("", "Namespace")):
        text = f"is not known to have a namespace with the label {INCLUDE}=true: namespaces were not collected"
        yield Problem(subject=ground.cluster, text=text, citations=cited)
    for name in sorted(set(ground.namespaces) - set(opted)) if ground.listed(("", "Namespace")) else ():
        yield Problem(
            subject=name,
            text=f"does not carry {INCLUDE}=true, so that policy-controller is not asked about it",
            citations=cited,
        )


def _of_kyverno(verifying: Sequence[tuple[Setting[KyvernoPolicy], KyvernoRule]]) -> Iterator[Problem]:
    for each, rule in verifying:
        if not rule.enforces:
            yield Problem(subject=each.key, text=f"only audits signatures ({rule.name})", citations=(each.cited,))


def _images(ground: Ground) -> list[str]:
    return [each.image for workload in ground.workloads for each in workload.containers]


def _matches(pattern: str, image: str) -> bool:
    """Of the names an image has, with and without its registry and tag, one fits; `**` stands for everything."""
    reference = parse_reference(image)
    names = {image, image.partition("@")[0]}
    if reference is not None:
        whole = f"{reference.registry}/{reference.repository}"
        names |= {whole, reference.name, f"index.{whole}", f"{whole}:{reference.tag or 'latest'}"}
    return any(fnmatchcase(name, pattern) for name in names)
