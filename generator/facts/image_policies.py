"""Which images a cluster's policies verify, and where: Sigstore's policy-controller and Kyverno.

Both name images by patterns that look alike and mean different things. A `*` of policy-controller stays within one part of the
path and only `**` crosses a slash (https://docs.sigstore.dev/policy-controller/overview/, "Image patterns"); a `*` of Kyverno
is any text (https://kyverno.io/docs/policy-types/cluster-policy/verify-images/).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec

from generator.model.images import ImageReference, parse_reference
from generator.model.name_patterns import fits_pattern
from generator.model.settings.admission import (
    EVERYTHING,
    KyvernoPolicy,
    KyvernoRule,
    PolicyReach,
    SignaturePolicy,
    Webhook,
    Webhooks,
)
from generator.model.settings.base import ClusterConfiguration, Setting, Settings
from generator.model.settings.isolation import NamespaceLabels

INCLUDE = "policy.sigstore.dev/include"
"""policy-controller is asked only about namespaces with this label set to `true`, unless its webhook says otherwise."""
_WEBHOOK = "policy.sigstore.dev"
_HUB = "docker.io"
_LONGEST = 1_024
"""Characters of a pattern: no name of an image is longer, so that a longer one fits none."""


class ImagePolicy(msgspec.Struct, frozen=True, kw_only=True):
    """One policy, or one rule of one, that verifies signatures of images."""

    setting: Setting[Settings]
    rule: str
    """Empty where the policy has but one."""
    enforces: bool
    fixes_digest: bool
    images: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    reach: PolicyReach
    sigstore: bool
    audited: tuple[str, ...] = ()
    """Namespaces in which it only audits."""

    def names(self, image: str) -> bool:
        """Is the image among those that it is for, wherever it runs?"""
        matches = glob_matches if self.sigstore else wildcard_matches
        return any(matches(pattern, image) for pattern in self.images) and not any(
            matches(pattern, image) for pattern in self.skipped
        )

    def guards(self, image: str, namespace: str) -> bool:
        """Is the image refused there where its signature does not verify?"""
        return self.enforces and namespace not in self.audited and self.reach.covers(namespace) and self.names(image)


def image_policies(configuration: ClusterConfiguration) -> tuple[ImagePolicy, ...]:
    """All of a cluster, those of policy-controller first."""
    return (*_of_sigstore(configuration), *_of_kyverno(configuration))


def opted(configuration: ClusterConfiguration) -> PolicyReach:
    """Where policy-controller is asked: as its webhook says; where that was not collected, by its usual label."""
    hooks = [hook for each in configuration.of(Webhooks) if each.name == _WEBHOOK for hook in each.says.hooks]
    if hooks and not any(hook.opt_in for hook in hooks):
        return PolicyReach(excluded=_left_out(configuration, hooks))
    named = sorted(each.name for each in configuration.of(NamespaceLabels) if each.says.label(INCLUDE) == "true")
    return PolicyReach(only=tuple(named), workloads=bool(named))


@lru_cache(maxsize=4096)
def glob_matches(pattern: str, image: str) -> bool:
    """By the rules of policy-controller. An image without a tag is asked about as `latest`."""
    parts = _parts(pattern)
    return len(pattern) <= _LONGEST and any(_fits(parts, name) for name in _sigstore_names(image))


def wildcard_matches(pattern: str, image: str) -> bool:
    """By the rules of Kyverno: `*` is any text, `?` one character; brackets are themselves."""
    return len(pattern) <= _LONGEST and any(fits_pattern(name, pattern) for name in _kyverno_names(image))


def _of_sigstore(configuration: ClusterConfiguration) -> Iterator[ImagePolicy]:
    settings = configuration.of(SignaturePolicy)
    where = opted(configuration) if settings else EVERYTHING
    for each in settings:
        says = each.says
        reach = PolicyReach(
            workloads=where.workloads, pods=where.pods, only=where.only, excluded=where.excluded, narrowed=says.narrowed
        )
        yield ImagePolicy(
            setting=each,
            rule="",
            enforces=says.enforces and bool(says.authorities) and not says.always_passes and not says.anybody,
            fixes_digest=True,
            images=says.images,
            reach=reach,
            sigstore=True,
        )


def _of_kyverno(configuration: ClusterConfiguration) -> Iterator[ImagePolicy]:
    for each in configuration.of(KyvernoPolicy):
        for rule in each.says.rules:
            if rule.verifies_images:
                yield ImagePolicy(
                    setting=each,
                    rule=rule.name,
                    enforces=rule.enforces and rule.on_admission and not rule.anybody and each.says.failure_policy == "Fail",
                    fixes_digest=rule.fixes_digest,
                    images=rule.images,
                    skipped=rule.skipped,
                    reach=within(each, rule),
                    sigstore=False,
                    audited=each.says.audited_namespaces,
                )


def within(policy: Setting[KyvernoPolicy], rule: KyvernoRule) -> PolicyReach:
    """What a rule is asked about; a Policy of one namespace is asked about no other."""
    if not policy.namespace:
        return rule.reach
    reach = rule.reach
    return PolicyReach(
        workloads=reach.workloads and not reach.leaves_out(policy.namespace),
        pods=reach.pods,
        only=(policy.namespace,),
        narrowed=reach.narrowed,
    )


def _left_out(configuration: ClusterConfiguration, hooks: Sequence[Webhook]) -> tuple[str, ...]:
    """Namespaces that an opt-out webhook is not asked about, by name or by a label that they carry."""
    by_name = {name for hook in hooks for name in hook.excluded_namespaces}
    keys = {key for hook in hooks for key in hook.ignored_labels}
    labeled = {each.name for each in configuration.of(NamespaceLabels) if any(each.says.label(key) is not None for key in keys)}
    return tuple(sorted(by_name | labeled))


_WHOLE = {"*": "index.docker.io/library/*", "*/*": "index.docker.io/*/*"}
_PARTS = re.compile(r"\*\*|.", re.DOTALL)
_ANY = frozenset({"*", "**"})


@lru_cache(maxsize=1024)
def _parts(pattern: str) -> tuple[str, ...]:
    """Single characters, `*` and `**`."""
    return tuple(_PARTS.findall(_WHOLE.get(pattern, pattern)))


def _fits(parts: Sequence[str], name: str) -> bool:
    """All places in the pattern are followed at once, so that the time grows with its length and never beyond."""
    at = _open(parts, {0})
    for char in name:
        at = _open(parts, {place + (parts[place] not in _ANY) for place in at if _takes(parts, place, char)})
    return len(parts) in at


def _takes(parts: Sequence[str], place: int, char: str) -> bool:
    return place < len(parts) and (parts[place] in ("**", char) or (parts[place] == "*" and char != "/"))


def _open(parts: Sequence[str], at: Iterable[int]) -> set[int]:
    """With the places behind patterns that may match nothing."""
    indexes = set[int]()
    for place in at:
        end = place
        while end < len(parts) and parts[end] in _ANY:
            end += 1
        indexes.update(range(place, end + 1))
    return indexes


def _sigstore_names(image: str) -> Iterable[str]:
    """The full name with the tag and with the digest, and the image as it is written."""
    reference = parse_reference(image)
    if reference is None:
        return (image,)
    registry = "index.docker.io" if reference.registry == _HUB else reference.registry
    return dict.fromkeys((*_spelled(f"{registry}/{reference.repository}", reference), image))


def _kyverno_names(image: str) -> Iterable[str]:
    """With the registry, also without Docker Hub's `library/`, each with tag and digest; and the image as it is written."""
    reference = parse_reference(image)
    if reference is None:
        return (image,)
    whole = f"{reference.registry}/{reference.repository}"
    short = whole.replace(f"{_HUB}/library/", f"{_HUB}/", 1) if reference.registry == _HUB else whole
    return dict.fromkeys((*_spelled(whole, reference), *_spelled(short, reference), whole, image, image.partition("@")[0]))


def _spelled(name: str, reference: ImageReference) -> Iterator[str]:
    if reference.digest:
        yield f"{name}@{reference.digest}"
    if reference.tag or not reference.digest:
        yield f"{name}:{reference.tag or 'latest'}"
