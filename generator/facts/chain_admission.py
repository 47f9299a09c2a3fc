"""Does a cluster refuse an image that is not signed? Read from the policies that verify signatures, for each image class.

Kyverno `verifyImages` (https://kyverno.io/docs/policy-types/cluster-policy/verify-images/) and Sigstore's ClusterImagePolicy
(https://docs.sigstore.dev/policy-controller/overview/). Gates that look at other things are told, and make no link hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.facts.image_policies import image_policies
from generator.model.chain import Admission
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.images import parse_reference
from generator.model.settings.admission import (
    AdmissionPolicyBinding,
    GatekeeperConstraint,
    KyvernoPolicy,
    SignaturePolicy,
    Webhooks,
)
from generator.model.settings.base import ClusterConfiguration, Setting, Settings

_Uses = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""(cluster, asset id) to every (image as written, namespace) by which it runs there."""

NO_POLICY = "No admission policy was found"
_MOST = 3
_GATES = (AdmissionPolicyBinding, GatekeeperConstraint, KyvernoPolicy, SignaturePolicy, Webhooks)
_LOOKED_FOR = (
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("kyverno.io", "ClusterPolicy"),
    ("policy.sigstore.dev", "ClusterImagePolicy"),
)


def admissions(facts: SystemFacts) -> Mapping[AssetId, Admission]:
    """By asset id; only images that run in clusters whose gates were looked for."""
    by_name, uses = {configuration.cluster: configuration for configuration in facts.configurations}, _uses(facts)
    by_asset = {}
    for image in facts.inventory:
        places = [by_name[name] for name in image.locations if name in by_name]
        if image.running and places and all(_looked(place) for place in places):
            by_asset[image.asset_id] = _worst(image, places, uses)
    return by_asset


def _uses(facts: SystemFacts) -> _Uses:
    uses: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for workload in facts.workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            if reference is not None:
                uses[workload.cluster, reference.asset_id].add((container.image, workload.namespace))
    return {key: tuple(sorted(each)) for key, each in uses.items()}


def _looked(configuration: ClusterConfiguration) -> bool:
    return any(kind in configuration.listed for kind in _LOOKED_FOR)


def _worst(image: ImageAsset, places: Iterable[ClusterConfiguration], uses: _Uses) -> Admission:
    """Of several clusters the one that lets most pass."""
    answers = [_of(image, place, uses.get((place.cluster, image.asset_id), ())) for place in places]
    order = {False: 0, None: 1, True: 2}
    return min(answers, key=lambda answer: order[answer.enforcing])


def _of(image: ImageAsset, place: ClusterConfiguration, uses: Sequence[tuple[str, str]]) -> Admission:
    """Each namespace in which it runs there needs a policy that refuses it unsigned."""
    enforcing, text, sources = _found(image, place, uses)
    return Admission(asset_id=image.asset_id, enforcing=enforcing, text=text, sources=sources)


def _found(
    image: ImageAsset, place: ClusterConfiguration, uses: Sequence[tuple[str, str]]
) -> tuple[bool | None, str, tuple[EvidenceSource, ...]]:
    policies = [image_policy for image_policy in image_policies(place) if any(image_policy.names(name) for name, _ in uses)]
    sources = tuple(sorted({policy.setting.source for policy in policies}))
    bare = sorted({where for name, where in uses if not any(policy.guards(name, where) for policy in policies)})
    verifies = f"In {place.cluster} the policy {policies[0].setting.key} verifies its signature" if policies else ""
    if policies and not bare:
        text = f"In {place.cluster} the policy {policies[0].setting.key} refuses it where its signature does not verify."
        return True, text, sources
    if any(policy.enforces and policy.reach.narrowed for policy in policies):
        return None, f"{verifies}; for which workloads cannot be seen from here.", sources
    if any(policy.enforces for policy in policies):
        return False, f"{verifies}, but is not asked in {', '.join(bare[:_MOST])}.", sources
    if policies:
        return False, f"{verifies}, but lets it pass all the same.", sources
    gates = [setting for kind in _GATES for setting in place.of(kind)]
    if gates:
        text = f"{place.cluster} has gates ({_named(gates)}), and none of them is seen to verify the signature of this image."
        return None, text, tuple(sorted({gate.source for gate in gates}))[:5]
    return False, f"{NO_POLICY} in {place.cluster}: any image may run there.", image.sources[:1]


def _named(gates: Iterable[Setting[Settings]]) -> str:
    names = list(dict.fromkeys(gate.key for gate in gates))
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
