"""Does a cluster refuse an image that is not signed? Read from the policies that verify signatures, for each image class.

Kyverno `verifyImages` (https://kyverno.io/docs/policy-types/cluster-policy/verify-images/) and Sigstore's ClusterImagePolicy
(https://docs.sigstore.dev/policy-controller/overview/). Gates that look at other things are told, and make no link hold.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.model.chain import Admission
from generator.model.evidence import Source
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.settings.admission import (
    AdmissionPolicyBinding,
    GatekeeperConstraint,
    KyvernoPolicy,
    SignaturePolicy,
    Webhooks,
)
from generator.model.settings.base import ClusterConfiguration, Setting, Settings

_GATES = (AdmissionPolicyBinding, GatekeeperConstraint, KyvernoPolicy, SignaturePolicy, Webhooks)
_LOOKED_FOR = (
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("kyverno.io", "ClusterPolicy"),
    ("policy.sigstore.dev", "ClusterImagePolicy"),
)


@dataclass(frozen=True, slots=True)
class _Verifier:
    """A policy that verifies signatures of an image."""

    name: str
    enforces: bool
    source: Source


def admissions(facts: SystemFacts) -> Mapping[str, Admission]:
    """By asset id; only images that run in clusters whose gates were looked for."""
    by_name = {one.cluster: one for one in facts.configurations}
    found = {}
    for image in facts.inventory:
        places = [by_name[name] for name in image.locations if name in by_name]
        if image.running and places and all(_looked(one) for one in places):
            found[image.asset_id] = _worst(image, places)
    return found


def _looked(configuration: ClusterConfiguration) -> bool:
    return any(kind in configuration.listed for kind in _LOOKED_FOR)


def _worst(image: ImageAsset, places: Iterable[ClusterConfiguration]) -> Admission:
    """Of several clusters the one that lets most pass."""
    answers = [_of(image, place) for place in places]
    order = {False: 0, None: 1, True: 2}
    return min(answers, key=lambda one: order[one.enforcing])


def _of(image: ImageAsset, place: ClusterConfiguration) -> Admission:
    verifiers = list(_verifiers(image, place))
    sources = tuple(sorted({one.source for one in verifiers}))
    enforcing = [one for one in verifiers if one.enforces]
    if enforcing:
        text = f"In {place.cluster} {enforcing[0].name} refuses it where its signature does not verify."
        return Admission(asset_id=image.asset_id, enforcing=True, text=text, sources=sources)
    if verifiers:
        text = f"In {place.cluster} {verifiers[0].name} verifies its signature, but lets it pass all the same."
        return Admission(asset_id=image.asset_id, enforcing=False, text=text, sources=sources)
    gates = [setting for kind in _GATES for setting in place.of(kind)]
    if gates:
        text = f"{place.cluster} has gates ({_named(gates)}), and none of them is seen to verify the signature of this image."
        return Admission(
            asset_id=image.asset_id, enforcing=None, text=text, sources=tuple(sorted({one.source for one in gates}))[:5]
        )
    text = f"No admission policy was found in {place.cluster}: any image may run there."
    return Admission(asset_id=image.asset_id, enforcing=False, text=text, sources=image.sources[:1])


def _verifiers(image: ImageAsset, place: ClusterConfiguration) -> Iterator[_Verifier]:
    for setting in place.of(KyvernoPolicy):
        for rule in setting.says.rules:
            if rule.verifies_images and _covers(rule.images, image):
                enforces = rule.enforces and setting.says.failure_policy == "Fail"
                yield _Verifier(f"the policy {setting.key}", enforces, setting.source)
    for signed in place.of(SignaturePolicy):
        says = signed.says
        if _covers(says.images, image):
            enforces = says.enforces and bool(says.authorities) and not says.always_passes
            yield _Verifier(f"the policy {signed.key}", enforces, signed.source)


def _covers(patterns: Iterable[str], image: ImageAsset) -> bool:
    """Patterns are globs over the reference; `**` is every path, which a plain `*` is here too."""
    names = (image.asset_id, image.name, f"{image.registry}/{image.name.removeprefix(f'{image.registry}/')}")
    return any(fnmatchcase(name, pattern.replace("**", "*")) for pattern in patterns for name in names)


def _named(gates: Iterable[Setting[Settings]]) -> str:
    names = list(dict.fromkeys(one.key for one in gates))
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
